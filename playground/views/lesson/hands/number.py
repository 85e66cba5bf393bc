"""A prediction that is a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from playground.lessons.predictions import NumberPrediction
from playground.views.lesson.hands.base import GUESS, HandRow
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.lessons.predictions import Prediction
    from playground.session.lesson_course import LessonCourse
    from playground.session.step_state import StepState

PERCENT = NumberRange(minimum=0.0, maximum=1.0, step=0.01, unit="%", digits=0)
BEGINS_AT = 0.0
"""Where no answer of a lesson lies: a number that is right already would be no question."""
PLAIN = NumberRange(minimum=0.0, maximum=100_000.0, step=1.0, log=True)


class NumberHand(HandRow):
    """A number to type or drag, and a button that says it."""

    def __init__(self, course: LessonCourse, parent: QWidget | None = None) -> None:
        super().__init__(course, parent)
        self._shown: StepState | None = None
        self.number = NumberField("Your prediction", PERCENT, BEGINS_AT, tip="Your prediction\nWhat do you expect?")
        self.say = PushButton(GUESS, tip=f"{GUESS}\nIt is compared when the goal is reached", height=SMALL)
        self.lay_out(self.number, self.say)
        self.say.clicked.connect(self._say)

    def show_prediction(self, asked: Prediction) -> None:
        """Have the limits of the quantity, and what was said of it; at a step that is new no guess of another."""
        if isinstance(asked, NumberPrediction):
            self.number.set_limits(PERCENT if asked.quantity.is_share else PLAIN)
        state, is_new = self.course.state, self.course.state is not self._shown
        self._shown, said = state, state.said
        if isinstance(said, (int, float)):
            self.number.set_value(said)
        elif is_new:
            self.number.set_value(BEGINS_AT)

    @Slot()
    def _say(self) -> None:
        self.course.predict(self.number.value())
