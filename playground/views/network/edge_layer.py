"""Edges as a picture that is drawn again only when it would look different."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from playground.render import raster_edges
from playground.views.network.edges import line_widths, opacities
from playground.widgets.theme import pxf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from playground.views.network.edges import Edges, Floats, Indices

LEVELS = 40
"""Strengths that are told apart: a step is a tenth of a pixel of width."""
HALF_LEVEL = 2.2
"""Weight at which a good three quarters of the levels are used up."""
REDRAW_S = 1 / 30
"""Least time between two drawings while the weights move: more often is not seen."""
SHARE = 0.2
"""Most of the time that goes into drawing edges; large networks on slow machines are drawn less often."""


@dataclass(frozen=True, slots=True)
class EdgeColours:
    """By sign; links that carry no weight have a colour of their own."""

    negative: QColor
    positive: QColor
    link: QColor


def levels(weights: Floats) -> Indices:
    """Strength and sign as small integers, −`LEVELS` to `LEVELS`: equal levels look the same."""
    strength: Indices = np.rint(LEVELS * np.tanh(weights / HALF_LEVEL)).astype(np.int64)
    return strength


def weight_of_level(level: int) -> float:
    """The weight in the middle of a level."""
    return float(HALF_LEVEL * np.arctanh(np.clip(level / LEVELS, -0.999, 0.999)))


def draw_edges(painter: QPainter, edges: Edges, colours: EdgeColours) -> None:
    """Draw the edges of one gap, weakest first; those of one level go into one path.

    The painter's opacity applies to all.
    """
    if edges.key is None:
        painter.setPen(QPen(colours.link, 1.0))
        painter.drawPath(_path(edges, np.arange(len(edges))))
        return
    level = levels(edges.weights)
    # One path for all edges of a level: a pen for each edge would cost more than the strokes.
    for one in sorted(set(level.tolist()), key=abs):
        painter.setPen(edge_pen(weight_of_level(one), colours))
        painter.drawPath(_path(edges, np.flatnonzero(level == one)))


def edge_pen(weight: float, colours: EdgeColours, width: float | None = None) -> QPen:
    """The pen of a weight; opaque at a given width."""
    colour = QColor(colours.negative if weight < 0 else colours.positive)
    value = np.array([weight])
    if width is None:
        colour.setAlphaF(float(opacities(value)[0]))
    return QPen(colour, width or pxf(float(line_widths(value)[0])), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def _path(edges: Edges, chosen: Indices) -> QPainterPath:
    path = QPainterPath()
    for (x0, y0), (x1, y1) in zip(edges.starts[chosen].tolist(), edges.ends[chosen].tolist(), strict=True):
        middle = (x0 + x1) / 2
        path.moveTo(x0, y0)
        path.cubicTo(QPointF(middle, y0), QPointF(middle, y1), QPointF(x1, y1))
    return path


class EdgeLayer:
    """Keeps the drawn edges of what is seen of the scene."""

    def __init__(self) -> None:
        self._pixels: NDArray[np.uint8] = np.empty((0, 0, 4), np.uint8)
        self._picture = QImage()
        self._frame: object = None
        self._look = b""
        self._drawn_at = 0.0
        self._cost_s = 0.0
        self.drawings = 0
        self.is_stale = False

    def forget(self) -> None:
        """Draw anew next time, whatever has changed."""
        self._frame = None

    def picture(self, gaps: Sequence[Edges], view: QRectF, ratio: float, colours: EdgeColours) -> QImage:
        """The edges that cross `view`, as a picture of it.

        Args:
            gaps: Edges of every gap.
            view: The part of the scene that is seen.
            ratio: Device pixels in a logical one.
            colours: By sign.
        """
        seen = [edges for edges in gaps if len(edges) and _crosses(edges, view)]
        frame = (view.left(), view.width(), view.height(), ratio, len(gaps))
        # By what would be seen: weights move with every batch, levels of width and colour seldom.
        look = b"".join(_look(edges) for edges in seen)
        moved = frame != self._frame
        # By what the last drawing took: on a slow machine edges lag a little, in place of everything.
        pause = max(REDRAW_S, self._cost_s / SHARE)
        self.is_stale = not moved and look != self._look and perf_counter() - self._drawn_at < pause
        if moved or (look != self._look and not self.is_stale):
            self._frame, self._look = frame, look
            self._draw(seen, view, ratio, colours)
        return self._picture

    def _draw(self, seen: Sequence[Edges], view: QRectF, ratio: float, colours: EdgeColours) -> None:
        begun = perf_counter()
        size = (view.size() * ratio).toSize().expandedTo(QSize(1, 1))
        if raster_edges.ready() and seen:
            self._picture = self._rastered(seen, view, ratio, size, colours)
        else:
            self._picture = _painted(seen, view, ratio, size, colours)
        self._picture.setDevicePixelRatio(ratio)
        self._drawn_at = perf_counter()
        self._cost_s = self._drawn_at - begun
        self.drawings += 1

    def _rastered(self, seen: Sequence[Edges], view: QRectF, ratio: float, size: QSize, colours: EdgeColours) -> QImage:
        width, height = size.width(), size.height()
        if self._pixels.shape != (height, width, 4):
            # Kept from drawing to drawing: the picture shares its memory.
            self._pixels = np.empty((height, width, 4), np.uint8)
        corner = np.array([view.left(), 0.0])
        starts = (np.concatenate([edges.starts for edges in seen]) - corner) * ratio
        ends = (np.concatenate([edges.ends for edges in seen]) - corner) * ratio
        widths, opaque, rgb = (np.concatenate(parts) for parts in zip(*(_pens(e, colours) for e in seen), strict=True))
        raster_edges.draw_curves(starts, ends, widths * ratio, rgb, opaque, self._pixels)
        return QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)


def _painted(seen: Sequence[Edges], view: QRectF, ratio: float, size: QSize, colours: EdgeColours) -> QImage:
    """What stands in for the raster while it is being compiled."""
    picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(ratio, ratio)
        painter.translate(-view.left(), 0.0)
        for edges in seen:
            draw_edges(painter, edges, colours)
    return picture


def _pens(edges: Edges, colours: EdgeColours) -> tuple[Floats, Floats, NDArray[np.uint8]]:
    """Widths in logical pixels, (E,), opacities, (E,), and colours, (E, 3)."""
    if edges.key is None:
        link = colours.link
        return (
            np.ones(len(edges)),
            np.full(len(edges), link.alphaF()),
            np.tile(np.array(link.getRgb()[:3], np.uint8), (len(edges), 1)),  # type: ignore[index]
        )
    both = np.array([colours.positive.getRgb()[:3], colours.negative.getRgb()[:3]], np.uint8)  # type: ignore[index]
    return pxf(1.0) * line_widths(edges.weights), opacities(edges.weights), both[(edges.weights < 0).astype(np.intp)]


def _crosses(edges: Edges, view: QRectF) -> bool:
    return bool(edges.starts[:, 0].min() <= view.right() and edges.ends[:, 0].max() >= view.left())


def _look(edges: Edges) -> bytes:
    """What tells two drawings of a gap apart: which edges there are, at which level, from where to where."""
    order = np.lexsort((edges.columns, edges.rows))
    parts = (edges.rows[order], edges.columns[order], levels(edges.weights)[order])
    places = (edges.starts[order].astype(np.int64), edges.ends[order].astype(np.int64))
    return b"".join(part.tobytes() for part in (*parts, *places))
