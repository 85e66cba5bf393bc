"""A line editor that stands over a painted widget for as long as a person types, and says what it does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPropertyAnimation, QRectF, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit

from playground.widgets.control import rounded, smooth_painter
from playground.widgets.fonts import font
from playground.widgets.remark import say_at
from playground.widgets.theme import current, duration, px

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from playground.widgets.fonts import FontRole


class InlineEdit(QLineEdit):
    """Enter or leaving takes the text, Escape does not.

    What cannot be read is written in danger. Enter then shakes the editor, says why and leaves it open; leaving takes
    the editor away and says that the value stays.

    Signals:
        committed(object): What `parse` made of the text.
        closed(): The editor is gone, taken or not.
    """

    committed = Signal(object)
    closed = Signal()

    def __init__(
        self,
        parent: QWidget,
        text: str,
        parse: Callable[[str], Any],
        role: FontRole = "value",
        *,
        fault: str = "cannot be taken here",
        back: Qt.FocusReason = Qt.FocusReason.TabFocusReason,
    ) -> None:
        """Make it; `back` is the reason with which the focus returns to a parent that had it."""
        super().__init__(text, parent)
        self._fault, self._back = fault, back
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
            if self._is_refused():
                say_at(self, self.fault_words())
                self._shake()
            else:
                self._finish(take=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._finish(take=False)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text; with a red edge while it cannot be taken."""
        super().paintEvent(event)
        if self._is_refused():
            with smooth_painter(self) as painter:
                rounded(painter, QRectF(self.rect()), 4, None, current().danger)

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
        if take and self._is_refused() and owner is not None:
            say_at(owner, f"{self.fault_words()}: {self._before} stays")
        if self.hasFocus():
            if self._owner_had_focus and owner is not None:
                owner.setFocus(self._back)
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

    def _is_refused(self) -> bool:
        return self.text() != self._before and self._parse(self.text()) is None

    def fault_words(self) -> str:
        """Why what is typed cannot be taken."""
        return f"“{self.text().strip()}” {self._fault}" if self.text().strip() else "Something has to stand here"

    def _shake(self) -> None:
        """A few pixels to and fro, as a head that says no."""
        home = self.pos()
        shake = QPropertyAnimation(self, b"pos", self)
        for step in range(1, 6):
            shake.setKeyValueAt(step / 6, home + QPoint(px(4) * (-1) ** step, 0))
        shake.setEndValue(home)
        shake.setDuration(duration(240))
        shake.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)
