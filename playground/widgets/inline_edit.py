"""A line editor that stands over a painted widget for as long as a person types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit

from playground.widgets.fonts import font
from playground.widgets.theme import current

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from playground.widgets.fonts import FontRole


class InlineEdit(QLineEdit):
    """Enter or leaving takes the text, Escape does not. What cannot be read is written in danger and not taken.

    Signals:
        committed(object): What `parse` made of the text.
        closed(): The editor is gone, taken or not.
    """

    committed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget, text: str, parse: Callable[[str], Any], role: FontRole = "value") -> None:
        super().__init__(text, parent)
        self.setObjectName("inline")
        self.setFrame(False)
        self.setFont(font(role))
        self._parse = parse
        self._done = False
        self._before = text
        self._owner_had_focus = parent.hasFocus()
        self.textChanged.connect(self._show_validity)

    def open(self, rect: QRectF) -> None:
        """Show it with all text selected."""
        self.setGeometry(rect.toAlignedRect())
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, Escape leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish(take=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._finish(take=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed, except while the context menu is up."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._finish(take=True)

    def _finish(self, *, take: bool) -> None:
        if self._done:
            return
        value = self._parse(self.text()) if take and self.text() != self._before else None
        self._done = True
        owner = self.parentWidget()
        if self.hasFocus():
            if self._owner_had_focus and owner is not None:
                owner.setFocus(Qt.FocusReason.TabFocusReason)
            else:
                self.clearFocus()  # or hiding hands the focus to whatever comes next
        self.hide()
        self.closed.emit()
        if value is not None:
            self.committed.emit(value)
        self.deleteLater()

    def _show_validity(self, text: str) -> None:
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Text, current().ink if self._parse(text) is not None else current().danger)
        self.setPalette(colours)
