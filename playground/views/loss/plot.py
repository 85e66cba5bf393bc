"""Where the curves of the run are drawn, or words while there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal

from playground.widgets.plot_place import PlotPlace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.views.loss.curve_plot import CurvePlot

USUAL, LEAST = QSize(408, 220), QSize(120, 80)
"""As in a window of 1440 x 900; room for two lines of the axis."""
MOST_PIXELS = 20_000


class LossPlot(PlotPlace["CurvePlot"]):
    """The plot of losses or scores.

    Signals:
        hovered(object): The epoch under the pointer, or None.
        zoomed(): Another part of the curves is visible.
        visited(float): An epoch that is to be looked back at.
    """

    hovered = Signal(object)
    zoomed = Signal()
    visited = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loss curves", (USUAL, LEAST), parent)

    def make(self) -> CurvePlot:
        """The plot, whose signals are this widget's."""
        from playground.views.loss.curve_plot import CurvePlot  # noqa: PLC0415 - it loads pyqtgraph

        made = CurvePlot()
        made.hovered.connect(self.hovered)
        made.zoomed.connect(self.zoomed)
        made.visited.connect(self.visited)
        return made

    def is_dragging(self) -> bool:
        """Whether the person drags the mark of the epoch that is looked back at."""
        return self.is_loaded and self.plot.is_dragging()

    def show_readout(self, epoch: float | None, lines: tuple[str, ...] = ()) -> None:
        """Draw the cross-hair at an epoch with what is known there."""
        if self.is_loaded:
            self.plot.show_readout(epoch, lines)

    def resolution(self) -> int:
        """Device pixels across the whole run: more than are visible where somebody has zoomed in."""
        magnified = self.plot.magnification() if self.is_loaded else 1.0
        return round(min(max(self.width() * self.devicePixelRatioF() * magnified, 1.0), MOST_PIXELS))
