"""Where the lines stand: pyqtgraph loads when there is something to plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal

from playground.widgets.plot_place import PlotPlace

if TYPE_CHECKING:
    from playground.document.dataset import Dataset
    from playground.views.columns.columns_plot import ColumnsPlot

USUAL, LEAST = QSize(420, 240), QSize(200, 110)


class ColumnsPlace(PlotPlace["ColumnsPlot"]):
    """Passes on what the plot tells.

    Signals:
        lit(object): Index of the sample under the pointer, or None.
        chosen(object): Index of the sample that was clicked, or None.
        column_asked(int, str): A column is to be shown on the maps, "across" or "up".
    """

    lit = Signal(object)
    chosen = Signal(object)
    column_asked = Signal(int, str)

    def __init__(self) -> None:
        super().__init__("Columns", (USUAL, LEAST))

    def make(self) -> ColumnsPlot:
        """The plot."""
        from playground.views.columns.columns_plot import ColumnsPlot  # noqa: PLC0415 - it loads pyqtgraph

        plot = ColumnsPlot()
        plot.lit.connect(self.lit)
        plot.chosen.connect(self.chosen)
        plot.column_asked.connect(self.column_asked)
        return plot

    def show_dataset(self, dataset: Dataset, value: int) -> None:
        """Show the lines of a dataset in the colours of its classes, or of one of its values."""
        from playground.views.columns.columns_plot import lines_of  # noqa: PLC0415 - it loads pyqtgraph

        self.setAccessibleDescription(", ".join(dataset.columns))
        self.plot.show_lines(lines_of(dataset, value))
        self.show_plot()
