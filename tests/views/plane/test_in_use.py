"""Pictures and losses are of the network as it is used, and the window says where that differs from training."""

from dataclasses import replace

import pytest

from playground.document.evaluation import in_use_words
from playground.document.presets import document_for
from playground.layers import BatchNorm, Dense, DropoutLayer, GaussianNoise
from tests.support.output_panel import send, snapshot

SAID = {BatchNorm: "running statistics", DropoutLayer: "Dropout is off", GaussianNoise: "Noise is off"}


def document(*layers):
    made = document_for("xor", (3,), count=40)
    return replace(made, network=(Dense(uid=1, units=3), *(one(uid=i + 2) for i, one in enumerate(layers))))


@pytest.mark.parametrize("kind", SAID)
def test_each_kind_that_behaves_otherwise_is_named(kind):
    assert SAID[kind] in in_use_words(document(kind))
    assert in_use_words(document(*SAID)).count(".") == 3
    assert in_use_words(document()) == ""


@pytest.mark.parametrize(("width", "words"), [(380, ""), (432, "probabilities"), (700, "probability of each class")])
def test_the_output_panel_says_it_where_its_answers_are_named(open_view, width, words):
    session, view = open_view(document(BatchNorm))
    view.resize(width, 600)
    send(session, snapshot(session))
    session.state_changed.emit()
    assert view.subtitle.text() == words
    assert view.subtitle.toolTip().splitlines()[0] == "The probability of each class, at each place"
    assert "running statistics" in view.subtitle.toolTip()
