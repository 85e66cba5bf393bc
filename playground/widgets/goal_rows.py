"""What is to be reached: each goal with a mark once it is met, and what the quantity is now."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.lessons.goal_words import goal_lines, said_in
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.lengths import scaled
from playground.widgets.text import RIGHT, draw_flow, draw_text, flow_height, text_width
from playground.widgets.theme import current, px, pxf, role_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from playground.lessons.goal import StepGoal
    from playground.lessons.quantities import Sight

HEIGHT, ICON, GAP = 30, 14, 8
VALUE_ROOM = "100 %"
"""So much room is kept for a value at least, or words would break elsewhere whenever it gets a digit more."""


class GoalRow(QWidget):
    """One goal: a circle or a tick, its words, on several lines where one is too short, and its value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = self._value = ""
        self._is_met = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_goal(self, words: str, value: str, *, is_met: bool) -> None:
        """Show a goal's words, what its quantity is now, and whether it is reached."""
        if (words, value, is_met) == (self._words, self._value, self._is_met):
            return
        if words != self._words:
            self.updateGeometry()
        self._words, self._value, self._is_met = words, value, is_met
        said = f"{words}, {'reached' if is_met else 'not reached'}" + (f", now {value}" if value else "")
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(px(200), px(HEIGHT))

    def hasHeightForWidth(self) -> bool:
        """Whether it is higher where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need in a width."""
        return max(px(HEIGHT), flow_height(self._words, "row", self._words_room(width)) + 2 * px(GAP))

    def _words_room(self, width: float) -> float:
        """Pixels between the icon and the value, in a row of a width."""
        value = max(text_width(one, "value") for one in (VALUE_ROOM, self._value))
        return max(width - pxf(ICON) - value - pxf(4 * GAP), pxf(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The row."""
        theme = current()
        with smooth_painter(self) as painter:
            area = QRectF(self.rect())
            rounded(painter, area, 6, theme.control)
            size, ink = pxf(ICON), "ink" if self._is_met else "ink3"
            place = QRectF(pxf(GAP), (area.height() - size) / 2, size, size)
            paint_icon(painter, "check" if self._is_met else "target", place, role_colour(ink))
            left, room = place.right() + pxf(GAP), text_width(self._value, "value")
            words = QRectF(left, 0, self._words_room(area.width()), area.height())
            draw_flow(painter, words, self._words, "row", role_colour("ink" if self._is_met else "ink2"))
            value = QRectF(area.width() - room - pxf(GAP), 0, room, area.height())
            draw_text(painter, value, self._value, "value", role_colour("ink"), RIGHT)


class GoalRows(QWidget):
    """The goals of a step below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[GoalRow] = []
        self._reached: dict[str, float] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        scaled(self._column.setSpacing, 4)

    def show_goals(self, goals: Sequence[StepGoal], *, reached: Sequence[float] = ()) -> None:
        """Have a row for each; `show_values` fills them.

        Args:
            goals: What is to be reached.
            reached: What each quantity was when all goals were reached, which keeps its tick; empty before.
        """
        self._reached = {goal.quantity.name: value for goal, value in zip(goals, reached, strict=False)}
        while len(self.rows) < len(goals):
            self.rows.append(GoalRow())
            self._column.addWidget(self.rows[-1])
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(goals))
        self.setVisible(bool(goals))

    def show_values(self, goals: Sequence[StepGoal], sight: Sight) -> None:
        """Show what each quantity is now; what was reached and has been left since, as it was then."""
        lines = goal_lines(goals, sight.document)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(lines))
        for row, line in zip(self.rows, lines, strict=False):
            quantity, value = line.goals[0].quantity, line.goals[0].value_in(sight)
            is_met = all(goal.meets(value) for goal in line.goals)
            if not is_met and quantity.name in self._reached:
                value, is_met = self._reached[quantity.name], True
            said = "" if isnan(value) else said_in(quantity, value, sight.document)
            row.show_goal(line.words, said, is_met=is_met)
