"""The plot of one number of all weights over the epochs of a run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPen

from playground.document.figures import epoch as epoch_text
from playground.views.inside.record import LEAST_SPAN, epoch_marks, place_of
from playground.widgets.format import compact, integer
from playground.widgets.icons import icon
from playground.widgets.plot_axis import AcrossAxis, LevelAxis, Places
from playground.widgets.plot_series import curve_item, dots_item, pixel_pen, round_pen, set_curve
from playground.widgets.plots import Plot
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtWidgets import QMenu

    from playground.training.timeline.timeline import Mark

LEFT, BOTTOM = 36, 20
LINE, THRESHOLD, DOT, PAST = 2.0, 1.25, 6.0, 2.0
DASH = (4.0, 4.0)
WIDE = 30.0
"""A curve whose largest value is so many times its least one is drawn over decades."""
AIR = 0.06
LARGEST_WRITTEN = 10_000


class WeightPlot(Plot):
    """A line over decades of epochs, a dot at its newest value, and a dashed line that it may reach.

    Signals:
        visited(float): An epoch that is to be looked back at.
    """

    visited = Signal(float)

    def __init__(self) -> None:
        self._line, self._threshold, self._dot = curve_item(), curve_item(), dots_item()
        self._past = pg.InfiniteLine(angle=90, movable=False)
        self._values: NDArray[np.float64] = np.empty(0)
        super().__init__(LevelAxis(LEFT), AcrossAxis(_epochs, "epoch", height=BOTTOM))
        for depth, item in enumerate((self._threshold, self._line, self._dot, self._past)):
            item.setZValue(1.0 + depth)
            self.view.addItem(item, ignoreBounds=True)
        self._past.hide()

    def show_curve(
        self, epochs: NDArray[np.float64], values: NDArray[np.float64], threshold: NDArray[np.float64] | None
    ) -> None:
        """Show a curve; what is nan is bridged.

        Args:
            epochs: With their fractions, rising, (N,).
            values: (N,).
            threshold: The dashed line, (N,), nan where there is none; None for none at all.
        """
        known = np.isfinite(values)
        self._values = values[known]
        places = np.log10(1.0 + np.maximum(epochs, 0.0))
        dashes = np.full(len(epochs), np.nan) if threshold is None else threshold
        log = _is_wide(self._values)
        self.left.set_kind(log=log)
        self.set_range((0.0, max(float(places.max(initial=0.0)), LEAST_SPAN)), _ends(values, dashes, log=log))
        set_curve(self._line, places[known], self._values, log=log)
        set_curve(self._threshold, places, dashes, log=log)
        last = self._values[-1:]
        self._dot.setData(x=places[known][-1:], y=np.log10(last) if log else last)
        self.fit()
        self.viewport().update()

    def show_past(self, epoch: float | None) -> None:
        """Mark the epoch that all views show; None while they show the network as it is."""
        self._past.setVisible(epoch is not None)
        if epoch is not None:
            self._past.setValue(place_of(epoch))

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark epochs at which something was changed."""
        self.across.marks = tuple(place_of(mark.position) for mark in marks)
        self.across.update()

    def curve(self) -> NDArray[np.float64]:
        """The values that are drawn, (N,)."""
        return self._values

    def restyle(self) -> None:
        """Colours of the theme on lines and dot."""
        super().restyle()
        theme = current()
        self._line.setPen(round_pen(theme.ink, LINE))
        dashed = QPen(pixel_pen(theme.ink2, THRESHOLD))
        dashed.setStyle(Qt.PenStyle.CustomDashLine)
        dashed.setDashPattern(list(DASH))
        self._threshold.setPen(dashed)
        self._dot.setPen(None)
        self._dot.setBrush(theme.ink)
        self._dot.setSize(pxf(DOT))
        self._past.setPen(pixel_pen(theme.ink, PAST))

    def menu_actions(self, menu: QMenu, x: float) -> None:
        """Look back to the epoch that was clicked."""
        epoch = max(10.0**x - 1.0, 0.0)
        menu.addAction(icon("history"), f"Look back to epoch {epoch_text(epoch)}").triggered.connect(
            lambda: self.visited.emit(epoch)
        )
        menu.addSeparator()


def _epochs(low: float, high: float, width: float) -> Places:
    """0 and the powers of ten, over decades of epochs."""
    del low, width
    return [(place_of(one), integer(one) if one < LARGEST_WRITTEN else compact(one)) for one in epoch_marks(high)]


def _is_wide(values: NDArray[np.float64]) -> bool:
    return len(values) > 0 and bool(values.min() > 0.0) and bool(values.max() > WIDE * values.min())


def _ends(values: NDArray[np.float64], threshold: NDArray[np.float64], *, log: bool) -> tuple[float, float]:
    """The range up the plot that holds the curve, and the dashed line where that is not far above it."""
    seen: NDArray[Any] = values[np.isfinite(values)]
    if len(seen) == 0:
        return 0.0, 1.0
    dashes = threshold[np.isfinite(threshold)]
    near = dashes[(dashes < 4.0 * seen.max()) | log]
    seen = np.concatenate((seen, near))
    if log:
        ends = np.log10(seen[seen > 0.0])
        low, high = float(ends.min()), float(ends.max())
        return low - AIR, max(high, low + 0.5) + AIR
    low, high = min(float(seen.min()), 0.0), max(float(seen.max()), 0.0)
    high = high if high - low > math.ulp(1.0) else low + 1.0
    return low - (AIR * (high - low) if low < 0.0 else 0.0), high + AIR * (high - low)
