"""Where the rows of the layers stand: how their numbers were spread over the epochs, and how they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.inside.sizes import BOTTOM, LEAST_ROW, MOST_ROW, ROW_GAP
from playground.widgets.plot_place import PlotPlace
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.training.probes.layer_statistics import NetworkStatistics
    from playground.training.timeline.timeline import Mark
    from playground.views.inside.record import Record
    from playground.views.inside.rows_plot import RowsPlot
    from playground.views.inside.sizes import Titles

WIDTH, LEAST_WIDTH = 240, 200


class Rows(PlotPlace["RowsPlot"]):
    """Bands over the epochs, the shape at one moment at their right. Left and Right go through the moments.

    Signals:
        pointed(object): The share of the epoch axis that is looked at, or None for the newest moment.
        chosen(int): The uid of a layer that was clicked.
    """

    pointed = Signal(object)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Spread of each layer over the epochs", (QSize(), QSize()), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._count = 0

    def make(self) -> RowsPlot:
        """The plot, whose signals are this widget's."""
        from playground.views.inside.rows_plot import RowsPlot  # noqa: PLC0415 - it loads pyqtgraph

        made = RowsPlot()
        made.pointed.connect(self.pointed)
        made.chosen.connect(self.chosen)
        return made

    def show_record(
        self,
        titles: Titles,
        record: Record,
        kind: str,
        inside: NetworkStatistics,
        changes: tuple[Mark, ...],
        *,
        invites: bool,
    ) -> None:
        """Show one kind of numbers of all layers.

        Args:
            titles: Of the rows.
            record: What was seen so far.
            kind: Of `record.KINDS`.
            inside: The moment whose shapes are shown, with as many layers as titles.
            changes: Of layers, settings or points on the way.
            invites: Say at a single moment what brings more of them.
        """
        if len(titles) != self._count:
            self._count = len(titles)
            self.updateGeometry()
        self.plot.show_record(titles, record, kind, inside, changes, invites=invites)
        self.show_plot()

    def sizeHint(self) -> QSize:
        """Rows of the usual height."""
        return QSize(px(WIDTH), self._height(MOST_ROW))

    def minimumSizeHint(self) -> QSize:
        """Rows as low as they can be read; below that the panel scrolls."""
        return QSize(px(LEAST_WIDTH), self._height(LEAST_ROW))

    def _height(self, row: int) -> int:
        return self._count * px(row + ROW_GAP) + px(BOTTOM)
