"""The straight grid on the map and the numbers outside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from playground.views.plane.camera import unit_ticks
from playground.widgets import fonts, theme
from playground.widgets.paper import on_paper

if TYPE_CHECKING:
    from playground.document.scaling import AxisScale
    from playground.views.plane.camera import Camera, PlaneTransform

LEFT_MARGIN, RIGHT_MARGIN, BOTTOM_MARGIN = 34, 12, 20
"""Room for the numbers, at scale 100 %; the panel's padding is part of it."""
GAP, LEAST_GAP = 7, 3
NAME = 16
"""Room for a name that is too long to stand above the numbers: it is written upwards beside them."""


@dataclass(frozen=True, slots=True)
class PlaneAxis:
    """An axis of the map.

    Attributes:
        name: Of the column that it shows.
        units: What its numbers stand for.
    """

    name: str
    units: AxisScale


Axes = tuple[PlaneAxis, PlaneAxis]
"""Across and up."""


def left_margin(camera: Camera, up: PlaneAxis, side: float) -> float:
    """Room for the numbers of the upright axis, in logical pixels, beside a map of about this side."""
    return _left_margin(camera, up.units, round(side), theme.pxf(1)) + (theme.pxf(NAME) if _is_long(up.name) else 0.0)


@lru_cache(maxsize=8)
def _left_margin(camera: Camera, units: AxisScale, side: int, _scale: float) -> float:
    _, _, bottom, top = camera.extent
    metrics = QFontMetricsF(fonts.font("label"))
    widest = max((metrics.horizontalAdvance(text) for _, text in unit_ticks(bottom, top, side, units)), default=0.0)
    return max(theme.pxf(LEFT_MARGIN), math.ceil(widest) + theme.pxf(LEAST_GAP) + 1)


def paint_graticule(painter: QPainter, frame: PlaneTransform, shown: Axes) -> None:
    """Draw a line of one pixel at every axis number."""
    colour = theme.current().graticule
    if on_paper():
        _draw_lines(painter, frame, shown, colour)
        return
    ratio = painter.device().devicePixelRatioF()
    lines = _graticule(frame, shown, ratio, colour.rgba())
    painter.drawPixmap(QPointF(frame.left, frame.top), lines)


@lru_cache(maxsize=2)
def _graticule(frame: PlaneTransform, shown: Axes, ratio: float, colour: int) -> QPixmap:
    """The lines as a picture: an upright line is hundreds of spans to Qt, which laying a picture over is not."""
    side = max(round(frame.side * ratio), 1)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.translate(-frame.left, -frame.top)
        _draw_lines(painter, frame, shown, QColor.fromRgba(colour))
    return pixmap


def _draw_lines(painter: QPainter, frame: PlaneTransform, shown: Axes, colour: QColor) -> None:
    left, right, bottom, top = frame.camera.extent
    columns = [math.floor(frame.to_screen(x, 0)[0]) for x, _ in unit_ticks(left, right, frame.side, shown[0].units)]
    rows = [math.floor(frame.to_screen(0, y)[1]) for y, _ in unit_ticks(bottom, top, frame.side, shown[1].units)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    upright = [QRectF(px, frame.top, 1, frame.side) for px in columns]
    painter.drawRects(upright + [QRectF(frame.left, py, frame.side, 1) for py in rows])


def paint_numbers(painter: QPainter, frame: PlaneTransform, shown: Axes) -> None:
    """Write the numbers, in the units of the points, and the names of both axes."""
    left, right, bottom, top = frame.camera.extent
    xs, ys = unit_ticks(left, right, frame.side, shown[0].units), unit_ticks(bottom, top, frame.side, shown[1].units)
    row, gap = theme.pxf(16), theme.pxf(GAP)
    below = frame.top + frame.side + theme.pxf(4)
    center, at_right = (
        Qt.AlignmentFlag.AlignCenter,
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    )
    painter.setFont(fonts.font("label"))
    painter.setPen(theme.current().ink3)
    metrics = QFontMetricsF(painter.font())
    across = metrics.elidedText(shown[0].name, Qt.TextElideMode.ElideRight, frame.side / 2)
    last = frame.left + frame.side - metrics.horizontalAdvance(across) - theme.pxf(7)
    for x, text in xs:
        px = frame.to_screen(x, 0)[0]
        if px + metrics.horizontalAdvance(text) / 2 < last:
            painter.drawText(QRectF(px - 40, below, 80, row), center, text)
    width = frame.left - gap
    for y, text in ys:
        py = frame.to_screen(0, y)[1]
        if py > frame.top + theme.pxf(22) or _is_long(shown[1].name):
            room = width if metrics.horizontalAdvance(text) < width else frame.left - theme.pxf(LEAST_GAP)
            painter.drawText(QRectF(0, py - row / 2, room, row), at_right, text)
    _write_names(painter, frame, shown)


def _write_names(painter: QPainter, frame: PlaneTransform, shown: Axes) -> None:
    """At the ends of the axes; a long name of the upright one runs along its numbers."""
    metrics, row = QFontMetricsF(painter.font()), theme.pxf(16)
    at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    across = metrics.elidedText(shown[0].name, Qt.TextElideMode.ElideRight, frame.side / 2)
    painter.setPen(theme.current().ink2)
    below = frame.top + frame.side + theme.pxf(4)
    painter.drawText(QRectF(frame.left, below, frame.side - theme.pxf(4), row), at_right, across)
    if not _is_long(shown[1].name):
        painter.drawText(QRectF(0, frame.top, frame.left - theme.pxf(GAP), row), at_right, shown[1].name)
        return
    painter.save()
    painter.translate(frame.left - left_margin(frame.camera, shown[1], frame.side), frame.top + frame.side)
    painter.rotate(-90.0)
    up = metrics.elidedText(shown[1].name, Qt.TextElideMode.ElideRight, frame.side)
    painter.drawText(QRectF(0, 0, frame.side, theme.pxf(NAME)), at_right, up)
    painter.restore()


def _is_long(name: str) -> bool:
    """Whether a name does not fit above the numbers of the upright axis."""
    return QFontMetricsF(fonts.font("label")).horizontalAdvance(name) > theme.pxf(LEFT_MARGIN - GAP)
