"""Where bands are drawn; pyqtgraph loads when the first one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal

from playground.widgets.plot_place import PlotPlace

if TYPE_CHECKING:
    from playground.views.experiments.band_plot import BandPlot

USUAL, LEAST = QSize(280, 150), QSize(160, 90)


class BandPlace(PlotPlace["BandPlot"]):
    """The plot of a band.

    Signals:
        hovered(object): Where across the plot the pointer is, or None.
        clicked(float): Across the plot.
    """

    hovered = Signal(object)
    clicked = Signal(float)

    def __init__(self, name: str, unit: str = "") -> None:
        super().__init__(name, (USUAL, LEAST))
        self._unit = unit

    def make(self) -> BandPlot:
        """The plot, whose signals are this widget's."""
        from playground.views.experiments.band_plot import BandPlot  # noqa: PLC0415 - it loads pyqtgraph

        made = BandPlot(self._unit)
        made.hovered.connect(self.hovered)
        made.clicked.connect(self.clicked)
        return made
