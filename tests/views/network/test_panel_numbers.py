"""Weights and biases by hand: dragged, wheeled, typed, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.document.presets import document_for
from playground.session.session import Session
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.views.network.editors import typed_weight
from playground.views.network.hit import NOTHING, Part, bias_center
from playground.views.network.view import NetworkView
from tests.support.network_panel import LEFT, at, click, column, drag, edge_place, set_values, wheel

# ---- numbers ---------------------------------------------------------------------------------------------------------


def test_dragging_an_edge_changes_its_weight_in_one_gesture(view, session) -> None:
    place, key, index = edge_place(view, 1)
    before = float(session.snapshot.parameters[key][index])
    sent = set_values(session)
    drag(view, place, place - QPointF(0, 40))
    assert {entry[:3] for entry in sent} == {("Set weight", key, index)}
    assert len({entry[4] for entry in sent}) == 1
    assert sent[-1][3] == pytest.approx(before + 40 * 0.02, abs=1e-6)


@pytest.mark.parametrize(
    ("modifier", "rate"), [(Qt.KeyboardModifier.ShiftModifier, 0.002), (Qt.KeyboardModifier.AltModifier, 0.2)]
)
def test_shift_drags_finely_and_alt_coarsely(view, session, modifier, rate) -> None:
    from playground.views.network.gestures import DragValue
    from playground.views.network.state import Handle

    sent = set_values(session)
    drag_value = DragValue(
        view.actions_of_layers, view.scene.state, Handle((1, "linear.bias"), (0,), 1.0), QPointF(0, 90)
    )
    drag_value.move(QPointF(0, 100), modifier)
    assert sent[-1][3] == pytest.approx(1.0 - 10 * rate)


def test_a_bias_dot_is_dragged_too_and_so_is_the_output_s(view, session) -> None:
    sent = set_values(session)
    for uid, unit in ((2, 1), (0, 0)):
        place = bias_center(column(view, uid).cells[unit])
        drag(view, place, place + QPointF(0, 25))
        assert sent[-1][:3] == ("Set bias", (uid, "linear.bias"), (unit,))
        assert sent[-1][3] == pytest.approx(-0.5, abs=1e-6)


def test_a_pill_is_pinned_by_a_click_wheeled_and_set_to_zero(view, session) -> None:
    place, key, index = edge_place(view, 1)
    QTest.mouseMove(view.scene, at(view, place))
    click(view, place)
    state = view.scene.state
    assert (state.pinned_edge.key, state.pinned_edge.row, state.pinned_edge.column) == (key, *index)
    view.grab()
    from playground.views.network.overlay_painter import pill_hit, pill_rect

    middle = pill_rect(state, pill_hit(state)).center()
    sent = set_values(session)
    before = float(session.snapshot.parameters[key][index])
    wheel(view, middle, 120)
    wheel(view, middle, 120)
    assert [entry[3] for entry in sent] == pytest.approx([before + 0.05, before + 0.1], abs=1e-6)
    assert sent[0][4] is sent[1][4]
    QTest.keyClick(view.scene, Qt.Key.Key_Delete)
    assert sent[-1][3] == 0.0
    assert len(session.document.network) == 2
    QTest.keyClick(view.scene, Qt.Key.Key_Escape)
    assert state.pinned_edge is None


def test_a_double_click_types_the_weight(view, session) -> None:
    place, key, index = edge_place(view, 1)
    sent = set_values(session)
    QTest.mouseDClick(view.scene, LEFT, Qt.KeyboardModifier.NoModifier, at(view, place))
    editor = view.scene.focusWidget()
    view.grab()
    editor.setText("−1,5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert sent[-1][1:4] == (key, index, -1.5)
    QTest.mouseDClick(view.scene, LEFT, Qt.KeyboardModifier.NoModifier, at(view, place))
    editor = view.scene.focusWidget()
    editor.setText("9")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert len(sent) == 1


@pytest.mark.parametrize(("text", "value"), [("2", 2.0), ("−0.5", -0.5), ("1e9", None), ("nan", None), ("two", None)])
def test_typed_weights_are_checked(text, value) -> None:
    assert typed_weight(text) == value


def test_a_dragged_weight_reaches_the_network_as_one_step_and_undo_restores_it(qtbot) -> None:
    session = Session(document_for("circle", (3,)))
    view = NetworkView(session)
    qtbot.addWidget(view)
    view.resize(744, 444)
    view.show()
    session.start()
    try:
        qtbot.waitUntil(lambda: session.snapshot is not None and 1 in session.snapshot[UnitMaps].units, timeout=60_000)
        place, key, index = edge_place(view, 0)
        before = float(session.snapshot.parameters[key][index])
        drag(view, place, place - QPointF(0, 50))

        def value() -> float:
            return float(session.snapshot.parameters[key][index])

        qtbot.waitUntil(lambda: value() == pytest.approx(before + 1.0, abs=1e-4), timeout=20_000)
        assert session.undo_stack.count() == 1
        session.undo_stack.undo()
        qtbot.waitUntil(lambda: value() == pytest.approx(before, abs=1e-5), timeout=20_000)
    finally:
        assert session.close(10.0)


def test_a_weight_that_another_view_speaks_of_stands_out(view, session):
    state, edges = view.scene.state, view.scene.state.edges[1]
    row, column_ = int(edges.rows[0]), int(edges.columns[0])
    session.selection.light_weight((edges.key, (row, column_)))
    assert (state.hover.edge.key, state.hover.edge.row, state.hover.edge.column) == (edges.key, row, column_)
    uid = edges.key[0]
    session.selection.light_weight(((uid, "linear.bias"), (1,)))
    assert (state.hover.part, state.hover.uid, state.hover.index) == (Part.BIAS, uid, 1)
    session.selection.light_weight(None)
    assert state.hover == NOTHING
    session.selection.light_weight((edges.key, (row, 77)))
    assert session.selection.hovered == NeuronAddress(uid, row), "of an edge that is not drawn the unit"
    session.selection.light_weight(None)
    assert session.selection.hovered is None
