"""Lines of plots from arrays that may hold anything.

What a plot is fed passes `sanitised` first: pyqtgraph raises on ranges that are not finite, and draws nothing of a
bucket that holds one nan. Items are updated in place and never made anew, which leaks in some releases of Qt.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
LIMIT = 50.0
"""Curves are cut off so many heights of the plot beyond it: Qt's painters stumble over coordinates beyond 2^15."""


class Sane(NamedTuple):
    """Points that pyqtgraph can draw.

    Attributes:
        x, y: Finite, of one length.
        connect: Which points a line goes on from to the next one; "all" where there is no gap.
    """

    x: Floats
    y: Floats
    connect: NDArray[np.bool_] | str


def sanitised(x: Floats, y: Floats, *, log: bool = False) -> Sane:
    """Leave out what is not finite, and what a logarithm does not have, and remember where the line has gaps.

    Args:
        x: Rising, (N,).
        y: (N,).
        log: Give the decimal logarithms of y.
    """
    if log:
        with np.errstate(divide="ignore", invalid="ignore"):
            y = np.log10(y)
    known = np.isfinite(y) & np.isfinite(x)
    if known.all():
        return Sane(x, y, "all")
    goes_on = np.append(known[1:], False)
    return Sane(x[known], y[known], goes_on[known])


def curve_item(**options: Any) -> pg.PlotDataItem:
    """A line, cut to what is visible and, where it has more points than pixels, drawn by its least and greatest."""
    item = pg.PlotDataItem(antialias=True, dynamicRangeLimit=LIMIT, autoDownsampleFactor=1.0, **options)
    item.setClipToView(True)
    item.setDownsampling(auto=True, method="peak")
    return item


def set_curve(item: pg.PlotDataItem, x: Floats, y: Floats, *, log: bool = False) -> None:
    """Give a line other points, whatever they hold."""
    sane = sanitised(x, y, log=log)
    item.setData(sane.x, sane.y, connect=sane.connect, skipFiniteCheck=True)
