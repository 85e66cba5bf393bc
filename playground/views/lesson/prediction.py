"""What the learner is asked before, and how the answer compares with what came."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.views.lesson.hands import HANDS
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from playground.session.lesson_course import LessonCourse
    from playground.views.lesson.hands.base import HandRow

NOTED = "Noted. Now try it: the comparison comes when the goal is reached."


class PredictionBox(QWidget):
    """The question with its answers; once the goals are reached, what came of it.

    Attributes:
        hands: Ways to answer, by `Prediction.HAND`, each made when it is needed first.
    """

    def __init__(self, course: LessonCourse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course = course
        self.question, self.verdict = FlowText("", "row", "ink"), FlowText("", "row", "ink2")
        self.hands: dict[str, HandRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        scaled(self._column.setSpacing, 6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # Maximum cuts what wraps
        self._column.addWidget(self.question)
        self._column.addWidget(self.verdict)

    def refresh(self) -> None:
        """Show the question, what was said, and what came of it."""
        asked = None if self._course.step is None else self._course.step.predict
        self.setVisible(asked is not None)
        if asked is None:
            return
        state = self._course.state
        if asked.HAND not in self.hands:
            self.hands[asked.HAND] = hand = HANDS[asked.HAND](self._course)
            self._column.insertWidget(self._column.count() - 1, hand)
        self.question.set_text(f"<b>Predict.</b> {escape(asked.ask)}")
        for name, hand in self.hands.items():
            hand.setVisible(name == asked.HAND)
        self.hands[asked.HAND].show_prediction(asked)
        self.hands[asked.HAND].setEnabled(state.came is None)
        waits = "" if state.said is None else NOTED
        words = waits if state.came is None else state.came.words
        self.verdict.set_text(words)
        self.verdict.setVisible(bool(words))
