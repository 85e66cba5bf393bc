"""What the Inside panel remembers: through edits of the network, of runs that begin anew, and while looking back."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication

from playground.document.presets import document_for
from playground.layers import Dense, GaussianNoise
from playground.training.state.moment import Moment
from playground.training.state.run import Run
from playground.training.timeline.timeline import Mark
from playground.views.inside import rows
from tests.support.inside_panel import arrive, deep, look, panels, pixels


@pytest.fixture
def make(qtbot):
    yield from panels(qtbot)


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
    assert len(view._record) == 4
    assert [layer.uid for layer in view.shown().layers] == [2, 3, 9, 0]
    known = np.isfinite(view._record.quantiles("weights", view._uids)[..., 3])
    assert known.tolist() == [[True] * 4, [True] * 4, [False] * 3 + [True], [True] * 4]
    for kind in ("activations", "weights", "gradients"):
        view.kinds.set_current(kind)
        view._refresh()
        assert pixels(view)


def test_pointing_at_a_time_before_a_layer_was_there_shows_the_others(make):
    session, view = make(deep(depth=2))
    arrive(session, look(session.document, 0))
    session.edit("More", lambda d: replace(d, network=(*d.network, Dense(uid=9, units=3))))
    arrive(session, look(session.document, 9))
    view.rows._point_at(0.0)
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
    assert len(view._record) == 1


def test_a_picture_without_insides_forgets_nothing(make):
    session, view = make(deep(depth=2))
    arrive(session, look(session.document))
    view.hide()
    view.show()
    arrive(session, None)
    arrive(session, look(session.document, 7))
    assert len(view._record) == 2


def test_a_low_panel_shows_a_row_instead_of_the_sentence(make):
    session, view = make(deep(), size=(280, 250))
    arrive(session, look(session.document))
    assert not view.caption.isVisible()
    seen = view.rows.visibleRegion().boundingRect()
    assert seen.contains(view.rows.row_rect(0).toRect().adjusted(0, 0, -1, -1))
    view.resize(280, 600)
    assert view.caption.isVisible()


def test_rows_follow_the_chart_with_the_next_turn(make):
    session, view = make(deep(depth=2))
    arrive(session, look(session.document))
    snapshot = replace(session.snapshot, inside=look(session.document, 5))
    view._on_turn(snapshot)
    assert view.errors._inside.epoch == 5.0
    assert view.rows._inside.epoch == 0.0
    view._on_rows_turn(snapshot)
    assert view.rows._inside.epoch == 5.0


def test_long_names_take_the_line_that_is_free(make):
    document = deep(depth=1)
    session, view = make(replace(document, network=(*document.network, GaussianNoise(uid=8))))
    arrive(session, look(session.document))
    assert view.rows._name_lines(0, most=1) == ["1  sigmoid"]
    assert view.rows._name_lines(1, most=2) == ["2  Gaussian", "noise"]
    assert view.rows._name_lines(1, most=1) == ["2  Gaussian noise"]
    assert view.rows._name_lines(2, most=2) == ["Out"]


def test_changes_on_the_way_are_marked_and_named(make, monkeypatch):
    session, view = make(deep(depth=2))
    for epoch in (0, 9, 99):
        arrive(session, look(session.document, epoch))
    before = pixels(view)
    session.time.timeline.marks = (Mark(9.0, "Add layer"),)
    view._refresh()
    assert pixels(view) != before
    said = []
    monkeypatch.setattr(rows.QToolTip, "showText", lambda _at, text, _widget: said.append(text))
    for epoch in (9.0, 30.0):
        at = QPoint(round(view.rows._x_of(epoch)), round(view.rows.row_rect(0).center().y()))
        QApplication.sendEvent(view.rows, QHelpEvent(QEvent.Type.ToolTip, at, at))
    assert said[0].endswith("Add layer")
    assert "Add layer" not in said[1]


def test_new_points_go_on(make):
    session, view = make(deep(depth=2))
    arrive(session, look(session.document))
    session.edit("More", lambda d: replace(d, dataset=document_for("xor", (), count=80).dataset))
    arrive(session, look(session.document, 7))
    assert len(view._record) == 2


# ---- looking back --------------------------------------------------------------------------------------------------


def past(document, position, number=0):
    run = Run(document)
    at = (run.steps, run.epoch, run.cursor)
    moment = Moment(number, document, position, run.parameters, run.buffers, run.slots, (0, 1, 2), *at)
    return {"moment": moment, "inside": look(document)}


def test_looking_back_shows_that_moment_and_forgets_nothing(make):
    session, view = make(deep(depth=3))
    for epoch in (0, 9, 99):
        arrive(session, look(session.document, epoch))
    arrive(session, **past(session.document, 9.5))
    assert view.shown().epoch == 9.5
    assert len(view._record) == 3
    assert pixels(view)
    arrive(session, view._record.newest)
    assert view.shown().epoch == 99


def test_a_moment_of_another_network_is_shown_with_the_layers_of_then(make):
    session, view = make(deep(depth=3))
    arrive(session, look(session.document, 9))
    arrive(session, **past(deep(depth=2), 5.0))
    assert view.shown().epoch == 5.0
    assert len(view.shown().layers) == len(view.rows._titles) == 3
    assert pixels(view)
    view._on_chosen(77)
    assert session.selection.layer is None
    arrive(session, view._record.newest)
    assert len(view.rows._titles) == 4


def test_a_moment_whose_answers_meant_something_else_says_so(make):
    session, view = make(deep(depth=3))
    arrive(session, look(session.document, 9))
    arrive(session, **(past(session.document, 5.0) | {"inside": None}))
    assert view.blank.isVisible()
    assert "other classes" in view.blank.text()
    arrive(session, view._record.newest)
    assert view.errors.isVisible()


def test_opened_while_looking_back_it_shows_that_moment(make):
    session, view = make(deep(depth=3))
    arrive(session, **past(session.document, 5.0))
    assert view.shown().epoch == 5.0
    assert pixels(view)
    arrive(session, look(session.document, 60))
    assert len(view._record) == 2
