"""The first rows of a table as a person has it in mind, with what each column is taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from playground.interop.tables.columns.indicators import can_be_input
from playground.interop.tables.importing import projected_columns
from playground.widgets.fonts import font
from playground.widgets.text import literal
from playground.widgets.theme import current

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from playground.interop.tables.data_table import Column, DataTable
    from playground.interop.tables.importing import Choices

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

SHOWN = 200
"""More rows than anybody reads; the whole is counted below."""
_INDEX = QModelIndex()


class PreviewModel(QAbstractTableModel):
    """Cells as they stand in the file; those that cannot be used are in the colour of warnings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: DataTable | None = None
        self._choices: Choices | None = None
        self._reasons: tuple[str, ...] = ()

    def show_table(self, table: DataTable | None, choices: Choices | None, reasons: tuple[str, ...] = ()) -> None:
        """Show another table, or the same with other choices.

        Args:
            table: None for none.
            choices: What its columns are taken for.
            reasons: Why, for each column.
        """
        self.beginResetModel()
        self._table, self._choices, self._reasons = table, choices, reasons
        self.endResetModel()

    def rowCount(self, parent: Index = _INDEX) -> int:
        """The rows that are shown."""
        return 0 if parent.isValid() or self._table is None else min(len(self._table), SHOWN)

    def columnCount(self, parent: Index = _INDEX) -> int:
        """All columns."""
        return 0 if parent.isValid() or self._table is None else len(self._table.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The column's name with what it is taken for."""
        if orientation is not Qt.Orientation.Horizontal or self._table is None:
            return None
        used = self._use(section)
        if role == Role.DisplayRole:
            name = self._table.columns[section].name
            return f"{name}  →  {used}" if used and used.casefold() != name.casefold() else name
        if role == Role.TextAlignmentRole:
            return _alignment(self._table.columns[section])
        if role == Role.ForegroundRole:
            return current().ink if used else current().ink3
        return self._tip(section, used) if role == Role.ToolTipRole else None

    def _tip(self, column: int, used: str) -> str:
        reason = self._reasons[column] if column < len(self._reasons) else ""
        name = "" if self._table is None else self._table.columns[column].name
        return literal(f"{name}\n{used or 'Left out'}{f': {reason}' if reason else ''}")

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell."""
        if self._table is None:
            return None
        column = self._table.columns[index.column()]
        if role == Role.DisplayRole:
            return column.texts[index.row()]
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role == Role.ForegroundRole:
            return self._colour(index)
        return font("row") if role == Role.FontRole else None

    def _colour(self, index: Index) -> Any:
        used = self._use(index.column())
        if self._table is None or not used:
            return current().ink3
        column = self._table.columns[index.column()]
        holds_words = used in {"label", "test"} or (used == "input" and can_be_input(column))
        bad = column.is_missing if holds_words else np.isnan(column.numbers)
        return current().warn if bad[index.row()] else current().ink

    def _use(self, column: int) -> str:
        """What a column is taken for; "" for nothing."""
        choices = self._choices
        if choices is None or self._table is None:
            return ""
        targets = choices.values or (choices.target,)
        if column in targets and choices.meaning != "none" and "target" not in choices.open:
            return "label" if choices.meaning == "classes" else "value"
        if choices.project:
            return "component" if column in projected_columns(self._table, choices) else ""
        if column == choices.test:
            return "test"
        if choices.columns is not None:
            return "input" if column in choices.columns else ""
        uses = [
            name for name, place in (("x", choices.x), ("y", choices.y)) if place == column and name not in choices.open
        ]
        return ", ".join(uses)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    """Numbers end below each other and below their name; words begin there."""
    side = Qt.AlignmentFlag.AlignRight if column.is_numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
