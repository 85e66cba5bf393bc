"""Opens lessons beside the learner's own work, which is kept on the disk meanwhile and comes back afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from playground.app.background import write_file
from playground.app.docks import BEYOND, DOCKS
from playground.app.lesson_locks import LessonLocks
from playground.app.lodging import HOST
from playground.document.presets import first_document
from playground.interop.sources import Opened
from playground.session.experiment_starts import train_seeds
from playground.session.experiments import SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from playground.app.kept_work import KeptWork
    from playground.app.layout import PanelLayout
    from playground.app.lesson_editor import LessonEditor
    from playground.app.lesson_editor.keeping import DraftKeeping
    from playground.app.settings import Settings
    from playground.lessons.lesson import Lesson, LessonStep
    from playground.session.session import Session

PANELS = ("network", "hidden", "output", "loss")
"""Open beside a lesson, and what its steps look at; the panels of before come back with the work."""
TEACHING, TEACHING_SCALE = ["network", "output", "lesson"], 30
FIRST_LESSON = "a-first-stroke"


class LessonDesk(QObject):
    """Between the window and `session.lessons`: documents come and go here.

    Args:
        session: Whose lesson it is.
        work: The work of before, in whose place the lesson stands.
        panels: Opened as steps speak of them.
        settings: Remember which lessons were gone through.
        actions: Words of the commands that lessons may lock, by their names.
    """

    def __init__(
        self, session: Session, work: KeptWork, panels: PanelLayout, settings: Settings, actions: Mapping[str, str]
    ) -> None:
        super().__init__(panels)
        self._actions = actions
        self._session, self._work, self._panels, self._settings = session, work, panels, settings
        self._editor: LessonEditor | None = None
        self._tried: Lesson | None = None
        self._drafts: Path | None = None
        self._keeping: DraftKeeping | None = None
        self._editor_at: QPoint | None = None
        self._before_teaching: tuple[list[str] | None, Callable[[int], None]] | None = None
        """Open panels of before, and what changes the size, while type is large for a class."""
        self._course = session.lessons
        self._course.done.update(settings.lessons_done)
        self._course.places.update(settings.lesson_places)
        self._course.asked.connect(self.open)
        self._course.left.connect(self.leave)
        self._course.seeds_asked.connect(self._train_seeds)
        self._course.entered.connect(self._show_panels)
        self._course.changed.connect(self._remember)
        session.loading.connect(self._on_loading)
        self._locks = LessonLocks(session, panels)

    @Slot(str)
    def open(self, key: str) -> None:
        """Open a lesson that comes with the program; the work at hand is kept until it is left."""
        from playground.lessons.front_matter import LessonError
        from playground.lessons.library import shipped_lesson

        try:
            self.take(shipped_lesson(key))
        except (KeyError, LessonError) as error:
            self._session.message_posted.emit(f"The lesson cannot be opened: {error}", "danger")

    @Slot(str)
    def open_file(self, name: str) -> None:
        """Open a lesson that somebody has written; what is wrong with its file is said."""
        from playground.lessons.front_matter import LessonError
        from playground.lessons.names import checked_lesson

        path = Path(name)
        try:
            lesson = checked_lesson(path, actions=self._actions, panels=DOCKS)
        except LessonError as error:
            self._session.message_posted.emit(f"The lesson cannot be opened: {error}", "danger")
            return
        self._settings.last_folder = path.parent
        self._settings.add_recent(path)
        self.take(lesson)

    def write(self, parent: QWidget) -> LessonEditor:
        """Show the window in which a lesson is written, with one that was left behind; where it was before."""
        editor = self._editor = self._editor or self._made_editor(parent)
        self._show_editor()
        return editor

    @Slot()
    def _show_editor(self) -> None:
        editor = self._editor
        if editor is None:
            return
        if self._editor_at is not None and not editor.isVisible():
            editor.move(self._editor_at)  # or it came back lower by its title bar each time
        editor.show()
        if self._keeping is not None:
            self._keeping.begin()
        editor.raise_()
        editor.activateWindow()

    def _made_editor(self, parent: QWidget) -> LessonEditor:
        from playground.app.lesson_editor import LessonEditor
        from playground.app.lesson_editor.keeping import DraftKeeping

        editor = LessonEditor(self._session, _save, self._closed_panels, self._actions, parent)
        editor.tried.connect(self._try)
        editor.held_up.connect(self._show_editor)  # what is missing is said in it, and it may be closed
        editor.finished.connect(self._note_place)
        if self._drafts is not None:
            self._keeping = DraftKeeping(editor, self._drafts)
            self._keeping.failed.connect(self._say_not_kept)
            self._keeping.take_left_behind()
        return editor

    @Slot(object)
    def _try(self, lesson: Lesson) -> None:
        """Begin what is being written as pupils do: without the window over it, which comes back afterwards."""
        self.take(lesson)
        if self._course.lesson is lesson and self._editor is not None:
            self._tried = lesson
            self._editor.close()
            self._session.message_posted.emit("You go on writing when you leave the lesson.", "info")

    @Slot(str)
    def _say_not_kept(self, text: str) -> None:
        self._session.message_posted.emit(text, "warn")

    @Slot()
    def _note_place(self) -> None:
        if self._editor is not None:
            self._editor_at = self._editor.pos()

    def keep_drafts(self, folder: Path) -> None:
        """Keep lessons that are being written on the disk from now on.

        Args:
            folder: Where; lessons in it that were left behind are gone on with.
        """
        self._drafts = folder

    def left_behind(self) -> str:
        """What the lesson is called that was being written when the program ended; "" for none."""
        from playground.lessons.kept_draft import title_left_behind

        return "" if self._drafts is None or self._editor is not None else title_left_behind(self._drafts)

    def end(self) -> None:
        """The window is closed: what is written and not saved stays on the disk, unless it was given up."""
        if self._keeping is not None:
            self._keeping.end()

    def may_discard(self) -> bool:
        """Ask, where a lesson that is being written would be lost. True when it may go."""
        return self._editor is None or self._editor.may_discard()

    def _closed_panels(self) -> tuple[str, ...]:
        return tuple(key for key, dock in self._panels.docks.items() if dock.isHidden() and key != "lesson")

    @Slot(object)
    def take(self, lesson: Lesson) -> None:
        """Begin a lesson, or go on where it was left: keep the work at hand, show the step's document and panels."""
        from playground.lessons.replay import documents_of
        from playground.lessons.setting_up import SettingsError

        session = self._session
        try:
            steps = tuple(documents_of(lesson, first_document()))
        except SettingsError as error:
            session.message_posted.emit(f"The lesson cannot be opened: {error}", "danger")
            return
        if not self._work.put_away():
            return
        place = min(self._course.places.get(lesson.key, 0), len(steps) - 1)
        self._work.show(Opened(steps[place][0], lesson.title), self)
        session.overlays.recall(())  # those of the lesson before, or of the work, which has them again afterwards
        self._panels.lodging.attend(None)  # or the guests of the lesson before would leave their hosts other heights
        self._panels.open_only([*PANELS, "lesson"])
        self._course.begin(lesson, steps, place)

    @Slot()
    def leave(self) -> None:
        """End teaching and the lesson; size, panels and work of before come back as they were."""
        self._end_teaching()
        if (lesson := self._course.lesson) is not None:
            self._panels.lodging.attend(None)
            self._course.end()
            self._work.bring_back()
            if lesson is self._tried:
                self._show_editor()

    @Slot()
    def _on_loading(self) -> None:
        """Something else was opened: the lesson has ended."""
        if self._course.lesson is not None and self._work.opening is not self:
            self._panels.lodging.attend(None)
            self._course.end()
            if self._work.opening is None:
                self._work.leave_behind()

    def toggle_teaching(self, change_scale: Callable[[int], None]) -> None:
        """Make type larger and leave lesson, network and map alone for a class; or bring back what was before.

        Args:
            change_scale: Makes the interface larger by so many percent.
        """
        if self._before_teaching is None:
            self._before_teaching = self._panels.open_panels(), change_scale
            self._settings.note_scale()
            self._course.is_taught = True
            change_scale(TEACHING_SCALE)
            self._leave_open(TEACHING)
        else:
            self._end_teaching()

    def _end_teaching(self) -> None:
        if self._before_teaching is None:
            return
        (panels, change_scale), self._before_teaching = self._before_teaching, None
        self._course.is_taught = False
        change_scale(self._settings.own_scale - self._settings.scale)
        self._settings.give_scale_back()
        self._leave_open(panels or [*PANELS, "lesson"])

    def _leave_open(self, panels: list[str]) -> None:
        """Leave these alone, and with them what the step at hand speaks of."""
        self._panels.lodging.attend(None)
        self._panels.open_only(panels)
        if self._course.step is not None:
            self._show_panels(self._course.step)

    @Slot(int)
    def _train_seeds(self, seeds: int) -> None:
        self._session.experiments.shown.emit(SEEDS)
        train_seeds(self._session, seeds)

    @Slot(object)
    def _show_panels(self, step: LessonStep) -> None:
        self._panels.lodging.attend(step.look_at)
        lodges = self._panels.is_short_beyond() and HOST not in step.look_at
        for key in step.look_at:
            if lodges and key != "lesson" and DOCKS[key].column == BEYOND:
                self._panels.lodging.take_in(key)
            else:
                self._panels.open(key)
        if step.experiment:
            self._session.experiments.shown.emit(step.experiment)

    @Slot()
    def _remember(self) -> None:
        if not self._course.done <= set(self._settings.lessons_done):
            self._settings.lessons_done = sorted(self._course.done)
        if self._course.places != self._settings.lesson_places:
            self._settings.lesson_places = self._course.places


def _save(path: Path, text: str) -> None:
    """Write a lesson's file beside the window.

    Raises:
        OSError: It cannot be written.
    """
    write_file(path, text.encode)
