"""The table of the methods: scores, spread over splits, time to fit, numbers kept; sorted by any of them."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QWidget

from playground.document import figures
from playground.tasks import TASKS
from playground.views.experiments.method_rows import (
    MethodRow,
    as_table,
    brief_score,
    brief_spread,
    milliseconds,
    mistake_words,
    row_words,
)
from playground.widgets.format import compact
from playground.widgets.grid import ROW, Grid
from playground.widgets.text import literal
from playground.widgets.theme import current, px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from playground.document.model import Document

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()
HEADS = {
    "title": ("Method", ""),
    "train": ("Train", "on the samples that it was fitted to"),
    "test": ("Test", "on the samples kept for testing"),
    "mistakes": ("Wrong", "test samples that it gets wrong"),
    "mean": ("Splits", "test score on other splits of the same share: mean and standard deviation"),
    "seconds": ("ms", "milliseconds to fit; of the network, to train it on another split"),
    "numbers": ("Kept", "numbers that it keeps to answer"),
}
"""Titles of the columns and what they say, by the field that they sort by."""
WIDTHS = {"train": 42, "test": 42, "mistakes": 42, "mean": 70, "seconds": 32, "numbers": 34}
LEAST_TITLE, PADDING, LEAST_ROWS = 116, 4, 3
GIVES_WAY = ("seconds", "numbers", "train")
"""Columns that are left out one after the other where titles would be cut; a wider panel has them all."""


class MethodTable(Grid):
    """Follows `show_rows`. Ctrl+C copies the table as CSV."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Methods in numbers", parent, "label", PADDING)
        self.rows = MethodModel(self)
        self._wanted: list[str] = [name for name in WIDTHS if name not in {"mistakes", "mean"}]
        self.setModel(self.rows)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setEditTriggers(Grid.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        theme_signals().changed.connect(self._size)
        self._size()

    def show_rows(self, document: Document, rows: list[MethodRow], *, has_maps: bool) -> None:
        """Show these, in the order that was chosen."""
        self.rows.take(document, rows)
        nothing_known = {
            "mistakes": has_maps or not document.dataset.classes,
            "mean": all(isnan(row.mean) for row in rows),
        }
        self._wanted = [name for name in WIDTHS if not nothing_known.get(name)]
        self._size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        super().resizeEvent(event)
        self._size()

    def choose(self, name: str) -> None:
        """Bring the row of a method, or of the network, into sight and select it."""
        names = [row.name for row in self.rows.shown]
        if name in names:
            self.selectRow(names.index(name))

    def copy(self) -> None:
        """Put the table on the clipboard, as CSV."""
        if self.rows.document is not None:
            QGuiApplication.clipboard().setText(as_table(self.rows.document, self.rows.shown))

    def event(self, event: QEvent) -> bool:
        """Ctrl+C is the table's before it is the window's."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_copy(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies."""
        if _is_copy(event):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _size(self) -> None:
        """Columns that fit beside whole titles, and the height of the rows."""
        head, shown = self.horizontalHeader(), list(self._wanted)
        head.setMinimumSectionSize(px(30))
        for name in GIVES_WAY:
            if self.viewport().width() - sum(px(WIDTHS[one]) for one in shown) < px(LEAST_TITLE):
                shown = [one for one in shown if one != name]
        for column, name in enumerate(HEADS):
            self.setColumnHidden(column, name != "title" and name not in shown)
            if name == "title":
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            else:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                head.resizeSection(column, px(WIDTHS[name]))
        rows = px(ROW) * max(self.rows.rowCount(), LEAST_ROWS)
        self.setMinimumHeight(px(ROW) * (LEAST_ROWS + 1) + 4)
        self.setMaximumHeight(rows + head.sizeHint().height() + 4)


class MethodModel(QAbstractTableModel):
    """The rows; the network comes first unless a column sorts them.

    Attributes:
        shown: In the order in which they stand.
        document: Whose they are; None before there are any.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.shown: list[MethodRow] = []
        self._rows: list[MethodRow] = []
        self._by, self._order = -1, Qt.SortOrder.AscendingOrder

    def take(self, document: Document, rows: list[MethodRow]) -> None:
        """Take rows in place of those before; where as many stay, nothing moves but what they say."""
        is_other, self.document, self._rows = len(rows) != len(self.shown), document, rows
        if is_other:
            self.beginResetModel()
            self.shown = self._sorted()
            self.endResetModel()
        else:
            self.shown = self._sorted()
            last = self.index(len(rows) - 1, len(HEADS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # ---- what Qt asks ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for the network, one for each method."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """All columns, hidden ones too."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Titles, and what the columns say."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        name = list(HEADS)[section]
        title, words = HEADS[name]
        if role == Role.ToolTipRole and words:
            score = "" if self.document is None else TASKS[self.document.task].score_title
            return f"{title}\n{f'{score} ' if name in {'train', 'test'} else ''}{words}; a click sorts"
        if role == Role.TextAlignmentRole and section:
            return RIGHT
        if role != Role.DisplayRole:
            return None
        is_share = self.document is not None and TASKS[self.document.task].score_is_share
        return f"{title} %" if is_share and name in {"train", "test"} else title

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell."""
        row, name = self.shown[index.row()], list(HEADS)[index.column()]
        if self.document is None:
            return None
        if role == Role.DisplayRole:
            return _cell(self.document, row, name)
        if role == Role.ToolTipRole:
            return literal(f"{row_words(self.document, row)}\n{row.summary}")
        if role == Role.TextAlignmentRole and index.column():
            return RIGHT
        if role == Role.ForegroundRole:
            return current().ink if row.is_current and not row.refusal else current().ink3
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column; those without a number last."""
        self.layoutAboutToBeChanged.emit()
        self._by, self._order = column, order
        self.shown = self._sorted()
        self.layoutChanged.emit()

    def _sorted(self) -> list[MethodRow]:
        if not 0 <= self._by < len(HEADS):
            return list(self._rows)
        name = list(HEADS)[self._by]
        field = "test" if name == "mistakes" else name
        falls = (self._order is Qt.SortOrder.DescendingOrder) != (name == "mistakes")
        if field == "title":
            return sorted(self._rows, key=lambda row: row.title.casefold(), reverse=falls)
        known = [row for row in self._rows if not row.refusal and not isnan(getattr(row, field))]
        rest = [row for row in self._rows if row not in known]
        return sorted(known, key=lambda row: float(getattr(row, field)), reverse=falls) + rest


def _cell(document: Document, row: MethodRow, name: str) -> str:
    texts = {
        "title": lambda: row.title,
        "train": lambda: brief_score(document, row.train),
        "test": lambda: brief_score(document, row.test),
        "mistakes": lambda: mistake_words(document, row),
        "mean": lambda: brief_spread(document, row),
        "seconds": lambda: milliseconds(row.seconds),
        "numbers": lambda: _brief(row.numbers) if row.numbers else figures.DASH,
    }
    return figures.DASH if row.refusal and name != "title" else texts[name]()


def _brief(number: int) -> str:
    """999, 4.7k, 49k, 1.2M."""
    return f"{number / 1000:.0f}k" if 10_000 <= number < 1_000_000 else compact(number)


def _is_copy(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy)
