"""Activations of one point as a row of bars: up is positive, down negative, in the colours of signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPen

from playground.widgets.control import rounded
from playground.widgets.format import count
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.views.spaces.drawing.framing import Floats

MOST_BARS = 32
LARGE_HEIGHT, SMALL_HEIGHT = 40.0, 14.0
LARGE_PITCH, SMALL_PITCH = 12.0, 4.0
MARGIN, PADDING, CORNER, TITLE = 9.0, 6.0, 6.0, 16.0
SURFACE = 0.88
NAMED = 0.62
"""The share of the large space's width that its name may take."""


def bar_heights(values: Floats) -> Floats:
    """Heights of the bars from -1 to 1, (bars,): values up to 1 as they are, larger ones scaled together."""
    shown = np.nan_to_num(np.asarray(values, np.float64))[:MOST_BARS]
    return np.asarray(shown / max(1.0, float(np.abs(shown).max(initial=0.0))))


def bars_title(width: int, room: float) -> str:
    """What the bars of so many activations are, as far as so many pixels have room for it."""
    short = count(width, "activation")
    whole = f"{short} of the point"
    return whole if text_width(whole, "label") <= room else short


def paint_bars(
    painter: QPainter,
    well: QRectF,
    values: Floats,
    places: Floats | None,
    *,
    is_large: bool,
    taken: QRectF | None = None,
) -> None:
    """Draw them in a corner of a well, on a surface of their own with a title: where they hide the fewest points.

    A small well has them only where they hide none.

    Args:
        painter: Over the space.
        well: The whole of it.
        values: Activations, (width,).
        places: Of the points, in pixels, (points, 2).
        is_large: Whether there is room for a title.
        taken: What words and a button take in the lower right corner; None for nothing.
    """
    heights, theme = bar_heights(values), current()
    if len(heights) == 0:
        return
    margin, padding = (MARGIN, PADDING) if is_large else (3.0, 2.0)
    head = pxf(TITLE) if is_large else 0.0
    room = well.width() - 2.0 * pxf(margin + padding)
    beside = room if taken is None else taken.left() - well.left() - 2.0 * pxf(padding) - pxf(margin)
    title = bars_title(len(values), beside) if is_large else ""
    pitch = min(pxf(LARGE_PITCH if is_large else SMALL_PITCH), room / len(heights))
    width = max(len(heights) * pitch, text_width(title, "label") if title else 0) + 2.0 * pxf(padding)
    size = QSizeF(min(width, well.width() - 2.0 * pxf(margin)), pxf(LARGE_HEIGHT if is_large else SMALL_HEIGHT) + head)
    edge = pxf(margin)
    within = well.adjusted(edge, edge, -edge, -edge)
    area, hidden = clearest_corner(within, size, places, is_large=is_large, taken=taken)
    if hidden and not is_large:
        return
    rounded(painter, area, CORNER if is_large else 3.0, with_alpha(theme.card, SURFACE))
    if title:
        line = QRectF(area.left() + pxf(padding), area.top() + pxf(3), area.width() - 2.0 * pxf(padding), head)
        draw_text(painter, line, title, "label", theme.ink2)
    _paint_heights(painter, area.adjusted(0.0, head, 0.0, 0.0), heights, pitch, padding)


def _paint_heights(painter: QPainter, bars: QRectF, heights: Floats, pitch: float, padding: float) -> None:
    """A line in the middle, and a bar up or down from it for each height, −1 to 1."""
    theme = current()
    middle, half = bars.center().y(), 0.5 * bars.height() - pxf(padding)
    painter.setPen(QPen(theme.line_strong, 1.0))
    painter.drawLine(QLineF(bars.left() + pxf(padding), middle, bars.right() - pxf(padding), middle))
    for index, share in enumerate(heights.tolist()):
        left = bars.left() + pxf(padding) + (index + 0.12) * pitch
        top = middle - max(share, 0.0) * half
        bar = QRectF(left, top, 0.76 * pitch, max(abs(share) * half, 1.0))
        painter.fillRect(bar, QColor(theme.marks[1 if share > 0.0 else 0]))


def clearest_corner(
    room: QRectF, size: QSizeF, places: Floats | None, *, is_large: bool, taken: QRectF | None = None
) -> tuple[QRectF, int]:
    """The corner of a room in which something of a size hides the fewest points, and how many.

    The upper left corner of the large space has its name, which leaves the upper right to what is narrow beside it.
    Of equal ones the lower left is taken. Below, it stands above what is `taken` already where it would hide that.
    """
    across, down = room.width() - size.width(), room.height() - size.height()
    corners = [(0.0, down), (across, down)]
    if not is_large:
        corners += [(across, 0.0), (0.0, 0.0)]
    elif size.width() <= (1.0 - NAMED) * room.width():
        corners.append((across, 0.0))
    found = []
    for dx, dy in corners:
        area = QRectF(room.topLeft() + QPointF(dx, dy), size)
        if taken is not None and dy == down and area.intersects(taken):
            area.moveTop(max(taken.top() - size.height(), room.top()))
        hidden = 0
        if places is not None and len(places):
            inside = (places >= (area.left(), area.top())) & (places <= (area.right(), area.bottom()))
            hidden = int(inside.all(axis=1).sum())
        found.append((hidden, area))
    hidden, area = min(found, key=lambda one: one[0])
    return area, hidden
