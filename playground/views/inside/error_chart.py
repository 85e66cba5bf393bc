"""Where the plot of the error that comes back stands."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.plot_place import PlotPlace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.training.probes.layer_statistics import NetworkStatistics
    from playground.views.inside.error_plot import ErrorPlot

USUAL, LEAST = QSize(240, 148), QSize(200, 76)
"""A few decades, in a low panel."""


class ErrorChart(PlotPlace["ErrorPlot"]):
    """One dot a layer, from the first to the output."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Error that comes back to each layer", (USUAL, LEAST), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def make(self) -> ErrorPlot:
        """The plot."""
        from playground.views.inside.error_plot import ErrorPlot  # noqa: PLC0415 - it loads pyqtgraph

        return ErrorPlot()

    def show_errors(
        self, titles: tuple[tuple[str, str], ...], inside: NetworkStatistics, history: NDArray[np.float64]
    ) -> None:
        """Show a moment; see `ErrorPlot.show_errors`."""
        pairs = zip(titles, inside.layers, strict=True)
        said = ", ".join(f"{name} {layer.error:.1e}" for (name, _), layer in pairs if not math.isnan(layer.error))
        self.setAccessibleDescription(said)
        self.plot.show_errors(titles, inside, history)
        self.show_plot()
