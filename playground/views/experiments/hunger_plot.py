"""Curves of the network and methods over the number of training samples, with bands of their quartiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsPathItem

from playground.experiments.variations import NETWORK
from playground.views.experiments.learner_colours import learner_colour
from playground.widgets.format import integer
from playground.widgets.plot_axis import AcrossAxis, LevelAxis, Places
from playground.widgets.plot_series import band_path, curve_item, dots_item, round_pen, set_curve
from playground.widgets.plots import Plot
from playground.widgets.text import text_width
from playground.widgets.theme import px, pxf, with_alpha

if TYPE_CHECKING:
    import pyqtgraph as pg
    from numpy.typing import NDArray

    from playground.experiments.hunger import HungerCurve

LEFT, NETWORK_LINE, METHOD_LINE, DOT = 34, 2.5, 1.5, 5.0
BAND = 0.14
"""How opaque the bands of the quartiles are."""
ROOM, LEAST_HEIGHT, GAP = 0.05, 0.02, 6
LEAST_R2 = -0.5
"""What is worse is not shown: a method that has seen too little can be wrong beyond all bounds."""


class HungerPlot(Plot):
    """A line, dots and a band for each learner, over the logarithm of the size."""

    def __init__(self) -> None:
        self._curves: tuple[HungerCurve, ...] = ()
        self._is_share = True
        self._items: list[tuple[QGraphicsPathItem, pg.PlotDataItem, pg.ScatterPlotItem]] = []
        super().__init__(LevelAxis(LEFT), AcrossAxis(self._places))
        self.table = self._as_columns

    def show_curves(self, curves: tuple[HungerCurve, ...], *, is_share: bool) -> None:
        """Show these in place of those before.

        Args:
            curves: One for each learner, the network first.
            is_share: Whether scores are accuracies, rather than R².
        """
        self._curves, self._is_share = curves, is_share
        while len(self._items) < len(curves):
            self._items.append(self._add_items())
        self.left.set_kind(log=False, share=is_share)
        self.set_range(self._ends(), self._up())
        for place, (band, line, dots) in enumerate(self._items):
            shown = place < len(curves)
            for item in (band, line, dots):
                item.setVisible(shown)
            if shown:
                self._set(band, line, dots, curves[place])
        self.restyle()
        self.fit()

    def restyle(self) -> None:
        """Colours of the theme."""
        super().restyle()
        for curve, (band, line, dots) in zip(self._curves, self._items, strict=False):
            colour = learner_colour(curve.name)
            band.setBrush(with_alpha(colour, BAND))
            line.setPen(round_pen(colour, NETWORK_LINE if curve.name == NETWORK else METHOD_LINE))
            dots.setBrush(colour)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _add_items(self) -> tuple[QGraphicsPathItem, pg.PlotDataItem, pg.ScatterPlotItem]:
        depth = 3.0 * len(self._items)
        made = QGraphicsPathItem(), curve_item(), dots_item()
        for above, item in enumerate(made):
            item.setZValue(100.0 - depth + above)  # the network, which comes first, lies above
            self.view.addItem(item, ignoreBounds=True)
        made[0].setPen(Qt.PenStyle.NoPen)
        made[2].setPen(None)
        made[2].setSize(pxf(DOT))
        return made

    def _set(
        self, band: QGraphicsPathItem, line: pg.PlotDataItem, dots: pg.ScatterPlotItem, curve: HungerCurve
    ) -> None:
        x, known = np.log10(curve.sizes.astype(np.float64)), np.isfinite(curve.median)
        band.setPath(band_path(x[known], curve.low[known][None], curve.high[known][None]))
        set_curve(line, x[known], curve.median[known])
        dots.setData(x[known], curve.median[known])

    def _ends(self) -> tuple[float, float]:
        first, last = np.log10(self._curves[0].sizes[[0, -1]].astype(np.float64)).tolist()
        room = max((last - first) * ROOM, LEAST_HEIGHT)
        return first - room, last + room

    def _up(self) -> tuple[float, float]:
        heights = np.concatenate([np.concatenate((curve.low, curve.high)) for curve in self._curves])
        heights = heights[np.isfinite(heights)]
        low, high = (float(heights.min()), float(heights.max())) if len(heights) else (0.0, 1.0)
        low = low if self._is_share else max(low, LEAST_R2)
        room = max((high - low) * ROOM, LEAST_HEIGHT)
        return low - room, high + room

    def _places(self, low: float, high: float, width: float) -> Places:
        """The sizes, from the largest down as many as there is room for."""
        found: Places = []
        free = float("inf")
        for size in reversed(self._curves[0].sizes.tolist() if self._curves else []):
            place, text = float(np.log10(size)), integer(size)
            centre, half = (place - low) / (high - low) * width, text_width(text, "label") / 2
            if centre + half < free:
                found.insert(0, (place, text))
                free = centre - half - px(GAP)
        return found

    def place_at(self, x: float) -> int:
        """Which of the sizes is nearest to a place across the plot."""
        return int(np.abs(np.log10(self._curves[0].sizes.astype(np.float64)) - x).argmin())

    def _as_columns(self) -> dict[str, NDArray[Any]]:
        """All curves as columns, for the menu that saves values."""
        columns: dict[str, NDArray[Any]] = {"samples": self._curves[0].sizes} if self._curves else {}
        for curve in self._curves:
            for name in ("median", "low", "high"):
                columns[f"{curve.name}_{name}"] = getattr(curve, name)
        return columns
