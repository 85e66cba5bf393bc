"""The straight grid on the map and the numbers outside it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from playground.views.canvas.camera import tick_text, ticks
from playground.widgets import fonts, theme
from playground.widgets.paper import on_paper

if TYPE_CHECKING:
    from playground.views.canvas.camera import Frame

LEFT_MARGIN, RIGHT_MARGIN, BOTTOM_MARGIN = 34, 12, 20
"""Room for the numbers, at scale 100 %; the panel's padding is part of it."""
GAP, LEAST_GAP = 7, 3


def paint_graticule(painter: QPainter, frame: Frame) -> None:
    """Draw a line of one pixel at every axis number."""
    colour = theme.current().graticule
    if on_paper():
        _draw_lines(painter, frame, colour)
        return
    ratio = painter.device().devicePixelRatioF()
    lines = _graticule(frame, ratio, colour.rgba())
    painter.drawPixmap(QPointF(frame.left, frame.top), lines)


@lru_cache(maxsize=2)
def _graticule(frame: Frame, ratio: float, colour: int) -> QPixmap:
    """The lines as a picture: an upright line is hundreds of spans to Qt, which laying a picture over is not."""
    side = max(round(frame.side * ratio), 1)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.translate(-frame.left, -frame.top)
    _draw_lines(painter, frame, QColor.fromRgba(colour))
    painter.end()
    return pixmap


def _draw_lines(painter: QPainter, frame: Frame, colour: QColor) -> None:
    left, right, bottom, top = frame.camera.extent
    columns = [math.floor(frame.to_screen(x, 0)[0]) for x in ticks(left, right, frame.side)]
    rows = [math.floor(frame.to_screen(0, y)[1]) for y in ticks(bottom, top, frame.side)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    upright = [QRectF(px, frame.top, 1, frame.side) for px in columns]
    painter.drawRects(upright + [QRectF(frame.left, py, frame.side, 1) for py in rows])


def paint_numbers(painter: QPainter, frame: Frame) -> None:
    """Write the numbers and the names of both axes."""
    left, right, bottom, top = frame.camera.extent
    xs, ys = ticks(left, right, frame.side), ticks(bottom, top, frame.side)
    step = xs[1] - xs[0] if len(xs) > 1 else 1.0
    row, gap = theme.pxf(16), theme.pxf(GAP)
    below = frame.top + frame.side + theme.pxf(4)
    center, at_right = (
        Qt.AlignmentFlag.AlignCenter,
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    )
    painter.setFont(fonts.font("label"))
    painter.setPen(theme.current().ink3)
    last = frame.left + frame.side - theme.pxf(26)
    for x in xs:
        px = frame.to_screen(x, 0)[0]
        if px < last:
            painter.drawText(QRectF(px - 40, below, 80, row), center, tick_text(x, step))
    width = frame.left - gap
    metrics = QFontMetricsF(painter.font())
    for y in ys:
        py, text = frame.to_screen(0, y)[1], tick_text(y, step)
        if py > frame.top + theme.pxf(22):
            room = width if metrics.horizontalAdvance(text) < width else frame.left - theme.pxf(LEAST_GAP)
            painter.drawText(QRectF(0, py - row / 2, room, row), at_right, text)
    painter.setPen(theme.current().ink2)
    painter.drawText(QRectF(0, frame.top, width, row), at_right, "y")
    corner = QRectF(frame.left + frame.side - theme.pxf(20), below, theme.pxf(16), row)
    painter.drawText(corner, at_right, "x")
