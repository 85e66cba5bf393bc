"""A line with what lies around it: the middle of many runs, their quartiles, all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGraphicsPathItem

from playground.widgets.plot_axis import AcrossAxis, LevelAxis, Places, epoch_places
from playground.widgets.plot_series import band_path, curve_item, pixel_pen, round_pen, set_curve
from playground.widgets.plots import Plot
from playground.widgets.theme import current, with_alpha

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

LEFT, LINE, ONE_LINE = 34, 2.0, 1.5
INNER, OUTER = 0.16, 0.07
"""How opaque the bands are: that of the quartiles, and that of all."""
OTHER = 2
"""The mark in whose colour a second band is."""
ROOM = 0.04
"""Of the height, above and below what is shown."""
LEAST_LOSS = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """What is plotted.

    Attributes:
        x: Rising, (N,).
        middle: The line, (N,).
        inner: Ends of the strong band, (2, N).
        outer: Ends of the weak one, (2, N); None for none.
        is_log: Whether heights are decades.
        up: Lowest and highest height; None for all there is.
        is_share: Whether heights are parts of a whole.
        places: What is written below, as `AcrossAxis` asks it; None for epochs.
        across: Ends of the axis below; None for those of x.
    """

    x: NDArray[np.floating]
    middle: NDArray[np.floating]
    inner: NDArray[np.floating]
    outer: NDArray[np.floating] | None = None
    is_log: bool = False
    up: tuple[float, float] | None = None
    is_share: bool = False
    places: Callable[[float, float, float], Places] | None = None
    across: tuple[float, float] | None = None


class BandPlot(Plot):
    """Shows a band; one run of it can be drawn over it.

    Signals:
        clicked(float): Across the plot.
    """

    clicked = Signal(float)

    def __init__(self, unit: str) -> None:
        self._band: Band | None = None
        self._outer, self._inner = QGraphicsPathItem(), QGraphicsPathItem()
        self._middle, self._one = curve_item(), curve_item()
        self._other: Band | None = None
        self._other_inner, self._other_middle = QGraphicsPathItem(), curve_item()
        super().__init__(LevelAxis(LEFT), AcrossAxis(self._places, unit))
        for depth, item in enumerate(
            (self._outer, self._inner, self._other_inner, self._middle, self._other_middle, self._one)
        ):
            item.setZValue(1.0 + depth)
            self.view.addItem(item, ignoreBounds=True)
        for item in (self._outer, self._inner, self._other_inner):
            item.setPen(Qt.PenStyle.NoPen)
        self.view.clicked.connect(self._on_clicked)

    def show_band(self, band: Band, other: Band | None = None) -> None:
        """Show it in place of the one before; another one of the same kind over it, in a colour."""
        self._band, self._other = band, other
        self.left.set_kind(log=band.is_log, share=band.is_share)
        last = max(float(one.x[-1]) for one in (band, other or band))
        self.set_range(band.across or (float(band.x[0]), last), self._range_up(band))
        self._inner.setPath(band_path(band.x, *(self._heights(line)[None] for line in band.inner)))
        ends = band.inner if band.outer is None else band.outer
        self._outer.setPath(band_path(band.x, *(self._heights(line)[None] for line in ends)))
        self._outer.setVisible(band.outer is not None)
        set_curve(self._middle, band.x, band.middle, log=band.is_log)
        self._other_inner.setVisible(other is not None)
        self._other_middle.setVisible(other is not None)
        if other is not None:
            self._other_inner.setPath(band_path(other.x, *(self._heights(line)[None] for line in other.inner)))
            set_curve(self._other_middle, other.x, other.middle, log=band.is_log)
        self.fit()

    def show_one(self, values: NDArray[np.floating] | None) -> None:
        """Draw a run of the band, (N,), over it; None for none."""
        self._one.setVisible(values is not None)
        if values is not None and self._band is not None:
            set_curve(self._one, self._band.x, values, log=self._band.is_log)

    def restyle(self) -> None:
        """Colours of the theme."""
        super().restyle()
        theme = current()
        self._inner.setBrush(with_alpha(theme.ink, INNER))
        self._outer.setBrush(with_alpha(theme.ink, OUTER))
        self._middle.setPen(round_pen(theme.ink, LINE))
        self._other_inner.setBrush(with_alpha(theme.mark(OTHER), INNER))
        self._other_middle.setPen(round_pen(theme.mark(OTHER), LINE))
        pen = pixel_pen(theme.ink2, ONE_LINE)
        pen.setStyle(Qt.PenStyle.DashLine)
        self._one.setPen(pen)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _heights(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        if self._band is None or not self._band.is_log:
            return np.asarray(values, dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            heights: NDArray[np.float64] = np.log10(np.maximum(values, LEAST_LOSS))
        return heights

    def _range_up(self, band: Band) -> tuple[float, float]:
        if band.up is not None:
            return band.up
        bands = [band] if self._other is None else [band, self._other]
        lines = [line for one in bands for line in (one.middle[None], one.inner, one.outer) if line is not None]
        heights = np.concatenate([self._heights(line).reshape(-1) for line in lines])
        heights = heights[np.isfinite(heights)]
        low, high = (float(heights.min()), float(heights.max())) if len(heights) else (0.0, 1.0)
        room = max((high - low) * ROOM, 1e-3)
        return low - room, high + room

    def _places(self, low: float, high: float, width: float) -> Places:
        places = None if self._band is None else self._band.places
        return epoch_places(low, high, width) if places is None else places(low, high, width)

    def _on_clicked(self, x: float, _y: float) -> None:
        self.clicked.emit(x)
