"""The panel: all lessons to choose from, or the one at hand."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from playground.widgets.learning.panel import LearningPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.lessons.quantities import Sight
    from playground.session.session import Session
    from playground.views.lesson.lesson_list import LessonList
    from playground.views.lesson.step_page import StepPage


class LessonView(LearningPanel):
    """Shows lessons; it costs nothing while it is closed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Lessons", "Leave the lesson", parent)
        self._course = session.lessons
        self.leave.follow_lock(self._course, "leave_lesson")
        self.leave.clicked.connect(self._course.left)
        self._course.changed.connect(self.refresh)
        self._course.looked.connect(self._show_values)
        self.refresh()

    @cached_property
    def lessons(self) -> LessonList:
        """All lessons, made when they are shown first."""
        from playground.views.lesson.lesson_list import LessonList  # noqa: PLC0415 - not for a start

        made = LessonList()
        made.chosen.connect(self._course.asked)
        return made

    @cached_property
    def page(self) -> StepPage:
        """The step at hand, made with the first lesson."""
        from playground.views.lesson.step_page import StepPage  # noqa: PLC0415 - not for a start

        made = StepPage(self._course)
        made.left.connect(self._course.left)
        made.asked.connect(self._course.asked)
        return made

    @Slot()
    def refresh(self) -> None:
        """Show the lesson at hand, or all."""
        lesson = self._course.lesson
        self.show_open(None if lesson is None else lesson.title)
        if not self.isVisible():
            return
        self.bring_up(self.lessons if lesson is None else self.page)
        if lesson is None:
            self.lessons.read()
            self.lessons.show_done(self._course.done, self._course.places)
        else:
            self.page.refresh()

    @Slot(object)
    def _show_values(self, sight: Sight) -> None:
        if self.isVisible() and self._course.lesson is not None:
            self.page.show_values(sight)
