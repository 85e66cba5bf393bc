"""The data panel, put together: gallery, tools, classes, settings, and what starts anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from playground.document import edits_data, edits_source
from playground.document.data_operations import DATA_OPERATIONS, refusal
from playground.document.model import domain_of
from playground.session.value_choice import add_refusal, add_value, remove_refusal, remove_value
from playground.tasks import TASKS
from playground.views.data.classes_part import ClassesPart
from playground.views.data.columns_part import ColumnsPart
from playground.views.data.draw_part import DrawPart
from playground.views.data.gallery_part import GalleryPart
from playground.views.data.operation_dialog import OperationDialog
from playground.views.data.settings_part import SettingsPart
from playground.widgets.buttons import IconButton, PushButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.lengths import scaled
from playground.widgets.lockable import lock_entry
from playground.widgets.panel import LINE, PADDING, Panel
from playground.widgets.row import OVERHANG
from playground.widgets.theme import px, theme_signals
from playground.widgets.thumbnails import MARGIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.data_operations import DataOperation
    from playground.document.model import Document
    from playground.session.session import Session

SECTION_GAP, LEAST_WIDTH = 14, 200


class DataView(Panel):
    """Everything about the points that is not drawn by hand."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Data", parent=parent)
        self._session = session
        scaled(self.setMinimumWidth, LEAST_WIDTH)
        self._add_header()
        self._add_body()
        self._add_foot()
        session.undo_stack.indexChanged.connect(self._show_undo)
        session.dataset_changed.connect(self._show)
        session.state_changed.connect(self._show)
        self._show_undo()
        self._show()

    def _add_header(self) -> None:
        stack = self._session.undo_stack
        self.undo = IconButton("undo", "Undo")
        self.redo = IconButton("redo", "Redo")
        self.more = IconButton(
            "ellipsis", "More", "More\nTask, and operations on all data: balance, thin out, noise, split"
        )
        self.undo.clicked.connect(stack.undo)
        self.redo.clicked.connect(stack.redo)
        self.more.clicked.connect(self._open_menu)
        self.undo.follow_lock(self._session.lessons, "undo")
        self.redo.follow_lock(self._session.lessons, "redo")
        for button in (self.undo, self.redo, self.more):
            self.add_slot(button, gap=0)

    def _add_body(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, SECTION_GAP)
        self._draw = DrawPart(self._session)
        parts = {
            GalleryPart(self._session): MARGIN,
            ColumnsPart(self._session): 0,
            self._draw: 0,
            ClassesPart(self._session): OVERHANG,
            SettingsPart(self._session): 0,
        }
        self._seats = [(QHBoxLayout(), overhang) for overhang in parts.values()]
        for part, (row, _) in zip(parts, self._seats, strict=True):
            row.addWidget(part)
            column.addLayout(row)
        theme_signals().changed.connect(self._seat_parts)
        self._seat_parts()
        column.addStretch(1)
        content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.body.addWidget(ColumnScroll(content), 1)

    @Slot()
    def _seat_parts(self) -> None:
        """On the text column of the header, at every size of the interface."""
        for row, overhang in self._seats:
            side = px(PADDING - overhang) + LINE
            row.setContentsMargins(side, 0, side, 0)

    def _add_foot(self) -> None:
        foot = QWidget()
        row = QHBoxLayout(foot)
        scaled(row.setContentsMargins, 0, 8, 0, 0)
        scaled(row.setSpacing, 8)
        self.resample = PushButton("Resample", "dice", "Resample (Ctrl+R)\nOther data from the same generator")
        self.clear = PushButton("Clear", "trash", "Clear\nRemove all data; undo brings it back")
        self.resample.clicked.connect(self._resample)
        self.clear.clicked.connect(self._clear)
        self.resample.follow_lock(self._session.lessons, "resample")
        self.clear.follow_lock(self._session.lessons, "clear")
        row.addWidget(self.resample, 1)
        row.addWidget(self.clear, 1)
        self.add(foot)

    @Slot()
    def _resample(self) -> None:
        self._session.edit("Resample", edits_source.resample)

    @Slot()
    def _clear(self) -> None:
        self._session.edit(f"Clear {domain_of(self._session.document).marks}", edits_data.clear_points)

    @Slot()
    def _open_menu(self) -> None:
        menu, lessons = QMenu(self), self._session.lessons
        menu.setToolTipsVisible(True)
        shown = self._session.selection.value
        for kind in TASKS.values():
            edit = partial(edits_data.set_task, task=kind.name, value=shown)
            text = f"Use as {kind.title.lower()}"
            action = menu.addAction(text)
            action.setEnabled(edit(self._session.document) is not self._session.document)
            action.triggered.connect(partial(self._edit, text, edit))
            lock_entry(action, lessons, f"as_{kind.name}")
        self._add_values(menu)
        menu.addSeparator()
        for operation in DATA_OPERATIONS.values():
            action = menu.addAction(f"{operation.title}…")
            action.setEnabled(not refusal(operation, self._session.document.dataset, self._session.selection.points))
            action.triggered.connect(partial(self._operate, operation))
            lock_entry(action, lessons, f"data_{operation.key}")
        menu.exec(self.more.mapToGlobal(QPoint(0, self.more.height())))
        menu.deleteLater()

    def _add_values(self, menu: QMenu) -> None:
        """What can be done to the values of a regression; with one of them, only to have more."""
        session = self._session
        if session.document.dataset.classes:
            return
        menu.addSeparator()
        add = menu.addAction("Add a value")
        add.setEnabled(not add_refusal(session))
        add.triggered.connect(partial(add_value, session))
        lock_entry(add, session.lessons, "add_value")
        if not remove_refusal(session):
            name = session.selection.value_name.replace("&", "&&")
            menu.addAction(f"Rename the value {name}").triggered.connect(self._draw.start_renaming)
            remove = menu.addAction(f"Remove the value {name}")
            remove.triggered.connect(partial(remove_value, session))
            lock_entry(remove, session.lessons, "remove_value")

    def _edit(self, text: str, edit: Callable[[Document], Document]) -> None:
        self._session.edit(text, edit)

    def _operate(self, kind: type[DataOperation], _checked: bool = False) -> None:
        OperationDialog.run(self._session, kind, self.window())

    @Slot()
    def _show_undo(self) -> None:
        stack = self._session.undo_stack
        self.undo.setEnabled(stack.canUndo())
        self.redo.setEnabled(stack.canRedo())
        self.undo.set_description("Undo", f"Undo (Ctrl+Z)\n{stack.undoText() or 'Nothing to undo'}")
        self.redo.set_description("Redo", f"Redo (Ctrl+Shift+Z)\n{stack.redoText() or 'Nothing to redo'}")

    @Slot()
    def _show(self) -> None:
        data = self._session.document.dataset
        self.resample.setEnabled(data.source is not None)
        self.clear.setEnabled(len(data) > 0)
        problem = next((problem.text for problem in self._session.problems if problem.panel == "data"), "")
        self.set_warning(problem)
