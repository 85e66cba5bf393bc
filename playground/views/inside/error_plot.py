"""The plot of the error that comes back to each layer: decades up, layers across."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QPen

from playground.views.inside.words import layer_tip
from playground.widgets.plot_axis import AcrossAxis, LevelAxis, Places
from playground.widgets.plot_series import curve_item, dots_item, pixel_pen, set_curve
from playground.widgets.plots import Plot
from playground.widgets.text import text_width
from playground.widgets.theme import current, px, pxf, with_alpha

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.training.probes.layer_statistics import NetworkStatistics

LEFT, DECADE_PITCH, BOTTOM = 36, 18, 20
LEAST_DECADES = 2
LEAST = 1e-30
"""Errors below it count as none; where there is no number at all there is no dot."""
DOT, RING, RING_LINE = 7.0, 5.0, 1.5
FIRST_LINE, LINE = 1.0, 1.5
FIRST_OPACITY = 0.35


class ErrorPlot(Plot):
    """One dot a layer, from the first to the output; a thin line shows the first moment."""

    def __init__(self) -> None:
        self._titles: tuple[tuple[str, str], ...] = ()
        self._inside: NetworkStatistics | None = None
        self._first_line, self._line = curve_item(), curve_item()
        self._dots, self._rings = dots_item(), dots_item()
        super().__init__(LevelAxis(LEFT, DECADE_PITCH, powers=True), AcrossAxis(self._names, height=BOTTOM))
        for item in (self._first_line, self._line, self._dots, self._rings):
            self.view.addItem(item, ignoreBounds=True)
        self.hovered.connect(self._on_hovered)

    def show_errors(
        self, titles: tuple[tuple[str, str], ...], inside: NetworkStatistics, history: NDArray[np.float64]
    ) -> None:
        """Show a moment.

        Args:
            titles: Of the layers.
            inside: The moment.
            history: Errors of these layers at all moments known, (moments, layers): the axis holds them all.
        """
        self._titles, self._inside = titles, inside
        errors = np.array([layer.error for layer in inside.layers])
        seen = np.concatenate((history.reshape(-1), errors))
        seen = seen[np.isfinite(seen) & (seen > LEAST)]
        low, high = -float(LEAST_DECADES), 0.0
        if len(seen):
            low, high = math.floor(math.log10(seen.min()) + 1e-9), math.ceil(math.log10(seen.max()) - 1e-9)
        low = min(low, high - LEAST_DECADES)
        places = np.arange(len(errors), dtype=np.float64)
        self.set_range((-0.5, len(errors) - 0.5), (low, high))
        set_curve(self._first_line, places, _shown(history[0]), log=True)
        set_curve(self._line, places, _shown(errors), log=True)
        arrives = errors > LEAST
        heights = np.log10(np.minimum(errors[arrives], 10.0**high))  # one beyond all numbers lies at the upper end
        self._dots.setData(x=places[arrives], y=heights)
        gone = ~arrives & ~np.isnan(errors)
        self._rings.setData(x=places[gone], y=np.full(int(gone.sum()), low))
        self.table = lambda: {"layer": np.array([name for name, _ in titles]), "error": errors, "first": history[0]}
        self.left.fit()
        self.viewport().update()

    def restyle(self) -> None:
        """Colours of the theme on lines and dots."""
        super().restyle()
        theme = current()
        self._first_line.setPen(pixel_pen(with_alpha(theme.ink2, FIRST_OPACITY), FIRST_LINE))
        self._line.setPen(pixel_pen(theme.ink2, LINE))
        self._dots.setPen(None)
        self._dots.setBrush(theme.ink)
        self._dots.setSize(pxf(DOT))
        self._rings.setPen(QPen(theme.warn, pxf(RING_LINE)))
        self._rings.setBrush(None)
        self._rings.setSize(pxf(RING))

    def shown(self) -> NetworkStatistics | None:
        """The moment that is shown."""
        return self._inside

    def dots(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Layers that an error comes back to, counted from 0, and its decimal logarithm."""
        x, y = self._dots.getData()
        return np.asarray(x), np.asarray(y)

    def _names(self, low: float, high: float, width: float) -> Places:
        """Names of the layers; of many some, and the last always."""
        count = len(self._titles)
        step = width / max(high - low, 1e-9)
        widest = max((text_width(name, "label") for name, _ in self._titles), default=1) + px(4)
        every = max(math.ceil(widest / max(step, 1.0)), 1)
        chosen = [n for n in range(count) if n == count - 1 or (n % every == 0 and n + every < count)]
        return [(float(n), self._titles[n][0]) for n in chosen]

    def _on_hovered(self, x: float | None) -> None:
        if x is None or self._inside is None:
            self.show_readout(None)
            return
        layer = min(max(round(x), 0), len(self._titles) - 1)
        tip = layer_tip(self._titles[layer], self._inside.layers[layer])
        self.show_readout(float(layer), tuple(tip.split("\n")))


def _shown(errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Errors as far as a line goes through them; nan for none."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(errors > LEAST, errors, np.nan))
