"""The window in which a teacher writes a lesson, or goes on writing one: steps are made of what is on the screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from playground.app import questions
from playground.app.docks import DOCKS
from playground.app.lesson_editor.fields import line, row
from playground.app.lesson_editor.locks import LocksForm
from playground.app.lesson_editor.step_form import StepForm
from playground.lessons.draft import LessonDraft, draft_of
from playground.lessons.files import SUFFIX
from playground.lessons.front_matter import LessonError
from playground.lessons.names import checked_lesson
from playground.lessons.reading import key_of
from playground.lessons.writing import lesson_text
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.lessons.lesson import Lesson, LessonStep
    from playground.session.session import Session

LEFT, RIGHT, HEIGHT = 312, 500, 520
ABOUT = (
    "Put on the screen what a step is to begin with: data, network, settings. Write beside it, add the step, "
    "and go on with the next. Weights are not kept: every pupil trains an own network."
)
SAVE_FILTER, OPEN_FILTER = f"Lessons (*{SUFFIX})", f"Lessons (*{SUFFIX} *.md)"


class LessonEditor(QDialog):
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
    """

    tried = Signal(object)

    def __init__(
        self,
        session: Session,
        save: Callable[[Path, str], None],
        closed: Callable[[], tuple[str, ...]],
        actions: Mapping[str, str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Write a lesson")
        self._session, self._save, self._actions = session, save, actions
        self.draft = LessonDraft()
        self._past: list[LessonDraft] = []
        self._path: Path | None = None
        self._saved_as: LessonDraft | None = None
        self.title, self.about = line("Title", "What the lesson is called"), line("About", "What one learns")
        self.minutes = NumberField("Minutes", NumberRange(minimum=1, maximum=30, step=1), 5, tip="Minutes\nIt takes")
        self.steps = QListWidget()
        self.steps.setObjectName("field")
        self.steps.setAccessibleName("Steps")
        self.steps.setToolTip("Steps\nClick one to read and change it")
        self.form = StepForm()
        self.locks = LocksForm(actions, closed)
        self._make_buttons()
        self.remark, self.saved = FlowText("", colour="warn"), FlowText("")
        self._arrange()
        self._connect()
        self._say("")
        self.refresh()
        self._saved_as = self.whole()

    def _make_buttons(self) -> None:
        tip = "Add as a new step\nWhat stands in the fields and on the screen, behind the chosen step"
        self.add = PushButton("Add as a new step", "plus", tip, primary=True, height=SMALL)
        tip = "Change the step\nThe chosen step by what stands here"
        self.replace = PushButton("Change the step", "check", tip, height=SMALL)
        self.empty = PushButton("Empty", tip="Empty\nAll fields of the step, to write another", height=SMALL)
        self.remove = PushButton("Remove", tip="Remove\nThe chosen step", height=SMALL)
        self.up = PushButton("Up", tip="Up\nThe chosen step earlier", height=SMALL)
        self.down = PushButton("Down", tip="Down\nThe chosen step later", height=SMALL)
        self.undo = PushButton("Undo", "undo", "Undo (Ctrl+Z)\nThe last change of the steps", height=SMALL)
        self.new = PushButton("New", "file-plus", "New\nAn empty lesson", height=SMALL)
        tip = "Open…\nA lesson that was saved, to go on writing it"
        self.open_file = PushButton("Open…", "folder-open", tip, height=SMALL)
        self.try_it = PushButton("Try it", "play", "Try it\nBegins the lesson as pupils will see it", height=SMALL)
        self.save = PushButton("Save…", "save", f"Save\nAs one file, {SUFFIX}, that pupils open or drop", height=SMALL)

    def _arrange(self) -> None:
        about = FlowText(ABOUT)
        whole = QVBoxLayout(self)
        scaled(whole.setContentsMargins, 20, 16, 20, 16)
        scaled(whole.setSpacing, 10)
        whole.addWidget(about)
        sides = QHBoxLayout()
        scaled(sides.setSpacing, 20)
        sides.addWidget(self._left())
        sides.addWidget(self._right(), 1)
        whole.addLayout(sides, 1)
        for text in (self.remark, self.saved):
            whole.addWidget(text)
        whole.addLayout(row(self.new, self.open_file, None, self.try_it, self.save))
        self.resize(px(LEFT + RIGHT + 60), px(HEIGHT + 130))

    def _left(self) -> QWidget:
        """The lesson as a whole."""
        side = QWidget()
        scaled(side.setFixedWidth, LEFT)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addLayout(row(Label("Minutes", "row", "ink2"), self.minutes, None))
        column.addWidget(self.steps, 1)
        column.addLayout(row(self.up, self.down, self.remove, None, self.undo))
        column.addWidget(self.locks)
        return side

    def _right(self) -> QWidget:
        """The step in the fields."""
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        self._which = Label("A new step", "label_strong", "ink3")
        column.addWidget(self._which)
        self._scroll = ColumnScroll(self.form)
        column.addWidget(self._scroll, 1)
        column.addLayout(row(self.add, self.replace, None, self.empty))
        return side

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
        self.steps.currentRowChanged.connect(self._show_chosen)
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
        self._suit()

    def _suit(self) -> None:
        place, count = self.place(), len(self.draft.steps)
        self._which.set_text("A new step" if place < 0 else f"Step {place + 1} of {count}")
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
        return self.form.step(self._session.document)

    @Slot()
    def _add(self) -> None:
        place = self.place()
        at = len(self.draft.steps) if place < 0 else place + 1
        if self._make(lambda step: self.draft.added(step, at), -1):
            self._empty()

    @Slot()
    def _replace(self) -> None:
        place = self.place()
        if self._make(lambda step: self.draft.replaced(place, step), place):
            self._show_chosen()

    @Slot()
    def _empty(self) -> None:
        self.steps.setCurrentRow(-1)
        self._show_chosen()

    @Slot()
    def _remove(self) -> None:
        self._change(self.draft.removed(self.place()), -1)
        self._show_chosen()

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
            self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        """Put the chosen step into the fields, to be read and changed; for none, begin another."""
        place = self.place()
        steps = self.draft.steps
        self.form.show_step(steps[place] if 0 <= place < len(steps) else None, is_first=not steps)
        self._scroll.verticalScrollBar().setValue(0)
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
        return self.whole() == self._saved_as and (self.place() >= 0 or self.form.is_blank())

    def may_discard(self) -> bool:
        """Ask, where something would be lost. True when it may go."""
        if self.is_saved:
            return True
        answer = questions.save_or_discard(self, self.title.text().strip() or "The lesson")
        if answer == "save":
            self._ask_where()
        return answer == "discard" or (answer == "save" and self.is_saved)

    @Slot()
    def _try(self) -> None:
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
        self.draft, self._path = draft, path
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
        """Save the lesson; what goes wrong is said."""
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
            self._tell(f"Saved as {path.name}: pupils open it with File, Open, or drop it on the window.")
