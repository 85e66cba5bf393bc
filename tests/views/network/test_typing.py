"""Numbers typed and dragged where they stand: the effect is seen, the focus stays, bad input is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.layers import Dense
from playground.training.probes.addresses import NeuronAddress
from playground.views.network.editors import typed_units
from playground.views.network.hit import Hit, Part, count_rect, more_rect
from playground.widgets.inline_edit import InlineEdit
from tests.support.network_panel import LEFT, at, click, column, drag, edge_place, set_values

PLAIN = Qt.KeyboardModifier.NoModifier


def double(view, place: QPointF) -> None:
    """Press, release, press again, release: the second time on what has come under the pointer."""
    where = at(view, place)
    QTest.mouseClick(view.scene, LEFT, PLAIN, where)
    target = view.scene.childAt(where) or view.scene
    for act in (QTest.mouseDClick, QTest.mouseRelease):
        act(target, LEFT, PLAIN, target.mapFrom(view.scene, where) if target is not view.scene else where)


def editor(view) -> InlineEdit:
    found = [one for one in view.scene.findChildren(InlineEdit) if one.isVisible()]
    assert len(found) == 1
    return found[0]


# ---- weights ---------------------------------------------------------------------------------------------------------


def test_a_typed_weight_keeps_the_edge_at_hand_and_the_output_in_the_map(view, session) -> None:
    place, key, index = edge_place(view, 1)
    sent = set_values(session)
    view.scene.setFocus()
    QTest.mouseDClick(view.scene, LEFT, PLAIN, at(view, place))
    editor(view).setText("2")
    QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert sent[-1][1:4] == (key, index, 2.0)
    assert view.scene.hasFocus()
    assert session.selection.neuron is None
    pinned = view.scene.state.pinned_edge
    assert (pinned.key, (pinned.row, pinned.column)) == (key, index)
    QTest.keyClick(view.scene, Qt.Key.Key_F2)
    editor(view).setText("3")
    QTest.keyClick(editor(view), Qt.Key.Key_Return)
    QTest.keyClick(view.scene, Qt.Key.Key_Delete)
    assert [entry[3] for entry in sent] == [2.0, 3.0, 0.0]
    assert session.selection.neuron is None


def test_the_output_stays_in_the_map_while_the_edge_is_dragged_next(view, session) -> None:
    place, _, _ = edge_place(view, 1)
    set_values(session)
    view.scene.setFocus()
    QTest.mouseDClick(view.scene, LEFT, PLAIN, at(view, place))
    editor(view).setText("2")
    QTest.keyClick(editor(view), Qt.Key.Key_Return)
    drag(view, place, place - QPointF(0, 40), release=False)
    assert session.selection.neuron is None
    QTest.mouseRelease(view.scene, LEFT, PLAIN, at(view, place))
    assert session.selection.neuron is None


def test_a_bias_typed_by_key_leaves_the_cursor_on_its_neuron(view, session) -> None:
    set_values(session)
    view.scene.setFocus(Qt.FocusReason.TabFocusReason)
    view.keyboard.return_to(Hit(Part.NEURON, 2, 1))
    QTest.keyClick(view.scene, Qt.Key.Key_F2)
    editor(view).setText("0.5")
    QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert view.scene.state.cursor == Hit(Part.NEURON, 2, 1)
    assert session.selection.neuron == NeuronAddress(2, 1)


@pytest.mark.parametrize("text", ["two", "1e9"])
def test_a_weight_that_cannot_be_read_is_said(view, session, text) -> None:
    place, _, _ = edge_place(view, 1)
    sent = set_values(session)
    QTest.mouseDClick(view.scene, LEFT, PLAIN, at(view, place))
    editor(view).setText(text)
    QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert sent == []
    assert editor(view).fault_words() == f"“{text}” is not a number from −1,000,000 to 1,000,000"
    QTest.keyClick(editor(view), Qt.Key.Key_Escape)


# ---- units -----------------------------------------------------------------------------------------------------------


def test_units_are_typed_in_the_card_as_one_step(view, session) -> None:
    double(view, count_rect(column(view, 1)).center())
    assert session.selection.layer is None
    editor(view).setText("12")
    QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert [layer.units for layer in session.document.network] == [12, 3]
    assert session.undo_stack.count() == 1
    assert session.undo_stack.text(0) == "Set units of layer 1 to 12"
    session.undo_stack.undo()
    assert [layer.units for layer in session.document.network] == [4, 3]


@pytest.mark.parametrize("text", ["0", "-3", "2.5", "10000", "many"])
def test_a_number_of_units_that_cannot_be_is_said(view, session, text) -> None:
    click(view, count_rect(column(view, 1)).center())
    editor(view).setText(text)
    QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert session.document.network[0].units == 4
    assert editor(view).fault_words().startswith(f"“{text}” is not a whole number from 1 to ")
    QTest.keyClick(editor(view), Qt.Key.Key_Escape)


def test_units_are_typed_by_key_too(view, session) -> None:
    view.scene.setFocus(Qt.FocusReason.TabFocusReason)
    view.keyboard.return_to(Hit(Part.TITLE, 1))
    QTest.keyClick(view.scene, Qt.Key.Key_F2)
    editor(view).setText("7")
    QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert session.document.network[0].units == 7
    assert view.scene.state.cursor == Hit(Part.TITLE, 1)


def test_a_double_click_on_a_title_never_lands_on_what_has_moved_under_it(view, session) -> None:
    units = [layer.units for layer in session.document.network]
    for uid in (1, 2):
        double(view, column(view, uid).rect.topLeft() + QPointF(20, 12))
        double(view, more_rect(column(view, uid)).center() - QPointF(0, 34))
    assert [layer.units for layer in session.document.network] == units
    assert len(session.document.network) == 2


def test_a_double_click_on_plus_adds_two(view, session) -> None:
    place = more_rect(column(view, 2)).center()
    before = session.document.network[1].units
    double(view, place)
    assert session.document.network[1].units == before + 2


@pytest.mark.parametrize(
    ("text", "units"), [("8", 8), (" 16 ", 16), ("1.0", 1), ("0", None), ("65", None), ("x", None)]
)
def test_typed_units_are_checked(text, units) -> None:
    assert typed_units(1, 64, text) == units


# ---- what a card says ------------------------------------------------------------------------------------------------


def test_a_wide_layer_has_room_for_its_number_and_leaves_its_neighbours_as_they_are(view, session) -> None:
    def side(uid):
        return column(view, uid).cells[0].rect.width()

    session.edit("8", lambda d: replace(d, network=(Dense(uid=1, units=8), Dense(uid=2, units=8))))
    before = side(2)
    session.edit("256", lambda d: replace(d, network=(Dense(uid=1, units=256), Dense(uid=2, units=8))))
    assert side(2) == before
    assert side(1) < before
    assert count_rect(column(view, 1)).width() >= 26


def test_dropout_is_said_on_the_card_and_has_room_there(view, session) -> None:
    session.edit("d", lambda d: replace(d, network=(Dense(uid=1, units=6, dropout=0.25), Dense(uid=2, units=6))))
    dropping, plain = column(view, 1), column(view, 2)
    assert dropping.rect.bottom() - dropping.block.bottom() >= 16
    from playground.views.network.describe import describe

    assert "25\u202f% of them dropped" in describe(view.scene.state, Hit(Part.TITLE, 1))
    assert "dropped" not in describe(view.scene.state, Hit(Part.TITLE, 2))
    shot = view.scene.grab().toImage()
    below = [
        shot.pixelColor(x, round(one.block.bottom()) + 10).lightness()
        for one in (dropping, plain)
        for x in range(round(one.rect.left()) + 4, round(one.rect.right()) - 4)
    ]
    half = len(below) // 2
    assert max(below[:half]) > max(below[half:]) + 20
