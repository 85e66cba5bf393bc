"""The rows of racers, and the place of their curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from playground.widgets.grid import Grid
from playground.widgets.plot_place import PlotPlace
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent

    from playground.views.experiments.race_plot import RacePlot

USUAL, LEAST = QSize(280, 170), QSize(160, 90)
ROW, HEAD, LEAST_ROWS = 34, 28, 2
NUMBERS, PADDING = range(1, 4), 6


class RaceGrid(Grid):
    """One row at a time is chosen; Enter or a double click opens it.

    Signals:
        opened(int): The racer in this row is to be opened.
    """

    opened = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name, padding=PADDING)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._open)
        theme_signals().changed.connect(self.fit)

    def fit(self) -> None:
        """Rows as high as a map, columns as wide as what stands in them: names have the rest."""
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        if self.model() is None or not self.model().rowCount():
            return
        for section in NUMBERS:
            self.horizontalHeader().setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(section, self._width_of(section))
        rows = self.model().rowCount()
        self.setMinimumHeight(px(HEAD + ROW * min(rows, LEAST_ROWS) + 2))
        self.setMaximumHeight(px(HEAD + ROW * rows + 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what is chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _width_of(self, column: int) -> int:
        """The width of its header or its widest cell, in pixels."""
        model, across = self.model(), Qt.Orientation.Horizontal
        cells = (str(model.index(row, column).data() or "") for row in range(model.rowCount()))
        widest = max(self.fontMetrics().horizontalAdvance(text) for text in cells)
        head = self.horizontalHeader().fontMetrics().horizontalAdvance(str(model.headerData(column, across)))
        return max(widest, head) + 2 * px(PADDING)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())


class RacePlace(PlotPlace["RacePlot"]):
    """The plot of the curves."""

    def __init__(self) -> None:
        super().__init__("Losses of the racers", (USUAL, LEAST))

    def make(self) -> RacePlot:
        """The plot; pyqtgraph loads when the first one is."""
        from playground.views.experiments.race_plot import RacePlot  # noqa: PLC0415 - it loads pyqtgraph

        return RacePlot()
