"""Opens lessons beside the learner's own work, which is kept on the disk meanwhile and comes back afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from playground.app.background import beside
from playground.app.folders import lesson_folder
from playground.app.last_session import LastSession, opened_of
from playground.document.errors import DocumentError
from playground.document.presets import first_document
from playground.interop.sources import Opened
from playground.session.experiment_starts import train_seeds
from playground.session.experiments import SEEDS

if TYPE_CHECKING:
    from playground.app.documents import Documents
    from playground.app.layout import PanelLayout
    from playground.app.settings import Settings
    from playground.app.toast import Toast
    from playground.lessons.lesson import Lesson, LessonStep
    from playground.session.session import Session

PANELS = ("network", "hidden", "output", "loss")
"""Open beside a lesson, and what its steps look at; the panels of before come back with the work."""
FIRST_LESSON = "a-first-stroke"
NOT_KEPT = "Your work could not be kept beside a lesson, so the lesson was not opened. Save it first."
KEPT = "Your work from before a lesson is kept."


class LessonDesk(QObject):
    """Between the window and `session.lessons`: documents come and go here.

    Args:
        session: Whose lesson it is.
        documents: Opens what a lesson begins with, and the work of before.
        panels: Opened as steps speak of them.
        settings: Remember which lessons were gone through.
        toast: Offers work that a lesson has left behind.
    """

    def __init__(
        self, session: Session, documents: Documents, panels: PanelLayout, settings: Settings, toast: Toast
    ) -> None:
        super().__init__(panels)
        self._session, self._documents, self._panels = session, documents, panels
        self._settings, self._toast = settings, toast
        self._course = session.lessons
        self._course.done.update(settings.lessons_done)
        self._course.places.update(settings.lesson_places)
        self._kept = LastSession(lesson_folder())
        self._is_opening = False
        self._course.asked.connect(self.open)
        self._course.left.connect(self.leave)
        self._course.seeds_asked.connect(self._train_seeds)
        self._course.entered.connect(self._show_panels)
        self._course.changed.connect(self._remember)
        session.loading.connect(self._on_loading)

    @Slot(str)
    def open(self, key: str) -> None:
        """Open a lesson that comes with the program; the work at hand is kept until it is left."""
        from playground.lessons.front_matter import LessonError
        from playground.lessons.library import shipped_lesson

        try:
            self.take(shipped_lesson(key))
        except (KeyError, LessonError) as error:
            self._session.message_posted.emit(f"The lesson cannot be opened: {error}", "danger")

    def take(self, lesson: Lesson) -> None:
        """Begin a lesson, or go on where it was left: keep the work at hand, show the step's document and panels."""
        from playground.lessons.replay import documents_of
        from playground.lessons.setting_up import SettingsError

        session, documents = self._session, self._documents
        try:
            steps = tuple(documents_of(lesson, first_document()))
        except SettingsError as error:
            session.message_posted.emit(f"The lesson cannot be opened: {error}", "danger")
            return
        if self._course.lesson is None and not documents.keep_in(self._kept):
            session.message_posted.emit(NOT_KEPT, "danger")
            return
        place = min(self._course.places.get(lesson.key, 0), len(steps) - 1)
        self._is_opening = True
        try:
            documents.take(Opened(steps[place][0], lesson.title))
        finally:
            self._is_opening = False
        self._panels.open_only([*PANELS, "lesson"])
        self._course.begin(lesson, steps, place)

    @Slot()
    def leave(self) -> None:
        """End the lesson; the work of before comes back as it was. Nothing where there is no lesson."""
        if self._course.lesson is not None:
            self._course.end()
            self.bring_back()

    def bring_back(self) -> None:
        """Show the work that was kept, and keep it no more."""
        documents = self._documents
        try:
            found = beside(self._kept.read)
        except (OSError, DocumentError) as error:
            self._session.message_posted.emit(f"Your work of before cannot be opened: {error}", "danger")
            return
        about = found.about
        if about.is_edited or about.trained_s:
            documents.take_recovered(opened_of(found), found.document, is_edited=about.is_edited)
        else:
            documents.take(opened_of(found))
        self._kept.forget()

    def offer(self) -> None:
        """Say that work is kept from before a lesson, where one was not left in order."""
        if self._course.lesson is None and self._kept.is_there():
            self._toast.offer(KEPT, "info", (("Bring it back", self._bring_back_asked),))

    def _bring_back_asked(self) -> None:
        self._toast.withdraw(KEPT)
        if self._documents.may_discard():
            self.bring_back()

    @Slot()
    def _on_loading(self) -> None:
        """Something else was opened: the lesson has ended."""
        if not self._is_opening and self._course.lesson is not None:
            self._course.end()
            self.offer()

    @Slot(int)
    def _train_seeds(self, seeds: int) -> None:
        self._session.experiments.shown.emit(SEEDS)
        train_seeds(self._session, seeds)

    @Slot(object)
    def _show_panels(self, step: LessonStep) -> None:
        for key in step.look_at:
            self._panels.open(key)

    @Slot()
    def _remember(self) -> None:
        if not self._course.done <= set(self._settings.lessons_done):
            self._settings.lessons_done = sorted(self._course.done)
        if self._course.places != self._settings.lesson_places:
            self._settings.lesson_places = self._course.places
