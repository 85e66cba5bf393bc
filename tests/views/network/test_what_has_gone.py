"""The cursor, a pressed button and an editor, where what they are on goes meanwhile: undo and keys may take it away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.document.edits_network import change_layer, delete_layer, toggle_input
from playground.views.network.hit import NOTHING, Hit, Part
from tests.support.network_panel import LEFT, at, column

NONE = Qt.KeyboardModifier.NoModifier
KEYS = [getattr(Qt.Key, f"Key_{name}") for name in ("Left", "Right", "Up", "Down", "Return", "F2", "Plus", "Minus")]


def go(view, hit):
    """Take the keyboard's cursor there, as Tab and the arrows do."""
    view.scene.setFocus(Qt.FocusReason.OtherFocusReason)
    view.scene.state.cursor = hit


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("hit", [Hit(Part.TITLE, 2), Hit(Part.NEURON, 2, 1), Hit(Part.PLUS, index=2)])
def test_a_key_after_the_layer_at_the_cursor_has_gone_breaks_nothing(view, session, hit, key):
    go(view, hit)
    session.edit("Delete layer 2", lambda document: delete_layer(document, 2))
    QTest.keyClick(view.scene, key)
    cursor = view.scene.state.cursor
    assert cursor == NOTHING or view.scene.state.is_there(cursor)


def test_the_cursor_stays_with_the_layer_where_its_neuron_has_gone(view, session):
    go(view, Hit(Part.NEURON, 1, 3))
    session.edit("Remove neurons", lambda document: change_layer(document, 1, units=2))
    assert view.scene.state.cursor == Hit(Part.NEURON, 1, 1)
    QTest.keyClick(view.scene, Qt.Key.Key_Right)
    assert view.scene.state.cursor == Hit(Part.NEURON, 2, 1)


def test_the_cursor_knows_that_its_input_was_switched_off(view, session):
    go(view, Hit(Part.NEURON, -1, 1))
    name = session.document.inputs[1]
    session.edit("Switch off", lambda document: toggle_input(document, name))
    assert view.scene.state.cursor == Hit(Part.INPUT_OFF, -1, 1)


@pytest.mark.parametrize("part", ["title", "neuron", "plus"])
def test_a_button_let_go_where_what_was_pressed_has_gone_does_nothing(view, session, part):
    card = column(view, 2)
    place = {
        "title": card.rect.topLeft() + (card.rect.topRight() - card.rect.topLeft()) / 2,
        "neuron": card.cells[-1].rect.center(),
        "plus": view.scene.state.layout.gaps[-1].plus,
    }[part]
    asked = []
    view.scene.palette_wanted.connect(lambda *told: asked.append(told))
    QTest.mousePress(view.scene, LEFT, NONE, at(view, place))
    session.edit("Delete layer 2", lambda document: delete_layer(document, 2))
    QTest.mouseRelease(view.scene, LEFT, NONE, at(view, place))
    assert (session.selection.layer, session.selection.pinned, asked) == (None, None, [])


def test_a_card_that_goes_while_it_is_dragged_is_let_go(view, session):
    start = column(view, 2).rect.topLeft() + (column(view, 2).rect.topRight() - column(view, 2).rect.topLeft()) / 2
    QTest.mousePress(view.scene, LEFT, NONE, at(view, start))
    for gap in (1, 0):
        QTest.mouseMove(view.scene, at(view, view.scene.state.layout.gaps[gap].plus))
    session.edit("Delete layer 2", lambda document: delete_layer(document, 2))
    view.grab()
    before = session.document
    QTest.mouseRelease(view.scene, LEFT, NONE, at(view, view.scene.state.layout.gaps[0].plus))
    assert session.document is before
