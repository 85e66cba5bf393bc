"""The size of the interface: said when it changes, shown in the menu, back at 100 % by a key."""

import pytest
from PySide6.QtCore import Qt

from playground.widgets.theme import DARK, apply_theme, scale

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


@pytest.mark.parametrize(("step", "words"), [(10, "at 200 %, the largest there is"), (-10, "at 80 %, the smallest")])
def test_the_ends_are_said(window, step, words):
    for _ in range(12):
        window.change_scale(step)
    assert words in window.toast.bar.text()
