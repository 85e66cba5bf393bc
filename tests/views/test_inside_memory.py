"""What the Inside panel remembers: through edits of the network, of runs that begin anew, and while looking back."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from playground.document.presets import document_for
from playground.layers import Dense, GaussianNoise
from playground.training.snapshots.snapshot import TrainerState
from playground.training.state.recorded_state import RecordedState
from playground.training.state.run import Run
from playground.training.timeline.timeline import Mark
from tests.support.inside_panel import arrive, deep, look, panels, pixels


@pytest.fixture
def make(qtbot):
    yield from panels(qtbot)


def moments(view):
    """How many moments the bands go through."""
    return len(set(view.rows.plot.table()["epoch"].tolist()))


# ---- what it follows -----------------------------------------------------------------------------------------------


def test_an_edited_network_goes_on_with_the_layers_it_keeps(make):
    session, view = make(deep(depth=3))
    for epoch in (0, 5, 50):
        arrive(session, look(session.document, epoch))
    session.edit("Fewer", lambda d: replace(d, network=d.network[1:]))
    assert [layer.uid for layer in view.shown().layers] == [2, 3, 0]
    assert pixels(view)
    session.edit("More", lambda d: replace(d, network=(*d.network, Dense(uid=9, units=3))))
    arrive(session, look(session.document, 51))
    assert [layer.uid for layer in view.shown().layers] == [2, 3, 9, 0]
    view.kinds.button("weights").click()
    known = np.isfinite(view.rows.plot.table()["median"]).reshape(4, 4)
    assert known.tolist() == [[True] * 4, [True] * 4, [False] * 3 + [True], [True] * 4]
    for kind in ("activations", "weights", "gradients"):
        view.kinds.button(kind).click()
        assert pixels(view)


def test_pointing_at_a_time_before_a_layer_was_there_shows_the_others(make):
    session, view = make(deep(depth=2))
    arrive(session, look(session.document, 0))
    session.edit("More", lambda d: replace(d, network=(*d.network, Dense(uid=9, units=3))))
    arrive(session, look(session.document, 9))
    QTest.keyClick(view.rows.plot, Qt.Key.Key_Home)
    assert [layer.activations is None for layer in view.shown().layers] == [False, False, True, False]
    assert "not a number" not in view.caption.text()
    assert "nan" not in view.errors.accessibleDescription()
    assert pixels(view)


@pytest.mark.parametrize("begin", ["reset", "new_weights", "load"])
def test_a_run_that_begins_anew_has_no_past(make, begin):
    session, view = make(deep(depth=3))
    for epoch in (0, 5, 50):
        arrive(session, look(session.document, epoch))
    session.load(deep(depth=3), "Another") if begin == "load" else getattr(session, begin)()
    arrive(session, look(session.document, 51))
    assert moments(view) == 1


def test_a_picture_without_insides_forgets_nothing(make):
    session, view = make(deep(depth=2))
    arrive(session, look(session.document))
    view.hide()
    view.show()
    arrive(session, None)
    arrive(session, look(session.document, 7))
    assert moments(view) == 2


def test_a_low_panel_shows_a_row_instead_of_the_sentence(make):
    session, view = make(deep(), size=(280, 250))
    arrive(session, look(session.document))
    assert not view.caption.isVisible()
    seen = view.rows.plot.visibleRegion().boundingRect()
    assert seen.contains(view.rows.plot.row_rect(0).toRect().adjusted(0, 0, -1, -1))
    view.resize(280, 600)
    assert view.caption.isVisible()


def test_rows_follow_the_chart_with_the_next_turn(make, qtbot):
    session, view = make(deep(depth=2))
    first, later = look(session.document), look(session.document, 5)
    assert view.errors.plot is not None  # made before its turn: a view rests in proportion to what its turn took
    assert view.rows.plot is not None
    arrive(session, first)
    session.pump.start()
    arrive(session, later, TrainerState.TRAINING)
    seen = []

    def both_have_it():
        session.pump.ticked.emit()
        seen.append((view.errors.plot.shown().epoch, view.rows.plot.shown().epoch))
        return seen[-1] == (5.0, 5.0)

    qtbot.waitUntil(both_have_it, timeout=30_000)
    session.pump.stop()
    assert all(chart >= rows for chart, rows in seen)


def test_long_names_take_the_line_that_is_free(make):
    document = deep(depth=1)
    session, view = make(replace(document, network=(*document.network, GaussianNoise(uid=8))))
    arrive(session, look(session.document))
    names = view.rows.plot.left
    assert [names.lines(row) for row in range(3)] == [["1  sigmoid"], ["2  Gaussian", "noise"], ["Out"]]
    names.show_rows(tuple((title, ("0 % dead", False)) for title in view.rows.plot.titles()))
    assert names.lines(1) == ["2  Gaussian noise"]


def test_changes_on_the_way_are_marked_and_named(make, monkeypatch):
    session, view = make(deep(depth=2))
    for epoch in (0, 9, 99):
        arrive(session, look(session.document, epoch))
    before = pixels(view)
    session.time.timeline.marks = (Mark(9.0, "Add layer"),)
    session.state_changed.emit()
    assert pixels(view) != before
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: said.append(text))
    for epoch in (9.0, 30.0):
        shown = view.rows.plot
        at = QPoint(round(shown.place_of_epoch(epoch)), round(shown.row_rect(0).center().y()))
        QApplication.sendEvent(shown.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, at))
    assert said[0].endswith("Add layer")
    assert "Add layer" not in said[1]


def test_new_points_go_on(make):
    session, view = make(deep(depth=2))
    arrive(session, look(session.document))
    session.edit("More", lambda d: replace(d, dataset=document_for("xor", (), count=80).dataset))
    arrive(session, look(session.document, 7))
    assert moments(view) == 2


# ---- looking back --------------------------------------------------------------------------------------------------


def past(document, position, number=0):
    run = Run(document)
    at = (run.steps, run.epoch, run.cursor)
    moment = RecordedState(number, document, position, run.parameters, run.buffers, run.slots, (0, 1, 2), *at)
    return {"moment": moment, "inside": look(document)}


def test_looking_back_shows_that_moment_and_forgets_nothing(make):
    session, view = make(deep(depth=3))
    for newest in [look(session.document, epoch) for epoch in (0, 9, 99)]:
        arrive(session, newest)
    arrive(session, **past(session.document, 9.5))
    assert view.shown().epoch == 9.5
    assert moments(view) == 3
    assert pixels(view)
    arrive(session, newest)
    assert view.shown().epoch == 99


def test_a_moment_of_another_network_is_shown_with_the_layers_of_then(make):
    session, view = make(deep(depth=3))
    newest = look(session.document, 9)
    arrive(session, newest)
    arrive(session, **past(deep(depth=2), 5.0))
    assert view.shown().epoch == 5.0
    assert len(view.shown().layers) == len(view.rows.plot.titles()) == 3
    assert pixels(view)
    view.rows.chosen.emit(77)
    assert session.selection.layer is None
    arrive(session, newest)
    assert len(view.rows.plot.titles()) == 4


def test_a_moment_whose_answers_meant_something_else_says_so(make):
    session, view = make(deep(depth=3))
    newest = look(session.document, 9)
    arrive(session, newest)
    arrive(session, **(past(session.document, 5.0) | {"inside": None}))
    assert view.blank.isVisible()
    assert "other classes" in view.blank.text()
    arrive(session, newest)
    assert view.errors.isVisible()


def test_opened_while_looking_back_it_shows_that_moment(make):
    session, view = make(deep(depth=3))
    arrive(session, **past(session.document, 5.0))
    assert view.shown().epoch == 5.0
    assert pixels(view)
    arrive(session, look(session.document, 60))
    assert moments(view) == 2
