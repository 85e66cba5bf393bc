"""One epoch is called the same everywhere: in the tool bar, under the film, in the loss panel, on the map."""

from dataclasses import replace
from math import log1p

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.presets import document_for
from playground.session.session import Session
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.training.state.recorded_state import RecordedState
from playground.views.spaces.film import unlike_labels
from playground.views.top_bar import TopBar

EXTENT = (-6.0, 6.0, -6.0, 6.0)


@pytest.fixture
def bar(qtbot):
    session = Session(document_for("xor", (3,), count=40))
    made = TopBar(session)
    qtbot.addWidget(made)
    made.resize(1440, made.height())
    made.show()
    yield session, made
    assert session.close()


def shown(session, bar, epoch, **fields):
    snapshot = Snapshot(session.run, session.document, epoch, epoch, {}, TrainerState.PAUSED, **fields)
    session.snapshot_arrived.emit(snapshot)
    bar.show_epoch()
    bar.layout().activate()
    return bar.epoch.text(), bar.speed.mapTo(bar, bar.speed.rect().topLeft()).x()


def test_nothing_in_the_tool_bar_moves_while_the_epoch_gains_digits(bar):
    places = {shown(*bar, epoch)[1] for epoch in (0, 9, 10, 999, 1000, 9999, 10_000, 99_999)}
    assert len(places) == 1
    places = {shown(*bar, epoch)[1] for epoch in (100_000, 1_000_000, 99_999_999)}
    assert len(places) == 1


def test_looking_back_says_which_epoch_of_how_many(bar):
    session, _ = bar
    empty = np.empty(0, np.float32)
    moment = RecordedState(1, session.document, 14.0, empty, empty, empty, (), 0, 14, 0)
    found = [shown(*bar, epoch, moment=replace(moment, epoch=epoch), live_epoch=442) for epoch in (3, 14, 400)]
    assert [text for text, _ in found] == ["3 of 442", "14 of 442", "400 of 442"]
    assert len({x for _, x in found}) == 1
    assert bar[1].epoch_title.text() == "Epoch"


@given(st.floats(0.0, 9.0), st.floats(0.0, 9.0), st.integers(1, 12))
def test_no_epoch_stands_twice_under_the_film(begin, span, pieces):
    labels = unlike_labels(begin, span, pieces)
    texts = [text for _, text in labels]
    assert len(set(texts)) == len(texts)
    assert labels[-1][0] == pieces
    if len(labels) > 1:
        assert labels[0][0] == 0


def test_the_first_epochs_of_a_film():
    assert unlike_labels(0.0, log1p(1.2), 5) == [(0, "0"), (5, "1")]
    assert unlike_labels(0.0, 0.3, 5) == [(5, "0")]
