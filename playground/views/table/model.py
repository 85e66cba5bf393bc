"""The points as rows, in the order that a header asks for; editing a cell is an edit of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from playground.document.edits_cells import ValueField, set_cells
from playground.views.table.cells import cell_text, fields_of, full_text, parse_cell, titles
from playground.widgets.theme import current, marker_path, px

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.document.edits_cells import Field
    from playground.session.session import Session

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()
_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class PointsModel(QAbstractTableModel):
    """Rows are asked for one by one, so that a hundred thousand cost no more than those in sight.

    Attributes:
        order: The point in each row, (N,).
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._data: Dataset = session.document.dataset
        self._sorted_by = (0, Qt.SortOrder.AscendingOrder)
        self.order: NDArray[np.intp] = np.arange(len(self._data))
        self._markers: dict[int, QIcon] = {}

    def show_dataset(self) -> None:
        """Take the session's dataset; where only cells changed, rows stay where they are."""
        before, self._data = self._data, self._session.document.dataset
        if len(self._data) != len(before) or titles(self._data) != titles(before):
            self.beginResetModel()
            self.order = self._sorted()
            self.endResetModel()
        else:
            self.repaint()

    def repaint(self) -> None:
        """Every cell may look different."""
        self._markers.clear()
        if len(self._data):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._data) - 1, len(fields_of(self._data)) - 1))

    # ---- what Qt asks ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each point."""
        return 0 if parent.isValid() else len(self._data)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number, the columns of the samples, class or values, set."""
        return 0 if parent.isValid() else len(fields_of(self._data))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole and _is_number(fields_of(self._data)[section]):
            return RIGHT
        return titles(self._data)[section] if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell."""
        point, column = int(self.order[index.row()]), index.column()
        if role == Role.DisplayRole:
            return cell_text(self._data, point, column)
        if role == Role.EditRole:
            return full_text(self._data, point, column)
        if role == Role.TextAlignmentRole and (column == 0 or _is_number(fields_of(self._data)[column])):
            return RIGHT
        if role == Role.DecorationRole and fields_of(self._data)[column] == "class":
            return self._marker(self._data.classes[int(self._data.targets[point])].color)
        return self._colour(point, column, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All but the number can be edited."""
        return _FLAGS | Qt.ItemFlag.ItemIsEditable if index.column() else _FLAGS

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Write what a person typed; what means nothing is said in the message bar."""
        field, point = fields_of(self._data)[index.column()], int(self.order[index.row()])
        if role != Role.EditRole or field is None or str(value) == full_text(self._data, point, index.column()):
            return False
        number = parse_cell(self._data, index.column(), str(value))
        if isinstance(number, str):
            self._session.message_posted.emit(number, "refused")
            return False
        title = titles(self._data)[index.column()].lower()
        return self._session.edit(
            f"Change {title} of point {point + 1:,}", lambda d: set_cells(d, [(point, field, number)])
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column; equal ones stay in the order of their numbers.

        A reset, for the view to forget which rows were chosen: the tint of selected points goes along with them.
        """
        self._sorted_by = min(column, self.columnCount() - 1), order
        self.beginResetModel()
        self.order = self._sorted()
        self.endResetModel()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _sorted(self) -> NDArray[np.intp]:
        column, order = self._sorted_by
        data = self._data
        keys = (np.arange(len(data)), *data.samples.T, *np.atleast_2d(data.targets.T), data.is_test)
        column = min(column, len(keys) - 1)  # another table may have fewer
        sign = 1 if order is Qt.SortOrder.AscendingOrder else -1
        return np.argsort(sign * keys[column].astype(np.float64), kind="stable")

    def _colour(self, point: int, column: int, role: int) -> QColor | None:
        if role == Role.ForegroundRole:
            return current().ink3 if column == 0 else current().ink
        chosen = self._session.selection.points
        if role == Role.BackgroundRole and chosen is not None and point < len(chosen) and chosen[point]:
            return current().control_hover
        return None

    def _marker(self, color: int) -> QIcon:
        """The class's marker, drawn once for each theme."""
        if color not in self._markers:
            side = px(16)
            picture = QPixmap(side * 2, side * 2)
            picture.setDevicePixelRatio(2.0)
            picture.fill(Qt.GlobalColor.transparent)
            with QPainter(picture) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.translate(side / 2, side / 2)
                painter.fillPath(marker_path(color, side * 0.3), current().mark(color))
            icon = QIcon(picture)
            icon.addPixmap(picture, QIcon.Mode.Selected)
            self._markers[color] = icon
        return self._markers[color]


def _is_number(field: Field | None) -> bool:
    return isinstance(field, int | ValueField)
