"""What is open: words to scroll through, hints that come one by one, and rows of buttons below."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.label import FlowText
from playground.widgets.lengths import add_gap, scaled
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

GAP, LOW = 4, 240


class LearningPage(QWidget):
    """A subclass has its own parts, and puts them in their places with `arrange`.

    Args:
        set_up: What Set up again does, a sentence without its stop.
        parent: Qt parent.

    Attributes:
        hints: Those that are given.
        hint: Asks for one more.
        again: Sets the page's document up again.
        area: Holds all but the buttons; there once the page is arranged.
    """

    area: ColumnScroll

    def __init__(self, set_up: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hints = FlowText("", colour="ink2")
        self.hint = PushButton("Hint", tip="Hint\nOne sentence that helps; up to three", height=SMALL)
        self.again = PushButton("Set up again", tip=f"Set up again\n{set_up}", height=SMALL)

    def arrange(self, parts: Sequence[QWidget | None], *rows: Sequence[QWidget | None]) -> None:
        """Put parts below each other, and rows of buttons below them.

        Args:
            parts: From above; None stands for a small gap.
            rows: Of buttons, from the left; None stands for what is spare.
        """
        content = QWidget()
        column = QVBoxLayout(content)
        scaled(column.setContentsMargins, 6, 0, 14, 8)
        scaled(column.setSpacing, 8)
        for part in parts:
            if part is None:
                add_gap(column, GAP)
            else:
                column.addWidget(part)
        column.addStretch(1)
        self.area = ColumnScroll(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        scaled(whole.setSpacing, 8)
        whole.addWidget(self.area, 1)
        self._buttons = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        scaled(self._buttons.setSpacing, 8)
        for row in rows:
            self._buttons.addLayout(_row(row))
        whole.addLayout(self._buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low and wide panel the rows of buttons stand beside each other, and leave their height to the words."""
        super().resizeEvent(event)
        items = [self._buttons.itemAt(place) for place in range(self._buttons.count())]
        wide = sum(item.sizeHint().width() for item in items if item is not None) + px(8) * len(items)
        beside = self.height() < px(LOW) and wide <= self.width()
        directions = QBoxLayout.Direction
        self._buttons.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def show_hints(self, hints: Sequence[str], count: int) -> None:
        """Show the first hints, and how many more there are.

        Args:
            hints: All of them.
            count: How many are given.
        """
        given = (f"<b>Hint {place}.</b> {escape(text)}" for place, text in enumerate(hints[:count], start=1))
        self.hints.set_text("<br>".join(given))
        self.hints.setVisible(count > 0)
        left = len(hints) - count
        self.hint.setVisible(bool(hints))
        self.hint.setEnabled(left > 0)
        self.hint.set_text(f"Hint ({left} left)" if left else "Hint")


def _row(widgets: Sequence[QWidget | None]) -> QHBoxLayout:
    """Widgets beside each other on the text column."""
    row = QHBoxLayout()
    scaled(row.setContentsMargins, 6, 0, 6, 0)
    scaled(row.setSpacing, 6)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
