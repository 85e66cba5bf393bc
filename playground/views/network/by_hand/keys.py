"""The keys of one step by hand: arrows go on, back and from unit to unit, Enter goes on, Esc leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from playground.views.network.by_hand.mode import HandMode

Key = Qt.Key


class HandKeys(QObject):
    """Takes its keys before the network's own, while the mode is on."""

    def __init__(self, mode: HandMode, scene: QWidget, *buttons: QWidget) -> None:
        super().__init__(mode)
        self._mode, self._scene = mode, scene
        self._acts: dict[int, Callable[[], None]] = {
            Key.Key_Right: lambda: self._on(1),
            Key.Key_Left: lambda: mode.go(-1),
            Key.Key_Up: lambda: mode.step_unit(-1),
            Key.Key_Down: lambda: mode.step_unit(1),
            Key.Key_Return: lambda: mode.go(1),
            Key.Key_Enter: lambda: mode.go(1),
            Key.Key_PageDown: lambda: mode.step_sample(1),
            Key.Key_PageUp: lambda: mode.step_sample(-1),
            Key.Key_Escape: mode.leave,
        }
        for widget in (scene, *buttons):
            widget.installEventFilter(self)

    def _on(self, by: int) -> None:
        """The arrow alone takes no step: that is Enter's, and the button's."""
        if self._mode.here.kind != "take":
            self._mode.go(by)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True where a key ends here."""
        if not (self._mode.is_on and isinstance(event, QKeyEvent)) or event.key() not in self._acts:
            return False
        if watched is not self._scene and event.key() in (Key.Key_Return, Key.Key_Enter):
            return False  # a button is pressed by it
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress:
            self._acts[event.key()]()
            return True
        return False
