"""The panel: all lessons to choose from, or the one at hand."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from playground.widgets.buttons import IconButton
from playground.widgets.panel import Panel
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from playground.lessons.quantities import Sight
    from playground.session.session import Session
    from playground.views.lesson.lesson_list import LessonList
    from playground.views.lesson.step_page import StepPage


class LessonView(Panel):
    """Shows lessons; it costs nothing while it is closed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Lessons", parent=parent)
        self._course = session.lessons
        tip = "Leave the lesson\nYour own work comes back as it was"
        self.leave = IconButton("x", "Leave the lesson", tip)
        self.add_slot(self.leave)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self.add(body, overhang=6, stretch=1)
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
        self._stack.addWidget(made)
        return made

    @cached_property
    def page(self) -> StepPage:
        """The step at hand, made with the first lesson."""
        from playground.views.lesson.step_page import StepPage  # noqa: PLC0415 - not for a start

        made = StepPage(self._course)
        made.left.connect(self._course.left)
        made.asked.connect(self._course.asked)
        self._stack.addWidget(made)
        return made

    def sizeHint(self) -> QSize:
        """Room for some paragraphs."""
        return QSize(px(320), px(640))

    def minimumSizeHint(self) -> QSize:
        """A narrow column of words."""
        return QSize(px(280), px(260))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self.lessons.read()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the lesson at hand, or all."""
        lesson = self._course.lesson
        self.leave.setVisible(lesson is not None)
        self.set_title("Lessons" if lesson is None else lesson.title)
        if not self.isVisible():
            return
        self._stack.setCurrentWidget(self.lessons if lesson is None else self.page)
        if lesson is None:
            self.lessons.show_done(self._course.done, self._course.places)
        else:
            self.page.refresh()

    @Slot(object)
    def _show_values(self, sight: Sight) -> None:
        if self.isVisible() and self._course.lesson is not None:
            self.page.show_values(sight)
