"""A prediction that is drawn: over the map, or over the loss plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from playground.views.lesson.hands.base import GUESS, HandRow
from playground.widgets.buttons import SMALL, PushButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.lessons.predictions import Prediction
    from playground.session.lesson_course import LessonCourse


class SketchHand(HandRow):
    """Says what is drawn elsewhere, or takes it back."""

    def __init__(self, course: LessonCourse, parent: QWidget | None = None) -> None:
        super().__init__(course, parent)
        self.say = PushButton(GUESS, tip=f"{GUESS}\nIt is compared when the goal is reached", height=SMALL)
        tip = "Take back\nRemoves the line that was drawn last"
        self.take_back = PushButton("Take back", "undo", tip, height=SMALL)
        tip = "Draw again\nTakes the guess back, as long as the goal is not reached"
        self.again = PushButton("Draw again", tip=tip, height=SMALL)
        self.lay_out(self.say, self.take_back, self.again)
        self.say.clicked.connect(self._say)
        self.take_back.clicked.connect(self._take_back)
        self.again.clicked.connect(self._draw_again)

    def show_prediction(self, asked: Prediction) -> None:
        """Offer what can be done with what is drawn so far."""
        del asked
        state = self.course.state
        is_open, has_lines = state.said is None, bool(state.sketch)
        for button in (self.say, self.take_back):
            button.setVisible(is_open)
            button.setEnabled(has_lines)
        self.again.setVisible(not is_open and state.came is None)

    @Slot()
    def _say(self) -> None:
        self.course.predict(self.course.state.sketch)

    @Slot()
    def _take_back(self) -> None:
        self.course.sketch(self.course.state.sketch[:-1])

    @Slot()
    def _draw_again(self) -> None:
        self.course.predict(None)
