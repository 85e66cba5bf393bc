"""What is to be reached: each goal with a mark once it is met, and what the quantity is now."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.widgets.control import rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.text import RIGHT, draw_text, text_width
from playground.widgets.theme import current, px, pxf, role_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from playground.lessons.goal import StepGoal
    from playground.lessons.quantities import Sight

HEIGHT, ICON, GAP = 30, 14, 8


class GoalRow(QWidget):
    """One goal: a circle or a tick, its words, and its value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = self._value = ""
        self._is_met = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_goal(self, words: str, value: str, *, is_met: bool) -> None:
        """Show a goal's words, what its quantity is now, and whether it is reached."""
        if (words, value, is_met) == (self._words, self._value, self._is_met):
            return
        self._words, self._value, self._is_met = words, value, is_met
        said = f"{words}, {'reached' if is_met else 'not reached'}" + (f", now {value}" if value else "")
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(px(200), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The row."""
        theme = current()
        with smooth_painter(self) as painter:
            area = QRectF(self.rect())
            rounded(painter, area, 6, theme.control)
            size = pxf(ICON)
            place = QRectF(pxf(GAP), (area.height() - size) / 2, size, size)
            paint_icon(
                painter, "check" if self._is_met else "target", place, role_colour("ink" if self._is_met else "ink3")
            )
            room = text_width(self._value, "value") if self._value else 0
            left = place.right() + pxf(GAP)
            words = QRectF(left, 0, area.width() - left - room - pxf(2 * GAP), area.height())
            draw_text(painter, words, self._words, "row", role_colour("ink" if self._is_met else "ink2"))
            value = QRectF(area.width() - room - pxf(GAP), 0, room, area.height())
            draw_text(painter, value, self._value, "value", role_colour("ink"), RIGHT)


class GoalRows(QWidget):
    """The goals of a step below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[GoalRow] = []
        self._is_reached = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))

    def show_goals(self, goals: Sequence[StepGoal], *, is_reached: bool) -> None:
        """Have a row for each."""
        self._is_reached = is_reached
        while len(self.rows) < len(goals):
            self.rows.append(GoalRow())
            self._column.addWidget(self.rows[-1])
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(goals))
        self.setVisible(bool(goals))

    def show_values(self, goals: Sequence[StepGoal], sight: Sight) -> None:
        """Show what each quantity is now; a step that was reached keeps its ticks."""
        for row, goal in zip(self.rows, goals, strict=False):
            value = goal.value_in(sight)
            said = "" if isnan(value) else goal.quantity.said(value)
            said_goal = goal.words_in(sight.document)
            words = f"{said_goal[:1].upper()}{said_goal[1:]}"
            row.show_goal(words, said, is_met=self._is_reached or goal.is_met(sight))
