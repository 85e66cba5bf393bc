"""The size of the interface: said when it changes, shown in the menu, back at 100 % by a key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout

from playground.app.examples_dialog import ExamplesDialog
from playground.app.welcome import WelcomeCard
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.door import HEIGHT
from playground.widgets.theme import DARK, apply_theme, px, scale

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def usual_scale(qapp):
    yield
    apply_theme(qapp, DARK, 1.0)


def test_keys_change_it_and_the_message_and_the_menu_say_how_large_it_is(window, qtbot):
    back = window.actions_by_key["usual_size"]
    assert back.text() == "Interface back to 100 % (now 100 %)"
    assert not back.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
    assert scale() == 1.2
    assert window.toast.bar.text() == "The interface is at 120 %. Ctrl+0 goes back to 100 %."
    assert back.text().endswith("(now 120 %)")
    qtbot.keyClick(window, Qt.Key.Key_Minus, CTRL)
    assert scale() == 1.1
    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    assert scale() == 1.0
    assert window.toast.bar.text() == "The interface is at 100 %."
    assert not back.isEnabled()


def test_while_a_class_is_taught_the_message_names_the_key_that_ends_it(window):
    teach = window.actions_by_key["teach"]
    teach.trigger()
    assert window.toast.bar.text().endswith("%. Ctrl+F5 goes back to 100 %.")
    teach.trigger()
    assert window.toast.bar.text() == "The interface is at 100 %."


def gaps(window):
    """Margins and spacing of every layout, and widths and heights that are held, by their place in the window."""
    found = {}
    for one in window.findChildren(QLayout):
        edges = one.contentsMargins()
        found[place(one, window)] = edges.left(), edges.top(), edges.right(), edges.bottom(), one.spacing()
    return found


def place(thing, window):
    names = []
    while thing is not window:
        alike = [one for one in thing.parent().children() if type(one) is type(thing)]
        names.append((type(thing).__name__, alike.index(thing)))
        thing = thing.parent()
    return tuple(names)


def test_gaps_of_a_window_that_is_open_are_those_of_one_made_at_that_size(window, make_window):
    usual = gaps(window)
    window.change_scale(60)
    changed = gaps(window)
    made = gaps(make_window())
    both = changed.keys() & made.keys()
    assert len(both) > 200
    assert {key: changed[key] for key in both} == {key: made[key] for key in both}
    window.change_scale(-60)
    assert gaps(window) == usual


@pytest.mark.parametrize(("step", "words"), [(10, "at 200 %, the largest there is"), (-10, "at 80 %, the smallest")])
def test_the_ends_are_said(window, step, words):
    for _ in range(12):
        window.change_scale(step)
    assert words in window.toast.bar.text()


def test_the_welcome_is_whole_in_an_interface_that_grows_under_it(window, qtbot):
    window.actions_by_key["welcome"].trigger()
    card = next(card for card in window.findChildren(WelcomeCard) if card.isVisible())
    before = card.doors[0].height()
    window.change_scale(30)
    qtbot.waitUntil(lambda: all(door.height() >= px(HEIGHT) for door in card.doors))
    assert card.doors[0].height() > before
    assert abs(card.geometry().center().x() - window.rect().center().x()) <= 1
    card.end()


def test_dialogs_that_are_higher_than_the_screen_scroll(window, qtbot):
    window.change_scale(50)
    dialog = ExamplesDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    scroll = dialog.findChild(ColumnScroll)
    assert dialog.height() < dialog.screen().availableGeometry().height()
    qtbot.waitUntil(lambda: scroll.bar.maximum() > 0)
    scroll.bar.setValue(scroll.bar.maximum())
    last = dialog.known.rect().bottomLeft()
    assert dialog.rect().contains(dialog.known.mapTo(dialog, last))
