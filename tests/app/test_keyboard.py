"""The keyboard's ways through the window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.app.docks import DOCKS
from playground.app.pictures.dialog import PictureDialog
from playground.app.pictures.views import Subject
from playground.widgets.focus import FocusRing


def part_with_focus(window):
    parts = {"bar": window.top_bar, **window.docks}
    return next((name for name, part in parts.items() if part.isAncestorOf(window.focusWidget())), None)


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.windowHandle(), key, modifier)
    return part_with_focus(window)


def test_play_comes_second_in_the_tab_order(window):
    window.activateWindow()
    first = window.top_bar.nextInFocusChain()
    while not first.focusPolicy() & Qt.FocusPolicy.TabFocus:
        first = first.nextInFocusChain()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert window.focusWidget() is window.top_bar.play
    assert any(ring.isVisible() for ring in window.findChildren(FocusRing))


def test_f6_goes_from_panel_to_panel_and_back(window):
    window.activateWindow()
    window.top_bar.play.setFocus()
    opened = [key for key, info in DOCKS.items() if info.opened]
    assert [press(window, Qt.Key.Key_F6) for _ in range(len(opened) + 1)] == [*opened, "bar"]
    back = Qt.KeyboardModifier.ShiftModifier
    assert [press(window, Qt.Key.Key_F6, back) for _ in range(2)] == [opened[-1], opened[-2]]
    window.docks[opened[-1]].close()
    assert press(window, Qt.Key.Key_F6) == "bar", "a closed panel is left out"


def test_enter_saves_a_picture_right_away(window, qtbot):
    dialog = PictureDialog(Subject(window, window.docks), window.session, window.settings, window.documents.project)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.focusWidget() is dialog.save_button
    assert dialog.save_button.isDefault()
