"""Where the phase map is drawn; pyqtgraph loads when the first one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal

from playground.widgets.plot_place import PlotPlace

if TYPE_CHECKING:
    from playground.views.experiments.phase_plot import PhasePlot

USUAL, LEAST = QSize(280, 260), QSize(160, 120)


class PhasePlace(PlotPlace["PhasePlot"]):
    """The phase map.

    Signals:
        pointed(object): The `PhaseCell` under the pointer, or None.
        opened(object): A cell was clicked, a `PhaseCell`.
        zoomed(): Another part of the map is in sight.
    """

    pointed = Signal(object)
    opened = Signal(object)
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__("Phase map", (USUAL, LEAST))

    def make(self) -> PhasePlot:
        """The plot, whose signals are this widget's."""
        from playground.views.experiments.phase_plot import PhasePlot  # noqa: PLC0415 - it loads pyqtgraph

        made = PhasePlot()
        made.pointed.connect(self.pointed)
        made.opened.connect(self.opened)
        made.zoomed.connect(self.zoomed)
        return made
