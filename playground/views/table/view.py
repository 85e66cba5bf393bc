"""The panel of the table: rows, what is selected, and what the keyboard does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from playground.document import edits_data
from playground.document.edits_cells import set_cells
from playground.document.model import domain_of
from playground.views.table.cells import fields_of, parse_column
from playground.views.table.model import PointsModel
from playground.widgets.buttons import IconButton
from playground.widgets.format import count
from playground.widgets.grid import Grid
from playground.widgets.lengths import scaled, scaled_size
from playground.widgets.panel import Panel
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from playground.document.edits_cells import Cell
    from playground.session.session import Session

LEAST_WIDTH = 322
NUMBER_WIDTH, COLUMN_WIDTH, TARGET_WIDTH, SET_WIDTH = 36, 59, 80, 52
"""Of the columns; that of the classes takes what is left, so that names are not cut beside an empty one."""
MOST_ROWS = 300
"""More chosen rows are shown by their tint alone: Qt's header asks after each of them whenever it is painted."""
MOST_PASTED = 10_000_000
"""Characters of a clipboard that are looked at."""


class TableView(Panel):
    """Follows the points and the selection; costs nothing while it is closed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Points", parent=parent)
        self._session = session
        self._following = False
        self._stale = True
        scaled(self.setMinimumWidth, LEAST_WIDTH)
        self.model = PointsModel(session, self)
        self.grid = _PointGrid(self)
        self.grid.setModel(self.model)
        scaled_size(self.grid.setIconSize, 12, 12)
        self.grid.setSortingEnabled(True)
        self.grid.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self._size_columns()
        self.remove = IconButton("trash", "Remove selected points", "Remove selected points (Del)")
        self.remove.clicked.connect(self.remove_selected)
        self.add_slot(self.remove, gap=0)
        self.add(self.grid, overhang=6, stretch=1)
        self.grid.selectionModel().selectionChanged.connect(self._select)
        session.dataset_changed.connect(self._refresh)
        session.selection.points_changed.connect(self._show_selection)
        theme_signals().changed.connect(self.model.repaint)
        theme_signals().changed.connect(self._size_columns)
        self._show_counts()

    @Slot()
    def _size_columns(self) -> None:
        """In the size of the interface."""
        self.setMinimumWidth(px(LEAST_WIDTH))
        self._columns = self.model.columnCount()
        head = self.grid.horizontalHeader()
        columns = self.model.columnCount() - 3
        for column, width in enumerate((NUMBER_WIDTH, *[COLUMN_WIDTH] * columns, TARGET_WIDTH, SET_WIDTH)):
            named = px(width) if column == 0 else max(px(width), head.sectionSizeHint(column))
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            head.resizeSection(column, named)
        head.setSectionResizeMode(columns + 1, QHeaderView.ResizeMode.Stretch)

    # ---- following -------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        self._stale = not self.isVisible()
        if not self._stale:
            self.model.show_dataset()
            if self.model.columnCount() != self._columns:
                self._size_columns()
            self._show_counts()

    @Slot()
    def _show_selection(self) -> None:
        """Rows that were selected elsewhere are tinted; the first of them comes into sight."""
        self._show_counts()
        if self._following or not self.isVisible():
            return
        self._following = True
        self.grid.clearSelection()
        self._following = False
        chosen = self._session.selection.points
        self.model.repaint()
        if chosen is not None and len(chosen) == len(self.model.order):
            row = int(np.argmax(chosen[self.model.order]))
            self.grid.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    @Slot()
    def _select(self) -> None:
        """The selected rows are the selected points everywhere."""
        if self._following:
            return
        mask = np.zeros(len(self.model.order), np.bool_)
        selection = self.grid.selectionModel().selection()
        for rows in (selection.at(i) for i in range(selection.count())):
            mask[self.model.order[rows.top() : rows.bottom() + 1]] = True
        self._following = True
        self._session.selection.select_points(mask)
        if int(mask.sum()) > MOST_ROWS:
            self.grid.clearSelection()
        self._following = False
        self.model.repaint()

    def _show_counts(self) -> None:
        chosen = self._session.selection.points
        selected = "" if chosen is None else f" · {int(chosen.sum()):,} selected"
        domain = domain_of(self._session.document)
        self.set_title(domain.samples.capitalize())
        self.set_subtitle(count(len(self._session.document.dataset), domain.sample) + selected)
        self.remove.setEnabled(chosen is not None)

    # ---- editing ---------------------------------------------------------------------------------------------------

    @Slot()
    def remove_selected(self) -> None:
        """Remove the selected points."""
        chosen = self._session.selection.points
        if chosen is not None:
            words = f"Remove {count(int(chosen.sum()), domain_of(self._session.document).sample)}"
            self._session.edit(words, lambda document: edits_data.remove_points(document, chosen))

    def paste(self) -> None:
        """Write the cells on the clipboard over those at the cursor; all of them, or none and the reason."""
        at = self.grid.currentIndex()
        text = QGuiApplication.clipboard().text()[:MOST_PASTED]
        block = [row.split("\t") for row in text.splitlines() if row.strip()]
        if not at.isValid() or not block:
            self._session.message_posted.emit("Choose a cell, and copy cells of a spreadsheet.", "info")
            return
        cells = self._cells(block, at.row(), at.column())
        if isinstance(cells, str):
            self._session.message_posted.emit(f"{cells} Nothing was pasted.", "refused")
            return
        self._session.edit(f"Paste {count(len(cells), 'cell')}", lambda document: set_cells(document, cells))

    def _cells(self, block: list[list[str]], top: int, left: int) -> list[Cell] | str:
        """The cells of a block, or why they cannot be written."""
        width, room = max(map(len, block)), self.model.columnCount() - left
        if len(block) > len(self.model.order) - top or width > room:
            return f"{len(block):,} × {width} cells do not fit below and beside the chosen one."
        data, rows = self._session.document.dataset, self.model.order[top : top + len(block)].tolist()
        cells: list[Cell] = []
        for column in range(width):
            field = fields_of(data)[left + column]
            filled = [i for i, row in enumerate(block) if column < len(row)]
            numbers = parse_column(data, left + column, [block[i][column] for i in filled])
            if field is None or isinstance(numbers, tuple):
                at, why = numbers if isinstance(numbers, tuple) else (0, "")
                return f"Row {filled[at] + 1} of the clipboard: {why}"
            cells += [(rows[i], field, number) for i, number in zip(filled, numbers, strict=True)]
        return cells


_KEYS = (
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
)


class _PointGrid(Grid):
    """Del removes, paste writes cells; single letters stay the program's, so that editing begins with F2 or Enter."""

    def __init__(self, view: TableView) -> None:
        super().__init__("Points")
        self._view = view
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)

    def event(self, event: QEvent) -> bool:
        """Take the keys that mean something here before the window does."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del, paste, Enter."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._view.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._view.remove_selected()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            if self.state() is not QAbstractItemView.State.EditingState:  # a cell's editor passes its Enter on
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _is_ours(event: QKeyEvent) -> bool:
    keys = (
        Qt.Key.Key_Delete,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
    )
    return event.matches(QKeySequence.StandardKey.Paste) or event.key() in keys
