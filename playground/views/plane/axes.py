"""The straight grid on the map and the numbers outside it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from playground.views.plane.camera import unit_ticks
from playground.widgets import fonts, theme
from playground.widgets.paper import on_paper

if TYPE_CHECKING:
    from playground.document.scaling import Scaling
    from playground.views.plane.camera import Camera, PlaneTransform

LEFT_MARGIN, RIGHT_MARGIN, BOTTOM_MARGIN = 34, 12, 20
"""Room for the numbers, at scale 100 %; the panel's padding is part of it."""
GAP, LEAST_GAP = 7, 3


def left_margin(camera: Camera, units: Scaling, side: float) -> float:
    """Room for the numbers of the upright axis, in logical pixels, beside a map of about this side."""
    return _left_margin(camera, units, round(side), theme.pxf(1))


@lru_cache(maxsize=8)
def _left_margin(camera: Camera, units: Scaling, side: int, _scale: float) -> float:
    _, _, bottom, top = camera.extent
    metrics = QFontMetricsF(fonts.font("label"))
    widest = max((metrics.horizontalAdvance(text) for _, text in unit_ticks(bottom, top, side, units.y)), default=0.0)
    return max(theme.pxf(LEFT_MARGIN), math.ceil(widest) + theme.pxf(LEAST_GAP) + 1)


def paint_graticule(painter: QPainter, frame: PlaneTransform, units: Scaling) -> None:
    """Draw a line of one pixel at every axis number."""
    colour = theme.current().graticule
    if on_paper():
        _draw_lines(painter, frame, units, colour)
        return
    ratio = painter.device().devicePixelRatioF()
    lines = _graticule(frame, units, ratio, colour.rgba())
    painter.drawPixmap(QPointF(frame.left, frame.top), lines)


@lru_cache(maxsize=2)
def _graticule(frame: PlaneTransform, units: Scaling, ratio: float, colour: int) -> QPixmap:
    """The lines as a picture: an upright line is hundreds of spans to Qt, which laying a picture over is not."""
    side = max(round(frame.side * ratio), 1)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.translate(-frame.left, -frame.top)
        _draw_lines(painter, frame, units, QColor.fromRgba(colour))
    return pixmap


def _draw_lines(painter: QPainter, frame: PlaneTransform, units: Scaling, colour: QColor) -> None:
    left, right, bottom, top = frame.camera.extent
    columns = [math.floor(frame.to_screen(x, 0)[0]) for x, _ in unit_ticks(left, right, frame.side, units.x)]
    rows = [math.floor(frame.to_screen(0, y)[1]) for y, _ in unit_ticks(bottom, top, frame.side, units.y)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    upright = [QRectF(px, frame.top, 1, frame.side) for px in columns]
    painter.drawRects(upright + [QRectF(frame.left, py, frame.side, 1) for py in rows])


def paint_numbers(painter: QPainter, frame: PlaneTransform, units: Scaling) -> None:
    """Write the numbers, in the units of the points, and the names of both axes."""
    left, right, bottom, top = frame.camera.extent
    xs, ys = unit_ticks(left, right, frame.side, units.x), unit_ticks(bottom, top, frame.side, units.y)
    row, gap = theme.pxf(16), theme.pxf(GAP)
    below = frame.top + frame.side + theme.pxf(4)
    center, at_right = (
        Qt.AlignmentFlag.AlignCenter,
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    )
    painter.setFont(fonts.font("label"))
    painter.setPen(theme.current().ink3)
    last = frame.left + frame.side - theme.pxf(26)
    for x, text in xs:
        px = frame.to_screen(x, 0)[0]
        if px < last:
            painter.drawText(QRectF(px - 40, below, 80, row), center, text)
    width = frame.left - gap
    metrics = QFontMetricsF(painter.font())
    for y, text in ys:
        py = frame.to_screen(0, y)[1]
        if py > frame.top + theme.pxf(22):
            room = width if metrics.horizontalAdvance(text) < width else frame.left - theme.pxf(LEAST_GAP)
            painter.drawText(QRectF(0, py - row / 2, room, row), at_right, text)
    painter.setPen(theme.current().ink2)
    painter.drawText(QRectF(0, frame.top, width, row), at_right, "y")
    corner = QRectF(frame.left + frame.side - theme.pxf(20), below, theme.pxf(16), row)
    painter.drawText(corner, at_right, "x")
