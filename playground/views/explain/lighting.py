"""Controls that say whether the pointer or the keyboard is on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QFocusEvent
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object


class Lighting(_Widget):
    """Mixed into a control, before it in the list of bases: what it stands for is lit up elsewhere.

    Signals:
        lit(bool): Whether it is to be lit up.
    """

    lit = Signal(bool)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is on it."""
        super().enterEvent(event)
        self.lit.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has left."""
        super().leaveEvent(event)
        self.lit.emit(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard is on it."""
        super().focusInEvent(event)
        self.lit.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard has left."""
        super().focusOutEvent(event)
        self.lit.emit(False)
