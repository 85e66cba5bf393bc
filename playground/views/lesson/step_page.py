"""The step at hand: words, prediction, goals with their values of now, hints, and the way on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from playground.lessons.library import following_lesson
from playground.lessons.locks import OTHERS_LOCKED, locked_words
from playground.session.step_state import tells_of_skipped
from playground.views.lesson.prediction import PredictionBox
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.goal_rows import GoalRows
from playground.widgets.label import FlowText, Label
from playground.widgets.learning.page import LearningPage
from playground.widgets.words_label import WordsLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.lessons.quantities import Sight
    from playground.session.lesson_course import LessonCourse

NEXT_TIP = "Next\nThe step that follows"
SKIP_TIP = "Skip\nGoes on without the goal; Back comes here again"
FINISH_TIP = "Finish\nLeaves the lesson; your own work comes back as it was"


class StepPage(LearningPage):
    """One step of the lesson at hand.

    Signals:
        left(): The learner wants the own work back.
        asked(str): The learner goes on with another lesson.
    """

    left = Signal()
    asked = Signal(str)

    def __init__(self, course: LessonCourse, parent: QWidget | None = None) -> None:
        super().__init__("Brings the data and the network of this step back", parent)
        self._course = course
        self._shown: tuple[object, int] = (None, -1)
        self._news = (False, False, 0)
        self.place, self.heading = Label("", "label", "ink3"), Label("", "title", "ink")
        self.words, self.locks = WordsLabel(), FlowText("", colour="ink3")
        self.prediction = PredictionBox(course)
        self.goals = GoalRows()
        self.rests = FlowText("Reached, and training rests: <b>Play</b> goes on.")
        self.skipped = FlowText(
            "This goes on from the step before, which was skipped: <b>Back</b> and <b>Show me</b> do it."
        )
        self.sources = FlowText("")
        tip = "Show me\nDoes what the step asks for, as one undo step"
        self.show_me = PushButton("Show me", tip=tip, height=SMALL)
        self.back = PushButton("Back", tip="Back\nThe step before", height=SMALL)
        self.next = PushButton("Next", tip=NEXT_TIP, primary=True, height=SMALL)
        self.finish = PushButton("Finish", tip=FINISH_TIP, height=SMALL)
        for button, name in ((self.back, "previous_step"), (self.next, "next_step"), (self.finish, "leave_lesson")):
            button.follow_lock(course, name)
        heads = self.place, self.heading, self.locks, self.skipped
        parts = self.words, self.prediction, self.goals, self.rests, self.hints
        first, second = (self.hint, self.show_me, self.again, None), (self.back, None, self.finish, self.next)
        self.arrange((*heads, *parts, None, self.sources), first, second)
        self._connect()

    def _connect(self) -> None:
        course = self._course
        course.sketched.connect(self._refresh_prediction)
        self.hint.clicked.connect(course.hint)
        self.show_me.clicked.connect(course.show_how)
        self.again.clicked.connect(course.set_up)
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self.finish.clicked.connect(self.left)

    @Slot()
    def refresh(self) -> None:
        """Show the step as it is now."""
        course, step = self._course, self._course.step
        if step is None or course.lesson is None:
            return
        shown = (course.lesson, course.place)
        is_new = shown != self._shown
        if is_new:
            self._shown = shown
            self.area.verticalScrollBar().setValue(0)
        self.place.set_text(f"Step {course.place + 1} of {len(course.lesson.steps)}")
        others = OTHERS_LOCKED if course.lesson.locked_actions or course.lesson.locked_panels else ""
        locked = " ".join(filter(None, (locked_words(course.lesson.locked), others)))
        self.locks.set_text(locked)
        self.locks.setVisible(bool(locked))
        self.heading.set_text(step.title)
        self.words.set_markdown(step.words)
        self.prediction.refresh()
        self.goals.show_goals(step.targets(), reached=course.state.values)
        self.rests.setVisible(course.state.rests)
        self.skipped.setVisible(tells_of_skipped(course.lesson, course.states, course.place))
        self._show_help()
        self.show_values(self._course.sight())
        self._show_news(is_new=is_new)

    def show_values(self, sight: Sight) -> None:
        """Show the values of the goals as they are in a sight of the run."""
        step = self._course.step
        if step is not None and step.goals:
            self.goals.show_values(step.targets(), sight)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _show_news(self, *, is_new: bool) -> None:
        """Scroll to a goal that has just been reached, or a hint that has just been given, below a long step."""
        state = self._course.state
        before, self._news = self._news, (state.is_reached, state.came is not None, state.hints)
        if is_new:
            self.area.reveal(None)
        elif self._news[:2] != before[:2]:
            self.area.reveal(self.goals)
        elif self._news[2] != before[2]:
            self.area.reveal(self.hints)

    def _show_help(self) -> None:
        course, step = self._course, self._course.step
        if step is None:
            return
        self.show_hints(step.hints, course.state.hints)
        self.show_me.setVisible(step.show is not None)
        self.again.setVisible(step.begin is not None)
        self.back.setEnabled(course.place > 0)
        self._show_way_on()

    def _show_way_on(self) -> None:
        """At the last step the lesson that follows and where it all comes from; else the step that follows."""
        course, lesson = self._course, self._course.lesson
        if lesson is None:
            return
        after = following_lesson(lesson.key) if course.is_last else None
        self.next.follow_lock(course, "leave_lesson" if course.is_last else "next_step")
        self.finish.setVisible(after is not None)
        if after is not None:
            self.next.set_text("Next lesson", tip=f"Next lesson\n{after.title}: {after.about}")
        elif course.is_last:
            self.next.set_text("Finish", tip=FINISH_TIP)
        else:
            is_done = course.state.is_reached
            self.next.set_text("Next" if is_done else "Skip", tip=NEXT_TIP if is_done else SKIP_TIP)
        self.sources.set_text("<br>".join(("<b>Sources</b>", *map(escape, lesson.sources))))
        self.sources.setVisible(course.is_last and bool(lesson.sources))

    @Slot()
    def _refresh_prediction(self) -> None:
        if self.isVisible():
            self.prediction.refresh()

    @Slot()
    def _go_back(self) -> None:
        self._course.go(self._course.place - 1)

    @Slot()
    def _go_on(self) -> None:
        lesson = self._course.lesson
        if lesson is None:
            return
        if not self._course.is_last:
            self._course.go(self._course.place + 1)
        elif (after := following_lesson(lesson.key)) is not None:
            self.asked.emit(after.key)
        else:
            self.left.emit()
