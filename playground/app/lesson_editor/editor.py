"""The window in which a teacher writes a lesson, or goes on writing one: steps are made of what is on the screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from playground.app import questions
from playground.app.docks import DOCKS
from playground.app.lesson_editor.parts import LessonEditorParts
from playground.lessons.draft import LessonDraft, draft_of
from playground.lessons.files import SUFFIX
from playground.lessons.front_matter import LessonError
from playground.lessons.kept_draft import KeptDraft, TypedStep
from playground.lessons.names import checked_lesson
from playground.lessons.reading import key_of
from playground.lessons.writing import lesson_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from playground.lessons.lesson import Lesson, LessonStep
    from playground.session.session import Session

EMPTY_TIP, NEW_TIP = "All fields of the step, to write another", "Begins another step, or shows the one that was begun"
SAVE_FILTER, OPEN_FILTER = f"Lessons (*{SUFFIX})", f"Lessons (*{SUFFIX} *.md)"


class LessonEditor(LessonEditorParts):
    """Stays open beside the window; nothing of the lesson at hand is lost until it is closed.

    Args:
        session: Whose document steps are made of.
        save: Writes a text to a file; raises OSError.
        closed: Says which panels are closed now, by their keys.
        actions: Words of the commands that can be locked, by their names.
        parent: Qt parent.

    Attributes:
        draft: The steps that are written so far, and what else is not in the fields.

    Signals:
        tried(object): The `Lesson` is to be begun.
        held_up(): It was to be saved before it goes, and is not; where something is missing, it says what.
    """

    tried = Signal(object)
    held_up = Signal()

    def __init__(
        self,
        session: Session,
        save: Callable[[Path, str], None],
        closed: Callable[[], tuple[str, ...]],
        actions: Mapping[str, str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(lambda: session.document, closed, actions, parent)
        self._save, self._actions = save, actions
        self.draft = LessonDraft()
        self._past: list[LessonDraft] = []
        self._path: Path | None = None
        self._saved_as: LessonDraft | None = None
        self._given_up: KeptDraft | None = None
        self._shown, self._aside = -1, TypedStep()
        """The step in the fields, and one that is not added yet, while another is there."""
        self._connect()
        self._say("")
        self.refresh()
        self._saved_as = self.whole()

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.replace.clicked.connect(self._replace)
        self.empty.clicked.connect(self._empty)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(partial(self._move, -1))
        self.down.clicked.connect(partial(self._move, 1))
        self.undo.clicked.connect(self._undo)
        self.new.clicked.connect(self._begin_anew)
        self.open_file.clicked.connect(self._ask_which)
        self.try_it.clicked.connect(self._try)
        self.save.clicked.connect(self._ask_where)
        self.steps.currentRowChanged.connect(self._choose)
        self.form.prediction.kind.chosen.connect(self._reveal_prediction)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self._undo)

    # ---- steps -----------------------------------------------------------------------------------------------------

    def place(self) -> int:
        """Of the chosen step, from 0; −1 for none."""
        return self.steps.currentRow()

    def refresh(self, chosen: int = -1) -> None:
        """Show the steps there are, and what can be done.

        Args:
            chosen: The step that is in the fields; −1 for none.
        """
        self.steps.blockSignals(True)
        self.steps.clear()
        self.steps.addItems([f"{at}. {one.title}" for at, one in enumerate(self.draft.steps, start=1)])
        self.steps.setCurrentRow(min(chosen, len(self.draft.steps) - 1))
        self.steps.blockSignals(False)
        self.none.setVisible(not self.draft.steps)
        self._suit()

    def _suit(self) -> None:
        place, count = self.place(), len(self.draft.steps)
        self.which.set_text("A new step" if place < 0 else f"Step {place + 1} of {count}")
        words, tip = ("Empty", EMPTY_TIP) if place < 0 else ("New step", NEW_TIP)
        self.empty.set_text(words, tip=f"{words}\n{tip}")
        self.replace.setEnabled(place >= 0)
        self.remove.setEnabled(place >= 0)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < count - 1)
        self.undo.setEnabled(bool(self._past))
        for button in (self.try_it, self.save):
            button.setEnabled(bool(count))

    def step(self) -> LessonStep:
        """What stands in the fields, with the document on the screen.

        Raises:
            LessonError: Something is missing; in words.
        """
        return self.form.step()

    @Slot()
    def _add(self) -> None:
        place = self.place()
        at = len(self.draft.steps) if place < 0 else place + 1
        if self._make(lambda step: self.draft.added(step, at), -1):
            self._show_new()
            self.form.heading.setFocus()

    @Slot()
    def _replace(self) -> None:
        place = self.place()
        if self._make(lambda step: self.draft.replaced(place, step), place):
            self._show_chosen()

    @Slot()
    def _empty(self) -> None:
        """Another step: the one that was begun and not added yet; from there, empty fields."""
        if self._shown < 0 or self._takes_changes():
            self._show_new()
            self.form.heading.setFocus()

    @Slot()
    def _reveal_prediction(self) -> None:
        self.step_area.reveal(self.form.prediction)

    @Slot()
    def _remove(self) -> None:
        self._change(self.draft.removed(self.place()), -1)
        self._show_new()

    @Slot()
    def _choose(self) -> None:
        """Show the chosen step. What was changed in the one before is taken; one that is not added yet waits."""
        place = self.place()
        if self._shown < 0:
            self._aside = self.form.typed()
        elif not self._takes_changes():
            self.refresh(self._shown)
            return
        self.refresh(place)
        self._show_chosen()

    def _takes_changes(self) -> bool:
        """Put what was changed in the fields of a step into it. False where it cannot be; the reason is said."""
        place = self._shown
        if place < 0 or not self.form.is_changed:
            return True
        if not self._make(lambda step: self.draft.replaced(place, step), self.place()):
            return False
        if self.place() == place:
            self._show_chosen()
        return True

    def _show_new(self) -> None:
        """Empty fields for another step, or what was typed for one before; no step is chosen then."""
        self.refresh()
        self.form.show_step(None, is_first=not self.draft.steps)
        if not self._aside.is_blank:
            self.form.show_typed(self._aside)
        self._shown, self._aside = -1, TypedStep()

    def _make(self, change: Callable[[LessonStep], LessonDraft], chosen: int) -> bool:
        """Change the draft by the step that stands in the fields. Whether it is one; if not, the reason is said."""
        try:
            step = self.step()
        except LessonError as error:
            self._say(str(error))
            return False
        self._change(change(step), chosen)
        return True

    def _move(self, by: int, _checked: bool = False) -> None:
        place, before = self.place(), self.draft
        after = before.moved(place, by)
        self._change(after, place if after is before else place + by)
        self._shown = self.place()

    def _say(self, text: str) -> None:
        """Say what is missing; nothing for all being well."""
        self.remark.set_text(escape(text))
        self.remark.setVisible(bool(text))
        self._tell("")

    def _tell(self, text: str) -> None:
        """Say what has been done."""
        self.saved.set_text(escape(text))
        self.saved.setVisible(bool(text))

    def _change(self, draft: LessonDraft, chosen: int) -> None:
        self._say("")
        if draft is not self.draft:
            self._past.append(self.draft)
            self.draft = draft
            self.refresh(chosen)

    @Slot()
    def _undo(self) -> None:
        if self._past:
            self.draft = self._past.pop()
            self.refresh()
            if self._shown >= 0:
                self._show_new()

    @Slot()
    def _show_chosen(self) -> None:
        """Put the chosen step into the fields, to be read and changed; for none, begin another."""
        place, steps = self.place(), self.draft.steps
        if not 0 <= place < len(steps):
            self._show_new()
            return
        self.form.show_step(steps[place])
        self._shown = place
        self.step_area.verticalScrollBar().setValue(0)
        self._suit()

    # ---- the lesson ------------------------------------------------------------------------------------------------

    def whole(self) -> LessonDraft:
        """All that is written so far."""
        title, about, minutes = self.title.text(), self.about.text(), round(self.minutes.value())
        return self.locks.put_into(replace(self.draft, title=title, about=about, minutes=minutes))

    def lesson(self, key: str = "a-lesson") -> Lesson:
        """The lesson as it is.

        Raises:
            LessonError: Something is missing; in words.
        """
        return self.whole().lesson(key)

    @property
    def is_saved(self) -> bool:
        """Whether all is in a file, or nothing is written yet; words of a step that is not added are in none."""
        is_whole = self._shown < 0 or not self.form.is_changed
        return is_whole and self._waiting().is_blank and self.whole() == self._saved_as

    def _waiting(self) -> TypedStep:
        """The step that is not added yet."""
        return self.form.typed() if self._shown < 0 else self._aside

    def kept(self) -> KeptDraft | None:
        """All that would be lost now; None where all is saved, or was given up."""
        if self.is_saved:
            return None
        changes = self.form.typed() if self._shown >= 0 and self.form.is_changed else None
        path = "" if self._path is None else str(self._path)
        kept = KeptDraft(self.whole(), self._waiting(), self._shown, changes, path)
        return None if kept == self._given_up else kept

    def take_up(self, kept: KeptDraft) -> None:
        """Go on with what was kept, in place of the lesson at hand; it is not saved yet."""
        self.begin(kept.draft, Path(kept.path) if kept.path else None)
        self._saved_as, self._aside = None, kept.typed
        self.refresh(kept.place)
        self._show_chosen()
        if kept.changes is not None and self._shown >= 0:
            self.form.show_typed(kept.changes)
        self._tell("This is what was not saved when the program ended.")

    def may_discard(self) -> bool:
        """Ask, where something would be lost. True when it may go."""
        if self.is_saved:
            return True
        answer = questions.save_or_discard(self, f"The lesson {self.title.text().strip()}".strip())
        if answer == "save":
            self._ask_where()
            if not self.is_saved:
                self.held_up.emit()
        elif answer == "discard":
            self._given_up = self.kept()
        return answer == "discard" or (answer == "save" and self.is_saved)

    @Slot()
    def _try(self) -> None:
        if not self._takes_changes():
            return
        try:
            lesson = self.lesson()
        except LessonError as error:
            self._say(str(error))
            return
        self._say("")
        self.tried.emit(lesson)

    @Slot()
    def _ask_which(self) -> None:
        if not self.may_discard():
            return
        name, _ = QFileDialog.getOpenFileName(self, "Open a lesson", "", OPEN_FILTER)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Go on with a lesson that was saved; what is wrong with its file is said, and nothing is changed then."""
        try:
            lesson = checked_lesson(path, actions=self._actions, panels=DOCKS)
        except LessonError as error:
            self._say(str(error))
            return
        self.begin(draft_of(lesson), path)

    @Slot()
    def _begin_anew(self) -> None:
        if self.may_discard():
            self.begin(LessonDraft())

    def begin(self, draft: LessonDraft, path: Path | None = None) -> None:
        """Write on a lesson, in place of the one at hand.

        Args:
            draft: What is written of it.
            path: Its file; None where it has none yet.
        """
        self.draft, self._path, self._aside = draft, path, TypedStep()
        self._past.clear()
        self.title.setText(draft.title)
        self.about.setText(draft.about)
        self.minutes.set_value(draft.minutes)
        self.locks.show_locks(draft)
        self._saved_as = self.whole()
        self._say("")
        self.refresh(0 if draft.steps else -1)
        self._show_chosen()

    @Slot()
    def _ask_where(self) -> None:
        if not self._takes_changes():
            return
        try:
            lesson_text(self.lesson())
        except LessonError as error:
            self._say(str(error))
            return
        path = Path(f"{self.title.text().strip()}{SUFFIX}") if self._path is None else self._path.with_suffix(SUFFIX)
        name, _ = QFileDialog.getSaveFileName(self, "Save lesson", str(path), SAVE_FILTER)
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Save the lesson, with what was changed in the fields of a step; what goes wrong is said."""
        if not self._takes_changes():
            return
        path = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
        try:
            self._save(path, lesson_text(self.lesson(key_of(path))))
        except LessonError as error:
            self._say(str(error))
        except OSError as error:
            self._say(f"Could not write {path.name}: {error.strerror or error}")
        else:
            self._saved_as, self._path = self.whole(), path
            self._say("")
            waits = "" if self._waiting().is_blank else " A new step that was begun is not in it: add it first."
            self._tell(f"Saved as {path.name}: pupils open it with File, Open, or drop it on the window.{waits}")
