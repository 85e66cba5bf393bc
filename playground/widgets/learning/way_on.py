"""Where a person goes on in a list of lessons or challenges, above all of them: the next one, and how far they are."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled
from playground.widgets.theme import current

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class WayOn(QWidget):
    """Hidden until something was done.

    Signals:
        chosen(str): The key of the next one.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.words = FlowText("")
        self.title = FlowText("", "value", "ink")
        self.button = PushButton("Go on", primary=True, height=SMALL)
        row = QHBoxLayout()
        scaled(row.setSpacing, 8)
        row.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        scaled(column.setContentsMargins, 12, 10, 10, 10)
        scaled(column.setSpacing, 4)
        column.addWidget(self.words)
        column.addLayout(row)
        self.button.clicked.connect(self._choose)
        self.hide()

    def show_next(self, words: str, key: str, title: str, verb: str) -> None:
        """Say how far the person is, and offer what comes next.

        Args:
            words: "6 of 26 done."; "" hides all.
            key: Of the next one; "" where none is left.
            title: Its name with its number.
            verb: On the button.
        """
        self._key = key
        self.words.set_text(escape(words))
        self.title.set_text(escape(title))
        if key:
            self.button.set_text(verb, tip=f"{verb}\n{title}")
        for part in (self.title, self.button):
            part.setVisible(bool(key))
        self.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card that stands out from the entries below."""
        theme = current()
        with smooth_painter(self) as painter:
            rounded(painter, QRectF(self.rect()), 8, theme.raised, theme.line)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(self._key)
