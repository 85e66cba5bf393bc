"""The focus ring: one in the program, gone with the focus, and careful with windows that are being destroyed."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.widgets.buttons import PushButton
from playground.widgets.focus import FocusRing, hide_focus_ring


@pytest.fixture
def make_window(qtbot):
    def make():
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(300, 200)
        buttons = [PushButton("One"), PushButton("Two")]
        for place, button in enumerate(buttons):
            button.setParent(window)
            button.move(20, 20 + 60 * place)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.setFocus()
        return window, buttons

    return make


def shown_rings(*windows):
    return [ring for window in windows for ring in window.findChildren(FocusRing) if ring.isVisible()]


def test_it_goes_with_the_keyboard_and_stays_away_from_the_mouse(make_window):
    window, (one, two) = make_window()
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert [ring.target for ring in shown_rings(window)] == [one]
    two.setFocus(Qt.FocusReason.TabFocusReason)
    assert [ring.target for ring in shown_rings(window)] == [two]
    one.setFocus(Qt.FocusReason.MouseFocusReason)
    assert shown_rings(window) == []


def test_two_windows_never_show_two(make_window):
    first, (one, _) = make_window()
    one.setFocus(Qt.FocusReason.TabFocusReason)
    second, (other, _) = make_window()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    assert [ring.target for ring in shown_rings(first, second)] == [other]


def test_a_control_may_lose_the_focus_while_its_window_is_destroyed(make_window):
    window, (one, two) = make_window()
    one.setFocus(Qt.FocusReason.TabFocusReason)
    shiboken6.delete(window)
    for control in (two, one, one):
        hide_focus_ring(control)  # as a focusOutEvent that arrives late does
    other, (button, _) = make_window()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert [ring.target for ring in shown_rings(other)] == [button]
