"""A prediction that is a unit, pointed at in the network panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout

from playground.lessons.predictions import DeadUnitPrediction
from playground.views.lesson.hands.base import GUESS, HandRow
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.label import FlowText
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.lessons.predictions import Prediction
    from playground.session.lesson_course import LessonCourse

POINT = "Click a unit of the layer in the network."


class UnitHand(HandRow):
    """Names the unit that is clicked in the network, and a button that says it."""

    def __init__(self, course: LessonCourse, parent: QWidget | None = None) -> None:
        super().__init__(course, parent)
        self.pointed = FlowText(POINT, colour="ink2")
        self.say = PushButton(GUESS, tip=f"{GUESS}\nIt is compared when the goal is reached", height=SMALL)
        self._unit = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self.pointed)
        column.addWidget(self.say, 0, Qt.AlignmentFlag.AlignLeft)
        self.say.clicked.connect(self._say)

    def show_prediction(self, asked: Prediction) -> None:
        """Name the unit that was said, or is pointed at."""
        if not isinstance(asked, DeadUnitPrediction):
            return
        said = self.course.state.said
        self._unit = self.course.pointed_unit(asked.layer)
        unit = said if isinstance(said, (int, float)) else self._unit
        self.pointed.set_text(asked.said_in_words(unit) if unit else POINT)
        self.say.setEnabled(self._unit > 0 and self._unit != said)

    @Slot()
    def _say(self) -> None:
        self.course.predict(float(self._unit))
