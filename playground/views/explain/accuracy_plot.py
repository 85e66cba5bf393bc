"""How accuracy falls with the strength of an attack, with the clean accuracy marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from playground.widgets.format import plain
from playground.widgets.plot_axis import AcrossAxis, LevelAxis, Places
from playground.widgets.plot_series import curve_item, dots_item, pixel_pen, round_pen, set_curve
from playground.widgets.plots import Plot
from playground.widgets.theme import current, px, pxf
from playground.widgets.ticks import ticks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.training.probes.fooling import FallingAccuracy

LEFT, LINE, THIN, DOT, PITCH = 34, 2.0, 1.25, 7, 44
HEADROOM = 1.04


class AccuracyPlot(Plot):
    """A curve from the clean accuracy, whose level goes on as a dashed line, and the strength at hand."""

    def __init__(self) -> None:
        self.shown: FallingAccuracy | None = None
        self._curve, self._dots = curve_item(), dots_item()
        self.compared: dict[str, FallingAccuracy] = {}
        self._ordinary, self._against = curve_item(), curve_item()
        self._clean = pg.InfiniteLine(angle=0, movable=False)
        self._strength = pg.InfiniteLine(angle=90, movable=False)
        super().__init__(LevelAxis(LEFT), AcrossAxis(_places, "strength"))
        self.left.set_kind(log=False, share=True)
        for depth, item in enumerate(
            (self._clean, self._strength, self._ordinary, self._against, self._curve, self._dots)
        ):
            item.setZValue(1.0 + depth)
            self.view.addItem(item, ignoreBounds=True)
        self.table = self._columns

    def show_accuracy(self, found: FallingAccuracy) -> None:
        """Show another curve, as far as it is known."""
        self.shown = found
        self.set_range((0.0, found.request.strengths[-1]), (0.0, HEADROOM))
        set_curve(self._curve, found.strengths, found.accuracy)
        self._dots.setData(found.strengths, found.accuracy)
        self._clean.setPos(float(found.accuracy[0]))
        self.fit()

    def show_compared(self, ordinary: FallingAccuracy | None, against: FallingAccuracy | None) -> None:
        """Show the curves of two networks beside that of the one at hand; None for none.

        Args:
            ordinary: Trained as it is, a dotted line.
            against: Trained against steps, in the colour of the second class.
        """
        named = (("ordinary", ordinary, self._ordinary), ("trained against steps", against, self._against))
        self.compared = {name: one for name, one, _ in named if one is not None}
        for _, one, item in named:
            item.setVisible(one is not None)
            if one is not None:
                set_curve(item, one.strengths, one.accuracy)

    def show_strength(self, strength: float | None) -> None:
        """Mark the strength at hand; None for none."""
        self._strength.setVisible(strength is not None)
        if strength is not None:
            self._strength.setPos(strength)

    def restyle(self) -> None:
        """Colours of the theme."""
        super().restyle()
        theme = current()
        self._curve.setPen(round_pen(theme.ink, LINE))
        self._dots.setSize(pxf(DOT))
        self._dots.setBrush(theme.ink)
        self._dots.setPen(None)
        dashed = pixel_pen(theme.ink3, THIN)
        dashed.setStyle(Qt.PenStyle.DashLine)
        self._clean.setPen(dashed)
        self._strength.setPen(pixel_pen(theme.ink2, THIN))
        self._against.setPen(round_pen(theme.mark(1), LINE))
        ordinary = round_pen(theme.ink2, LINE)
        ordinary.setStyle(Qt.PenStyle.DotLine)
        self._ordinary.setPen(ordinary)

    def _columns(self) -> dict[str, NDArray[Any]]:
        found = self.shown
        if found is None:
            return {}
        table = {"strength": found.strengths, "accuracy": found.accuracy}
        for name, one in self.compared.items():
            table[name] = np.interp(found.strengths, one.strengths, one.accuracy, right=np.nan)
        return table


def _places(low: float, high: float, width: float) -> Places:
    return [(value, plain(value)) for value in ticks(low, high, max(int(width / px(PITCH)), 2))]
