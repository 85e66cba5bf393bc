"""Activations of one point as a row of bars: up is positive, down negative, in the colours of signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPen

from playground.widgets.control import rounded
from playground.widgets.theme import current, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.views.hidden.framing import Floats

MOST_BARS = 32
LARGE_HEIGHT, SMALL_HEIGHT = 40.0, 14.0
LARGE_PITCH, SMALL_PITCH = 12.0, 4.0
MARGIN, PADDING, CORNER = 9.0, 6.0, 6.0
SURFACE = 0.88


def bar_heights(values: Floats) -> Floats:
    """Heights of the bars from -1 to 1, (bars,): values up to 1 as they are, larger ones scaled together."""
    shown = np.nan_to_num(np.asarray(values, np.float64))[:MOST_BARS]
    return np.asarray(shown / max(1.0, float(np.abs(shown).max(initial=0.0))))


def paint_bars(painter: QPainter, well: QRectF, values: Floats, *, is_large: bool) -> None:
    """Draw them in the lower left corner of a well, on a surface of their own."""
    heights, theme = bar_heights(values), current()
    if len(heights) == 0:
        return
    margin, padding = (MARGIN, PADDING) if is_large else (3.0, 2.0)
    height = pxf(LARGE_HEIGHT if is_large else SMALL_HEIGHT)
    room = well.width() - 2.0 * pxf(margin + padding)
    pitch = min(pxf(LARGE_PITCH if is_large else SMALL_PITCH), room / len(heights))
    width = len(heights) * pitch + 2.0 * pxf(padding)
    area = QRectF(pxf(margin), well.height() - pxf(margin) - height, width, height)
    rounded(painter, area, CORNER if is_large else 3.0, with_alpha(theme.card, SURFACE))
    middle, half = area.center().y(), 0.5 * height - pxf(padding)
    painter.setPen(QPen(theme.line_strong, 1.0))
    painter.drawLine(QLineF(area.left() + pxf(padding), middle, area.right() - pxf(padding), middle))
    for index, share in enumerate(heights.tolist()):
        left = area.left() + pxf(padding) + (index + 0.12) * pitch
        top = middle - max(share, 0.0) * half
        bar = QRectF(left, top, 0.76 * pitch, max(abs(share) * half, 1.0))
        painter.fillRect(bar, QColor(theme.marks[1 if share > 0.0 else 0]))
