"""Tiles side by side, of which one can be pressed; how they look and where they lie is a subclass's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QToolTip, QWidget

from playground.widgets.accessible import Piece, Tells, Told
from playground.widgets.control import ACTIVATING_KEYS

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QMouseEvent

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class Tiles(Tells, QWidget):
    """Arrows go from tile to tile, Enter or a click presses one; a screen reader finds a list of buttons.

    Args:
        name: Accessible name of the list.
        parent: Qt parent.

    Signals:
        pointed(object): The tile under the pointer or the keyboard, counted from 0, or None.
        pressed(int): A tile was clicked, or Enter was pressed on it.
    """

    pointed = Signal(object)
    pressed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.at: int | None = None
        """The tile under the pointer or the keyboard; None for none."""

    def count(self) -> int:
        """How many there are."""
        raise NotImplementedError

    def columns(self) -> int:
        """How many stand in a row."""
        raise NotImplementedError

    def cell(self, index: int) -> QRectF:
        """Where a tile lies."""
        raise NotImplementedError

    def words(self, index: int) -> str:
        """All that is known of a tile, for a screen reader."""
        raise NotImplementedError

    def tip(self, index: int) -> str:
        """The tooltip of a tile; what a screen reader is told, unless a subclass says otherwise."""
        return self.words(index)

    def is_on(self, _index: int) -> bool:
        """Whether a tile is the one that was chosen."""
        return False

    def index_at(self, point: QPoint) -> int | None:
        """The tile at a point of the widget; None beside them."""
        return next((index for index in range(self.count()) if self.cell(index).contains(point)), None)

    def point(self, index: int | None) -> None:
        """Let a tile be the one under the pointer."""
        if index != self.at:
            self.at = index
            self.pointed.emit(index)
            self.update()

    def told(self) -> Told:
        """Every tile is a button."""
        pieces = tuple(
            Piece(self.words(index), self.cell(index), lambda index=index: self.pressed.emit(index), self.is_on(index))  # type: ignore[misc]
            for index in range(self.count())
        )
        return Told(QAccessible.Role.List, pieces=pieces)

    # ---- events ----------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which tile is under the pointer."""
        self.point(self.index_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """No tile is under the pointer any more."""
        super().leaveEvent(event)
        self.point(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard points at none."""
        super().focusOutEvent(event)
        self.point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press the tile."""
        index = self.index_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index is not None:
            self.pressed.emit(index)

    def event(self, event: QEvent) -> bool:
        """Tell of the tile under the pointer, and take the keys that mean something here before the window does."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self.index_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if index is None else self.tip(index), self)
            return True
        ours = isinstance(event, QKeyEvent) and (Qt.Key(event.key()) in _STEPS or event.key() in ACTIVATING_KEYS)
        if ours and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to another tile, Enter presses it."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.count():
            index = 0 if self.at is None else self.at + step[0] + step[1] * self.columns()
            self.point(min(max(index, 0), self.count() - 1))
        elif event.key() in ACTIVATING_KEYS and self.at is not None:
            self.pressed.emit(self.at)
        else:
            super().keyPressEvent(event)
