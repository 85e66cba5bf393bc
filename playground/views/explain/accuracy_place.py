"""Where the accuracy under attack is drawn; pyqtgraph loads when it is first known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal

from playground.widgets.plot_place import PlotPlace

if TYPE_CHECKING:
    from playground.views.explain.accuracy_plot import AccuracyPlot


class AccuracyPlace(PlotPlace["AccuracyPlot"]):
    """The plot of accuracy against strength.

    Signals:
        picked(float): The strength that was clicked.
    """

    picked = Signal(float)

    def __init__(self) -> None:
        super().__init__("Accuracy against the strength of the attack", (QSize(280, 130), QSize(160, 110)))

    def make(self) -> AccuracyPlot:
        """The plot, whose signal is this widget's."""
        from playground.views.explain.accuracy_plot import AccuracyPlot  # noqa: PLC0415 - it loads pyqtgraph

        made = AccuracyPlot()
        made.view.clicked.connect(self._on_clicked)
        return made

    def _on_clicked(self, across: float, _up: float) -> None:
        self.picked.emit(max(across, 0.0))
