"""Add a probe: a file with request, result and how it is taken, a line in the table, and a view that asks for it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from playground.document.edits_network import duplicate_layer
from playground.document.presets import document_for
from playground.session.session import Session
from playground.training.engines import kernels
from playground.training.probes import schedule, table
from playground.training.probes.layer_statistics import LayerStatistics
from playground.training.state.run import Run
from tests.recipes.weight_norm import WeightNorms, WeightNormsProbe
from tests.support.probes import scheduler, taken

WAIT_MS = 60_000


class NormView(QLabel):
    """Shows the norms while it can be seen."""

    def __init__(self, session, name, *orders):
        super().__init__()
        self._session, self._name, self._orders = session, name, orders
        session.turns.join().connect(self._on_turn)

    def _on_turn(self, snapshot):
        norms = snapshot.get(WeightNorms)
        if self.isVisible() and norms is not None and norms.values.keys() >= set(self._orders):
            self.setText(" ".join(f"{norms.values[order]:.6f}" for order in self._orders))

    def showEvent(self, event):
        super().showEvent(event)
        self._session.want(self._name, WeightNorms(self._orders))

    def hideEvent(self, event):
        super().hideEvent(event)
        self._session.want(self._name)


@pytest.fixture(autouse=True)
def one_line(monkeypatch):
    monkeypatch.setitem(table.PROBES, WeightNorms, WeightNormsProbe)
    monkeypatch.setattr(WeightNormsProbe, "taken", 0)


@pytest.fixture
def session(qtbot, monkeypatch):
    monkeypatch.setattr(kernels, "prepare_rasters", lambda: None)
    monkeypatch.setattr(kernels, "prepare_fused", lambda: "no fused kernel in this test")
    made = Session(document_for("circle", (4,), count=60))
    made.start()
    yield made
    assert made.close(20.0)


@pytest.fixture
def view(qtbot, session):
    made = NormView(session, "norms", 2)
    qtbot.addWidget(made)
    made.show()
    return made


def norm_of(parameters, order=2):
    return np.linalg.norm(np.concatenate([values.ravel() for values in parameters.values()]), order)


def test_a_view_gets_what_it_asks_for_from_the_trainers_thread(qtbot, session, view):
    qtbot.waitUntil(lambda: view.text() != "", timeout=WAIT_MS)
    shown = session.snapshot[WeightNorms]
    assert shown.thread == "trainer"
    assert shown.values == {2: pytest.approx(norm_of(session.snapshot.parameters), rel=1e-5)}
    assert view.text() == f"{shown.values[2]:.6f}"


def test_two_views_are_served_by_one_request(qtbot, session, view):
    other = NormView(session, "other norms", 1)
    qtbot.addWidget(other)
    other.show()
    assert session.wanted() == (WeightNorms((1, 2)),)
    qtbot.waitUntil(lambda: bool(view.text() and other.text()), timeout=WAIT_MS)
    assert set(session.snapshot[WeightNorms].values) == {1, 2}
    other.hide()
    assert session.wanted() == (WeightNorms((2,)),)


def test_hidden_it_is_not_taken(qtbot, session, view):
    qtbot.waitUntil(lambda: view.text() != "", timeout=WAIT_MS)
    view.hide()
    qtbot.waitUntil(lambda: WeightNorms not in session.snapshot.results, timeout=WAIT_MS)
    taken_by_then = WeightNormsProbe.taken
    session.play()
    qtbot.waitUntil(lambda: session.snapshot.epoch >= 3, timeout=WAIT_MS)
    assert WeightNormsProbe.taken == taken_by_then


def test_a_recorded_state_has_its_own_even_where_it_had_other_layers(qtbot, session, view):
    session.play()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch >= 5, timeout=WAIT_MS)
    session.pause()
    qtbot.waitUntil(lambda: len(session.time.timeline.moments) > 2, timeout=WAIT_MS)
    session.edit("Deeper", lambda document: duplicate_layer(document, 1))
    then = session.time.timeline.moments[1]
    session.time.show(then)
    qtbot.waitUntil(lambda: session.snapshot.moment is then, timeout=WAIT_MS)
    assert session.snapshot.foreign is not None
    assert session.snapshot[WeightNorms].values[2] == pytest.approx(np.linalg.norm(then.parameters), rel=1e-5)
    session.time.live()
    qtbot.waitUntil(lambda: session.snapshot.moment is None, timeout=WAIT_MS)
    assert session.snapshot[WeightNorms].values[2] == pytest.approx(norm_of(session.snapshot.parameters), rel=1e-5)


def test_it_keeps_to_its_pace(monkeypatch):
    now, run, taking = [100.0], Run(document_for("circle", (4,), count=60)), scheduler()
    monkeypatch.setattr(schedule, "perf_counter", lambda: now[0])
    for _ in range(61):
        taken(run, WeightNorms(), by=taking, hurried=True)
        now[0] += 1 / 60
    assert 8 <= WeightNormsProbe.taken <= 11


def test_it_stands_beside_the_kinds_there_are():
    run = Run(document_for("circle", (4,), count=60))
    found = taken(run, LayerStatistics(), WeightNorms((1,)))
    assert set(found) == {LayerStatistics, WeightNorms}
    without = Run(replace(run.document, network=()))
    assert taken(without, WeightNorms())[WeightNorms].values[2] > 0.0
