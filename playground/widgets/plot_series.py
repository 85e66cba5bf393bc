"""Lines of plots from arrays that may hold anything.

What a plot is fed passes `sanitised` first: pyqtgraph raises on ranges that are not finite, and draws nothing of a
bucket that holds one nan. Items are updated in place and never made anew, which leaks in some releases of Qt.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainterPath, QPen

from playground.widgets.qt_arrays import path_of
from playground.widgets.theme import pxf

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
        x: Finite and rising, (N,).
        y: (N,).
        log: Give the decimal logarithms of y.
    """
    if log:
        with np.errstate(divide="ignore", invalid="ignore"):
            y = np.log10(y)
    known = np.isfinite(y)
    if known.all():
        return Sane(x, y, "all")
    goes_on = np.append(known[1:], False)
    return Sane(x[known], y[known], goes_on[known])


def curve_item(**options: Any) -> pg.PlotDataItem:
    """A line, cut to what is visible and, where it has more points than pixels, drawn by its least and greatest."""
    item = pg.PlotDataItem(antialias=True, dynamicRangeLimit=LIMIT, autoDownsampleFactor=1.0, **options)
    item.setClipToView(True)
    # "peak" keeps the least and the greatest of each pixel: a mean would hide the spikes, which is what a person looks
    # for. Together with the cut to what is visible a million records cost what a thousand do.
    item.setDownsampling(auto=True, method="peak")
    return item


def dots_item() -> pg.ScatterPlotItem:
    """Dots whose size is in pixels, painted as shapes and not from an atlas of pictures."""
    return pg.ScatterPlotItem(useCache=False, pxMode=True, antialias=True)


def set_curve(item: pg.PlotDataItem, x: Floats, y: Floats, *, log: bool = False) -> None:
    """Give a line other points, whatever they hold."""
    sane = sanitised(x, y, log=log)
    # `sanitised` has looked; pyqtgraph would look at all points once more, with each frame.
    item.setData(sane.x, sane.y, connect=sane.connect, skipFiniteCheck=True)


def band_path(x: Floats, low: Floats, high: Floats) -> QPainterPath:
    """The areas between lower and upper lines, open where either is not finite.

    Args:
        x: Rising, (N,).
        low: Of each band, (bands, N).
        high: Likewise.
    """
    outlines, starts = [np.empty((0, 2))], [np.empty(0, np.bool_)]
    for one, other in zip(low, high, strict=True):
        for stretch in _stretches(np.isfinite(one) & np.isfinite(other)):
            lower, upper = (np.stack((x[stretch], line[stretch]), axis=1) for line in (one, other))
            # There along the lower line and back along the upper one: one closed outline for a stretch.
            outlines.append(np.concatenate((lower, upper[::-1])))
            starts.append(np.arange(len(outlines[-1])) == 0)
    return path_of(np.concatenate(outlines), np.concatenate(starts))


def side_by_side(x: Floats, y: Floats) -> Sane:
    """Several lines, (lines, N), over the same x, (N,), for one item; none goes on in the next."""
    known = np.isfinite(y)
    goes_on = np.zeros_like(known)
    goes_on[:, :-1] = known[:, :-1] & known[:, 1:]
    return Sane(np.broadcast_to(x, y.shape)[known], y[known], goes_on[known])


def _stretches(mask: NDArray[np.bool_]) -> list[slice]:
    """Where a mask holds, without a break."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [slice(start, stop) for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)]


def pixel_pen(colour: QColor, width: float) -> QPen:
    """A pen whose width is in pixels at scale 100 %, however the plot is zoomed."""
    pen = QPen(colour, pxf(width))
    pen.setCosmetic(True)
    return pen


def round_pen(colour: QColor, width: float) -> QPen:
    """The same with round corners and ends, for lines that are thick."""
    pen = pixel_pen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
