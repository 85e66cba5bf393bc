"""What is hidden costs nothing: a closed panel asks for no picture, paints none and does next to nothing for one."""

import sys
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject

from playground.app.docks import DOCKS
from playground.document.presets import document_for
from playground.layers import Dense
from playground.session import turns
from playground.session.session import Session
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.layer_statistics import LayerStatistics
from playground.training.probes.plane.input_gradients import InputGradients
from playground.training.probes.plane.linear_regions import LinearRegions
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.point_predictions import PointPredictions
from playground.training.snapshots.snapshot import TrainerState
from playground.training.state.run import Run
from playground.training.trainee.history import LossRecord
from tests.support.probes import arrive, taken

FEEDS = 6
FOLLOW_TRAINING = {"network", "hidden", "output", "loss", "inside"}
"""What shows weights and losses; the other panels show the document."""
LEAST_CALLS = 2
"""Of a slot that looks whether it is seen, and what answers."""


class Paints(QObject):
    """Counts the paintings of a widget and all in it."""

    def __init__(self, view):
        super().__init__(view)
        self.count = 0
        for widget in (view, *view.findChildren(QObject)):
            widget.installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.count += event.type() is QEvent.Type.Paint
        return False


@contextmanager
def counted_calls():
    """Calls of the program's own functions that show things, by name."""
    calls = []

    def profile(frame, event, _argument):
        if event == "call" and any(
            part in frame.f_code.co_filename for part in ("/views/", "/widgets/", "/domains/", "/render/")
        ):
            calls.append(f"{frame.f_code.co_filename.rpartition('playground/')[2]}:{frame.f_code.co_name}")

    sys.setprofile(profile)
    try:
        yield calls
    finally:
        sys.setprofile(None)


@pytest.fixture(scope="module")
def document():
    made = document_for("circle", (), count=60)
    return replace(made, network=tuple(Dense(uid=i + 1, units=4, activation="relu") for i in range(2)))


@pytest.fixture(scope="module")
def pictures(document):
    """All that can be asked for, at two moments."""
    run, spaces = Run(document), LayerSpaces((-1, 1, 2, 0), main=2, cells=8, strip_cells=8)
    grids = UnitMaps(16), OutputMap((32, 32))
    everything = (*grids, spaces, PointPredictions(), LayerStatistics(), LinearRegions(), InputGradients())
    found = []
    for scale in (1.0, 1.5):
        run.parameters[...] *= scale
        parameters = {slot.key: slot.view(run.parameters).astype("float32") for slot in run.layout.parameters}
        found.append((parameters, taken(run, *everything)))
    return found


@pytest.fixture
def session(document, monkeypatch):
    monkeypatch.setattr(turns, "REST", 0.0)  # everybody's turn comes at once
    made = Session(document)
    yield made
    assert made.close()


def feed(session, pictures, qapp):
    """Snapshots as from training, each with numbers of its own, and the frames that they come in."""
    session.state = TrainerState.TRAINING  # what follows a change of it is not done for each snapshot
    session.pump.start()
    try:
        for epoch in range(1, FEEDS + 1):
            parameters, results = pictures[epoch % 2]
            session.history.append(LossRecord(session.run, len(session.history) + 1.0, 1.0, 1.0, 0.5, 0.5))
            state = TrainerState.TRAINING
            arrive(session, results, epoch=epoch, batch=epoch, parameters=parameters, state=state)
            for _ in range(len(session.turns)):
                session.pump.ticked.emit()
            qapp.sendPostedEvents()
    finally:
        session.pump.stop()
    qapp.processEvents()


def work(session, pictures, qapp, view):
    paints = Paints(view)
    with counted_calls() as calls:
        feed(session, pictures, qapp)
    return calls, paints.count


@pytest.mark.parametrize("key", DOCKS)
def test_a_closed_panel_does_nothing_for_a_snapshot(qtbot, qapp, session, pictures, key):
    view = DOCKS[key].make(session)
    qtbot.addWidget(view)
    view.resize(600, 700)
    view.show()
    qapp.processEvents()
    if key in FOLLOW_TRAINING:
        calls, paints = work(session, pictures, qapp, view)
        assert len(calls) > 10 * FEEDS
        assert paints
    view.hide()
    qapp.processEvents()
    assert not session.wanted(), "pictures are still asked for"
    count = len(session.turns)  # each looks at every snapshot, and what moves by itself at as many frames
    calls, paints = work(session, pictures, qapp, view)
    assert paints == 0
    assert len(calls) <= LEAST_CALLS * (2 + count + count**2) * FEEDS, sorted(set(calls))


@pytest.mark.parametrize("key", sorted(FOLLOW_TRAINING))
def test_opened_again_it_shows_what_came_meanwhile(qtbot, qapp, session, pictures, key):
    view = DOCKS[key].make(session)
    qtbot.addWidget(view)
    view.resize(600, 700)
    view.show()
    feed(session, pictures[:1] * 2, qapp)
    view.hide()
    feed(session, pictures, qapp)
    with counted_calls() as calls:
        view.show()
        qapp.processEvents()
    assert len(calls) > 10
