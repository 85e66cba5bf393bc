"""A list in which columns of a table are checked, with buttons that check all of them or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from playground.domains.table.domain import TableDomain
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.label import Label
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_HEIGHT = 108
_PLACE = Qt.ItemDataRole.UserRole


class ColumnList(QWidget):
    """Which columns are taken, in the order of the table.

    Signals:
        chosen(tuple): Their places.
    """

    chosen = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self._usual: tuple[int, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName("Columns of the table")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumHeight(px(LEAST_HEIGHT))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.itemChanged.connect(self._tell)
        most = TableDomain.most_columns
        self.all = PushButton(
            "All",
            tip=f"All\nEvery column of numbers or few texts beside label and test; {most} are the most",
            height=SMALL,
        )
        self.none = PushButton("None", tip="None\nThen check those that are wanted", height=SMALL)
        self.all.clicked.connect(lambda: self.chosen.emit(self._usual[:most]))
        self.none.clicked.connect(lambda: self.chosen.emit(()))
        self.count = Label("", "row", "ink2")
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(self.count, 1)
        row.addWidget(self.all)
        row.addWidget(self.none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self.list, 1)
        column.addLayout(row)

    def show_columns(
        self, names: Sequence[str], offered: Sequence[int], usual: Sequence[int], taken: Sequence[int]
    ) -> None:
        """Show columns and which are checked; where the columns stay, so do place and focus.

        Args:
            names: Of all columns of the table.
            offered: Places of those that can be taken.
            usual: Places of those that All takes.
            taken: Places of those that are checked.
        """
        self._usual = tuple(usual)
        self.count.set_text(f"{len(taken)} of {len(offered)}")
        with QSignalBlocker(self.list):
            if self._shown() != [(place, names[place]) for place in offered]:
                self.list.clear()
                for place in offered:
                    item = QListWidgetItem(names[place], self.list)
                    item.setData(_PLACE, place)
            chosen = set(taken)
            for item in self._items():
                checked = item.data(_PLACE) in chosen
                item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)

    def _shown(self) -> list[tuple[int, str]]:
        return [(item.data(_PLACE), item.text()) for item in self._items()]

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    @Slot(QListWidgetItem)
    def _tell(self, _item: QListWidgetItem) -> None:
        checked = [item for item in self._items() if item.checkState() is Qt.CheckState.Checked]
        self.chosen.emit(tuple(item.data(_PLACE) for item in checked))
