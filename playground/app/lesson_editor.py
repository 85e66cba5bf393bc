"""The window in which a teacher writes a lesson: steps made of what is on the screen, tried, and saved as one file."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from playground.app.docks import DOCKS
from playground.lessons.draft import LessonDraft, step_on_screen
from playground.lessons.files import SUFFIX
from playground.lessons.front_matter import LessonError
from playground.lessons.goal import RELATIONS, StepGoal
from playground.lessons.quantities import QUANTITIES, quantity_named
from playground.lessons.reading import key_of
from playground.lessons.writing import lesson_text
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.label import FlowText, Label
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.switch import Switch
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.lessons.lesson import Lesson, LessonStep
    from playground.session.session import Session

WIDTH, WORDS_HEIGHT, STEPS_HEIGHT = 520, 120, 110
NOTHING = ""
ABOUT = (
    "Put on the screen what a step is to begin with: data, network, settings. Write beside it, add the step, "
    "and go on with the next. Weights are not kept: every pupil trains an own network."
)
SAVE_FILTER = f"Lessons (*{SUFFIX})"
USUAL_EPOCHS = 100


class LessonEditor(QDialog):
    """Stays open beside the window; nothing of the lesson at hand is lost until it is closed.

    Args:
        session: Whose document steps are made of.
        save: Writes a text to a file; raises OSError.
        closed: Says which panels are closed now, by their keys.
        parent: Qt parent.

    Attributes:
        draft: What is written so far.

    Signals:
        tried(object): The `Lesson` is to be begun.
    """

    tried = Signal(object)

    def __init__(
        self,
        session: Session,
        save: Callable[[Path, str], None],
        closed: Callable[[], tuple[str, ...]],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Write a lesson")
        self._session, self._save, self._closed = session, save, closed
        self.draft = LessonDraft()
        self._past: list[LessonDraft] = []
        self.is_saved = True
        self.title, self.about = _line("Title", "What the lesson is called"), _line("About", "What one learns")
        self.minutes = NumberField("Minutes", NumberRange(minimum=1, maximum=30, step=1), 5, tip="Minutes\nIt takes")
        self.steps = QListWidget()
        self.steps.setAccessibleName("Steps")
        self.steps.setObjectName("field")
        self.heading, self.words = _line("Heading", "Of the step"), QPlainTextEdit()
        self.words.setPlaceholderText("What the step says. Markdown: **bold**, lists, paragraphs.")
        self.words.setAccessibleName("Words of the step")
        self.words.setTabChangesFocus(True)
        self._make_choices()
        self._make_locks()
        self._make_buttons()
        self.remark, self.saved = FlowText("", colour="warn"), FlowText("")
        self._arrange()
        self._connect()
        self._say("")
        self.refresh()

    def _make_choices(self) -> None:
        panels = [Choice(NOTHING, "No panel"), *(Choice(key, one.title) for key, one in DOCKS.items())]
        self.panel = ChoiceButton("Panel that the step opens", panels, "output", prefix="Points at ")
        quantities = [Choice(NOTHING, "no goal: a step to read"), *(Choice(name, name) for name in QUANTITIES)]
        self.quantity = ChoiceButton("Goal", quantities, NOTHING, prefix="Goal: ")
        relations = [Choice(sign, words) for sign, (words, _) in RELATIONS.items()]
        self.relation = ChoiceButton("Relation", relations, ">=")
        tip = "Number\nThat the quantity is compared with"
        self.number = NumberField("Number", NumberRange(minimum=0, maximum=100_000, step=1), 90, tip=tip)
        tip = "Epochs\nShow me trains so many: they should reach the goal"
        self.epochs = NumberField("Epochs", NumberRange(minimum=1, maximum=20_000, step=1), USUAL_EPOCHS, tip=tip)
        tip = "Begin with the screen\nThe step sets data, network and settings as they are now; off, it goes on"
        self.begins = Switch("Begin with the screen", tip, on=True)

    def _make_locks(self) -> None:
        tip = "Pupils cannot change it while the lesson is open"
        self.locks = {
            part: PushButton(title, "lock", f"{title}\n{tip}", height=SMALL)
            for part, title in (("data", "Data"), ("network", "Network"), ("training", "Training"))
        }
        for button in self.locks.values():
            button.setCheckable(True)
        tip = "Only the open panels\nPanels that are closed now stay closed while the lesson is open"
        self.hides = Switch("Only the open panels", tip)

    def _make_buttons(self) -> None:
        tip = "Add a step from the screen\nWhat is on the screen, the heading, the words, the panel and the goal"
        self.add = PushButton("Add a step from the screen", "plus", tip, primary=True, height=SMALL)
        self.replace = PushButton("Replace", tip="Replace\nThe chosen step by what stands here", height=SMALL)
        self.remove = PushButton("Remove", tip="Remove\nThe chosen step", height=SMALL)
        self.up = PushButton("Up", tip="Up\nThe chosen step earlier", height=SMALL)
        self.down = PushButton("Down", tip="Down\nThe chosen step later", height=SMALL)
        self.undo = PushButton("Undo", "undo", "Undo (Ctrl+Z)\nThe last change of the steps", height=SMALL)
        self.try_it = PushButton("Try it", tip="Try it\nBegins the lesson as pupils will see it", height=SMALL)
        self.save = PushButton("Save…", "save", f"Save\nAs one file, {SUFFIX}, that pupils open or drop", height=SMALL)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self.steps.setFixedSize(px(WIDTH), px(STEPS_HEIGHT))
        self.words.setFixedHeight(px(WORDS_HEIGHT))
        about = FlowText(ABOUT)
        for text in (about, self.remark, self.saved):
            text.setFixedWidth(px(WIDTH))
        column.addWidget(about)
        column.addLayout(_row(self.title, Label("Minutes"), self.minutes))
        column.addWidget(self.about)
        column.addWidget(self.steps)
        column.addLayout(_row(self.replace, self.remove, self.up, self.down, None, self.undo))
        column.addWidget(self.heading)
        column.addWidget(self.words)
        column.addLayout(_row(self.panel, None, Label("Begin with the screen"), self.begins))
        column.addLayout(_row(self.quantity, self.relation, self.number, None))
        column.addLayout(_row(Label("Show me trains, in epochs"), self.epochs, None, self.add))
        column.addWidget(self.remark)
        column.addWidget(self.saved)
        column.addLayout(_row(Label("Lock"), *self.locks.values(), None, Label("Only the open panels"), self.hides))
        column.addLayout(_row(None, self.try_it, self.save))

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.replace.clicked.connect(self._replace)
        self.remove.clicked.connect(lambda: self._change(self.draft.removed(self.place())))
        self.up.clicked.connect(partial(self._move, -1))
        self.down.clicked.connect(partial(self._move, 1))
        self.undo.clicked.connect(self._undo)
        self.try_it.clicked.connect(self._try)
        self.save.clicked.connect(self._ask_where)
        self.steps.itemClicked.connect(self._show_step)
        self.steps.itemActivated.connect(self._show_step)
        self.quantity.chosen.connect(self._show_goal)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self._undo)

    # ---- steps -----------------------------------------------------------------------------------------------------

    def place(self) -> int:
        """Of the chosen step, from 0; −1 for none."""
        return self.steps.currentRow()

    def refresh(self) -> None:
        """Show the steps there are, and what can be done."""
        chosen = min(self.place(), len(self.draft.steps) - 1)
        self.steps.clear()
        self.steps.addItems([f"{at}. {one.title}" for at, one in enumerate(self.draft.steps, start=1)])
        self.steps.setCurrentRow(chosen)
        has_steps = bool(self.draft.steps)
        for button in (self.replace, self.remove, self.up, self.down, self.try_it, self.save):
            button.setEnabled(has_steps)
        self.undo.setEnabled(bool(self._past))
        self._show_goal()

    def step(self) -> LessonStep:
        """What stands in the fields, with the document on the screen.

        Raises:
            LessonError: Something is missing; in words.
        """
        name, goal = self.quantity.value(), ""
        if name:
            unit = " %" if quantity_named(name).is_share else ""
            goal = f"{name} {self.relation.value()} {self.number.value():g}{unit}"
            try:
                StepGoal.read(goal)
            except ValueError as error:
                raise LessonError(str(error)) from None
        document = self._session.document if self.begins.isChecked() else None
        epochs = round(self.epochs.value())
        heading, words = self.heading.text(), self.words.toPlainText()
        return step_on_screen(document, heading, words, panel=self.panel.value(), goal=goal, epochs=epochs)

    @Slot()
    def _add(self) -> None:
        if self._make(self.draft.added):
            self.heading.clear()
            self.words.clear()
            self.begins.setChecked(False)

    @Slot()
    def _replace(self) -> None:
        self._make(lambda step: self.draft.replaced(self.place(), step))

    def _make(self, change: Callable[[LessonStep], LessonDraft]) -> bool:
        """Change the draft by the step that stands in the fields. Whether it is one; if not, the reason is said."""
        try:
            step = self.step()
        except LessonError as error:
            self._say(str(error))
            return False
        self._change(change(step))
        return True

    def _move(self, by: int, _checked: bool = False) -> None:
        place, before = self.place(), self.draft
        self._change(self.draft.moved(place, by))
        if self.draft is not before:
            self.steps.setCurrentRow(place + by)

    def _say(self, text: str) -> None:
        """Say what is missing; nothing for all being well."""
        self.remark.set_text(escape(text))
        self.remark.setVisible(bool(text))
        self._tell("")

    def _tell(self, text: str) -> None:
        """Say what has been done."""
        self.saved.set_text(escape(text))
        self.saved.setVisible(bool(text))

    def _change(self, draft: LessonDraft) -> None:
        self._say("")
        if draft is not self.draft:
            self._past.append(self.draft)
            self.draft, self.is_saved = draft, False
            self.refresh()

    @Slot()
    def _undo(self) -> None:
        if self._past:
            self.draft = self._past.pop()
            self.refresh()

    @Slot()
    def _show_step(self) -> None:
        """Put the chosen step into the fields, to be read and replaced."""
        step = self.draft.steps[self.place()]
        self.heading.setText(step.title)
        self.words.setPlainText(step.words)
        self.panel.set_value(step.look_at[0] if step.look_at else NOTHING)
        self.begins.setChecked(step.begin is not None)
        goals = step.targets()
        self.quantity.set_value(goals[0].quantity.name if goals else NOTHING)
        if goals:
            self.relation.set_value(goals[0].relation)
            self.number.set_value(goals[0].value * (100 if goals[0].quantity.is_share else 1))
        if step.show is not None:
            self.epochs.set_value(step.show.epochs)
        self._show_goal()

    @Slot()
    def _show_goal(self) -> None:
        has_goal = bool(self.quantity.value())
        for control in (self.relation, self.number, self.epochs):
            control.setEnabled(has_goal)

    # ---- the lesson ------------------------------------------------------------------------------------------------

    def lesson(self, key: str = "a-lesson") -> Lesson:
        """The lesson as it is.

        Raises:
            LessonError: Something is missing; in words.
        """
        locked = tuple(part for part, button in self.locks.items() if button.isChecked())
        hidden = self._closed() if self.hides.isChecked() else ()
        minutes = round(self.minutes.value())
        draft = LessonDraft(self.title.text(), self.about.text(), minutes, self.draft.steps, locked, hidden)
        return draft.lesson(key)

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
    def _ask_where(self) -> None:
        try:
            lesson_text(self.lesson())
        except LessonError as error:
            self._say(str(error))
            return
        suggested = f"{self.title.text().strip()}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(self, "Save lesson", suggested, SAVE_FILTER)
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
            self.is_saved = True
            self._say("")
            self._tell(f"Saved as {path.name}: pupils open it with File, Open, or drop it on the window.")


def _line(name: str, hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(f"{name}: {hint[:1].lower()}{hint[1:]}")
    field.setAccessibleName(name)
    field.setToolTip(f"{name}\n{hint}")
    return field


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other; None stands for what is spare."""
    row = QHBoxLayout()
    row.setSpacing(px(6))
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
