"""The network of a moment that had other layers lies over the one at hand."""

import numpy as np
from PySide6.QtCore import Qt

from playground.document.edits_network import duplicate_layer
from playground.training.probes.request import Results
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from tests.support.probes import unit_pictures

EXTENT = (-6.0, 6.0, -6.0, 6.0)


def snapshot(session, foreign=None, shade=1.0):
    document = session.document
    neurons = {layer.uid: np.full((layer.units, 8, 8), shade, np.float32) for layer in document.network}
    return Snapshot(
        session.run,
        document,
        7,
        1,
        {},
        TrainerState.PAUSED,
        Results() if foreign else unit_pictures(neurons),
        foreign=foreign,
    )


def test_it_shows_the_layers_of_then_and_takes_no_edits(session, view, qtbot):
    then = snapshot(session)
    session.edit("Duplicate", lambda d: duplicate_layer(d, 2))
    session.pump.arrived.emit(snapshot(session))
    now, words = view.grab().toImage(), view.subtitle.text()
    session.pump.arrived.emit(snapshot(session, then))
    assert view.past.isVisible()
    assert view.subtitle.text().startswith("2 → 4 → 3 → 1 ")
    assert view.grab().toImage() != now
    assert [column.uid for column in view.past.state.layout.columns] == [-1, 1, 2, 0]
    assert set(view.past.state.pictures.strips) == {-1, 1, 2}
    count = session.undo_stack.count()
    for column in view.scene.state.layout.columns:
        qtbot.mouseClick(view.past, Qt.MouseButton.LeftButton, pos=column.rect.center().toPoint())
    qtbot.mouseClick(view.past, Qt.MouseButton.LeftButton, pos=view.scene.state.layout.gaps[0].plus.toPoint())
    assert session.undo_stack.count() == count
    session.pump.arrived.emit(snapshot(session))
    assert not view.past.isVisible()
    assert view.subtitle.text() == words
    assert view.scene.isEnabled()


def test_it_follows_the_size_of_the_panel(session, view):
    session.pump.arrived.emit(snapshot(session, snapshot(session)))
    view.resize(500, 300)
    assert view.past.geometry() == view.scene.geometry()
    assert not view.grab().isNull()
