"""What every way to answer a prediction is: a row of controls under the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from playground.lessons.predictions import Prediction
    from playground.session.lesson_course import LessonCourse

GUESS = "That is my guess"


class HandRow(QWidget):
    """Controls by which a prediction is given; what it comes to goes to `course.predict`.

    Args:
        course: Of the lesson at hand.
        parent: Qt parent.
    """

    def __init__(self, course: LessonCourse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course = course

    def show_prediction(self, asked: Prediction) -> None:
        """Show what was said, or is to be said, of the step at hand."""
        raise NotImplementedError

    def lay_out(self, *widgets: QWidget) -> None:
        """Put controls beside each other."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, 6)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
