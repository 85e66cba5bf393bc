"""What hinge, squared errors and Huber train are scores: no word on screen or in a file calls them probabilities."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.interop.exports.lowered import weights_of
from playground.interop.exports.numpy_module import numpy_code
from playground.interop.exports.torch_module import describe_output
from playground.training.headless import evaluate
from playground.training.state.run import Run
from playground.views.network.card_painter import unit_name
from playground.views.network.inspector import output_words
from playground.views.plane.formula import formula_words
from playground.views.plane.legend import Ramps
from tests.support.losses import CLASSIFICATION_LOSSES
from tests.support.output_panel import send, snapshot

LIKELY = {"cross_entropy", "binary_cross_entropy"}


def document(loss, generator="xor"):
    made = document_for(generator, (3,), count=40)
    return replace(made, training=replace(made.training, loss=loss))


def all_words(widget):
    parts = [widget, *widget.findChildren(QWidget)]
    words = [part.toolTip() + part.accessibleName() + part.accessibleDescription() for part in parts]
    return " ".join([*words, *(part.text() for part in parts if callable(getattr(part, "text", None)))]).casefold()


@pytest.mark.parametrize("generator", ["xor", "blobs"])
@pytest.mark.parametrize("loss", CLASSIFICATION_LOSSES)
def test_words_and_columns_suit_the_loss(loss, generator):
    made = document(loss, generator)
    likely = loss in LIKELY
    assert resolve(made).gives_probabilities == likely
    run = Run(made)
    columns = evaluate(made, run.checkpoint(), np.zeros((2, 2)))
    assert ("p_0" in columns, "score_0" in columns) == (likely, not likely)
    names = (
        describe_output(made),
        output_words(made),
        unit_name(made, 0, 0),
        numpy_code(made, weights_of(made, run.checkpoint().to_arrays()), "x"),
    )
    formulas = np.ones((run.targets.shape[1], 3))
    for text in (*names, formula_words(made, formulas, (0.0, 0.0))):
        if not likely:
            assert not any(word in text for word in ("probab", "P(", "logit")), text


@pytest.mark.parametrize("loss", CLASSIFICATION_LOSSES)
def test_the_output_panel_says_what_its_colours_mean(open_view, loss):
    session, view = open_view(document(loss))
    view.resize(700, 700)
    send(session, snapshot(session))
    session.state_changed.emit()
    likely = loss in LIKELY
    assert ("probab" in all_words(view)) == likely
    assert ("score" in all_words(view)) == (not likely)


def test_regression_gives_neither():
    assert not resolve(document_for("reg-plane", (3,))).gives_probabilities


def test_the_ramp_of_scores_is_not_in_percent(qtbot):
    ramps = Ramps()
    qtbot.addWidget(ramps)
    classes = document("hinge").dataset.classes
    ramps.show_classes(classes, are_likely=False)
    assert ramps.accessibleDescription() == "Score of Orange, Blue"
    ramps.show_classes(classes)
    assert ramps.accessibleDescription() == "Probability of Orange, Blue"
