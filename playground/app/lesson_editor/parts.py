"""The fields and buttons of the window in which a lesson is written, and where they stand; what they do is apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from playground.app.lesson_editor.fields import line, row
from playground.app.lesson_editor.locks import LocksForm
from playground.app.lesson_editor.step_form import StepForm
from playground.lessons.files import SUFFIX
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.text import CENTRE
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.document.model import Document

LEFT, RIGHT, HEIGHT = 312, 500, 520
ABOUT = (
    "Put on the screen what a step is to begin with: data, network, settings. Write beside it, add the step, "
    "and go on with the next. Weights are not kept: every pupil trains an own network."
)


class LessonEditorParts(QDialog):
    """On the left the lesson as a whole, on the right a step.

    Args:
        screen: Gives the document on the screen.
        closed: Says which panels are closed now, by their keys.
        actions: Words of the commands that can be locked, by their names.
        parent: Qt parent.
    """

    def __init__(
        self,
        screen: Callable[[], Document],
        closed: Callable[[], tuple[str, ...]],
        actions: Mapping[str, str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Write a lesson")
        self.title, self.about = line("Title", "What the lesson is called"), line("About", "What one learns")
        self.minutes = NumberField("Minutes", NumberRange(minimum=1, maximum=30, step=1), 5, tip="Minutes\nIt takes")
        self.steps = QListWidget()
        self.steps.setObjectName("field")
        self.steps.setAccessibleName("Steps")
        self.steps.setToolTip("Steps\nClick one to read and change it")
        self.none = Label("The steps that you add stand here", "row", "ink3", CENTRE)
        QVBoxLayout(self.steps.viewport()).addWidget(self.none)
        self.form = StepForm(screen)
        self.locks = LocksForm(actions, closed)
        self._make_buttons()
        self.remark, self.saved = FlowText("", colour="warn"), FlowText("")
        self._arrange()

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
        self.which = Label("A new step", "label_strong", "ink3")
        column.addWidget(self.which)
        self.step_area = ColumnScroll(self.form)
        column.addWidget(self.step_area, 1)
        column.addLayout(row(self.add, self.replace, None, self.empty))
        return side
