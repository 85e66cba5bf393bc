"""The network of a moment that had other layers lies over the one at hand."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.document.edits_network import duplicate_layer
from playground.document.receptive import ReceptiveField
from playground.layers import Conv2d, Flatten, MaxPool
from playground.session.session import Session
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.firing_patches import FiringPatch, FiringPatches, StrongestPatches
from playground.training.probes.request import Results
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.views.network.view import NetworkView
from tests.support.picture_network import picture_document, picture_snapshot
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


@pytest.fixture
def of_pictures(qtbot):
    session = Session(picture_document(Conv2d(channels=4), MaxPool(), Flatten()))
    view = NetworkView(session)
    qtbot.addWidget(view)
    view.resize(900, 444)
    view.show()
    session.pump.arrived.emit(picture_snapshot(session.document, session.selection.picture, run=session.run))
    yield session, view
    session.close()


def test_what_fired_the_pinned_map_then_stands_over_the_network_of_then(of_pictures):
    session, view = of_pictures
    then = picture_snapshot(session.document, session.selection.picture, run=session.run)
    session.edit("Duplicate", lambda d: duplicate_layer(d, 1))
    made = session.document.network[1].uid
    session.selection.pin(NeuronAddress(1, 2))
    shown = partial(picture_snapshot, session.document, session.selection.picture, run=session.run)
    session.pump.arrived.emit(shown(foreign=then))
    waiting = view.past.grab().toImage()
    field = ReceptiveField(2, 4, 3, 5)
    pixels = np.full((1, 3, 3), 0.7, np.float32)
    found = StrongestPatches((FiringPatch(4, 2.5, 3, 4, field, pixels),), (3, 3), 18)
    known = replace(then, results=then.results | Results({FiringPatches: {NeuronAddress(1, 2): found}}))
    session.pump.arrived.emit(shown(foreign=known))
    assert view.past.grab().toImage() != waiting
    with_card = view.past.grab().toImage()
    session.selection.pin(NeuronAddress(made, 0))
    assert view.past.grab().toImage() != with_card
    session.selection.pin(None)
    assert view.past.grab().toImage() != with_card
