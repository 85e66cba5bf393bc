"""F6 takes the keyboard from panel to panel, Shift+F6 back; which panel is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def step_focus(parts: Sequence[QWidget], by: int) -> None:
    """Give the focus to the first control of the next part of the window that has one.

    Args:
        parts: In reading order, those that are seen.
        by: 1 for the next part, −1 for the one before.
    """
    focused = QApplication.focusWidget()
    inside = [index for index, part in enumerate(parts) if focused is not None and part.isAncestorOf(focused)]
    start = inside[0] if inside else (-1 if by > 0 else 0)
    for step in range(1, len(parts) + 1):
        control = _first_control(parts[(start + by * step) % len(parts)])
        if control is not None:
            control.window().activateWindow()
            control.setFocus(Qt.FocusReason.TabFocusReason)
            return


def key_at_hand(docks: Mapping[str, QWidget]) -> str:
    """The panel under the pointer, else the one with the focus, else the output.

    Args:
        docks: Panels by their keys.
    """
    under, focused = QApplication.widgetAt(QCursor.pos()), QApplication.focusWidget()
    for widget in (under, focused):
        for key, dock in docks.items():
            if widget is not None and dock.isAncestorOf(widget):
                return key
    return "output"


def hand_on(window: QWidget, docks: Mapping[str, QWidget], old: QWidget | None, now: QWidget | None) -> None:
    """Give the window the focus, without a ring, that went on from a panel which has closed.

    Args:
        window: That the panels are docked in.
        docks: Panels by their keys.
        old: What had the focus.
        now: What has got it.
    """
    if old is None or now is None or now is window or old.isVisible():
        return
    if now.window() is window and any(dock.isAncestorOf(old) for dock in docks.values()):
        window.setFocus(Qt.FocusReason.OtherFocusReason)


def _first_control(part: QWidget) -> QWidget | None:
    """Where Tab would come first in it."""
    control: QWidget | None = part.nextInFocusChain()
    while control is not None and part.isAncestorOf(control):
        takes_tab = control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.focusProxy() is None
        if takes_tab and control.isVisible() and control.isEnabled():
            return control
        control = control.nextInFocusChain()
    return None
