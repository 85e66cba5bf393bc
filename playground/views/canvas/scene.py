"""The map's square as layers, each drawn again only when it has changed: colours, grid, decision line, points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from playground.views.canvas.axes import paint_graticule
from playground.views.canvas.points_layer import PointsLayer
from playground.widgets import theme
from playground.widgets.qt_arrays import path_of

if TYPE_CHECKING:
    from playground.views.canvas.camera import Frame
    from playground.views.canvas.picture import Picture
    from playground.views.canvas.points_layer import PointsScene

TWO_CLASS_LINE, LINE = 1.75, 1.5
FADED = 0.5
RADIUS = 5
"""Of the map's corners, at scale 100 %."""


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """What the square shows.

    Attributes:
        picture: Colours and decision line; None for a map without opinion.
        faded: Whether it is the last good picture of a network that has diverged.
        line_width: Of the decision line, in logical pixels.
        points: The points and all that they depend on.
    """

    picture: Picture | None
    faded: bool
    line_width: float
    points: PointsScene


class Scene:
    """Keeps the finished square; the canvas copies it under whatever moves with the pointer."""

    def __init__(self) -> None:
        self._points = PointsLayer()
        self._pixmap = QPixmap()

    def square(self) -> QPixmap:
        """The square as it was last drawn."""
        return self._pixmap

    def draw(self, backdrop: Backdrop) -> None:
        """Draw the square anew."""
        frame, ratio = backdrop.points.frame, backdrop.points.ratio
        side = max(round(frame.side * ratio), 1)
        if self._pixmap.width() != side:
            self._pixmap = QPixmap(side, side)
        self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(theme.current().map0)
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-frame.left, -frame.top)
        if backdrop.picture is not None:
            painter.setOpacity(FADED if backdrop.faded else 1.0)
            _paint_image(painter, frame, backdrop.picture)
            painter.setOpacity(1.0)
        paint_graticule(painter, frame)
        if backdrop.picture is not None:
            painter.setOpacity(FADED if backdrop.faded else 1.0)
            _paint_boundary(painter, frame, backdrop)
            painter.setOpacity(1.0)
        square = QRectF(frame.left, frame.top, frame.side, frame.side)
        points = self._points.pixmap(backdrop.points)
        painter.drawPixmap(square, points, QRectF(points.rect()))
        _round_corners(painter, square)
        painter.end()


def _paint_image(painter: QPainter, frame: Frame, picture: Picture) -> None:
    """The colours where they belong, which is not the whole square until the map for a new view has come."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(*frame.rect_of(picture.extent)), picture.image, QRectF(picture.image.rect()))


def _paint_boundary(painter: QPainter, frame: Frame, backdrop: Backdrop) -> None:
    picture = backdrop.picture
    if picture is None or len(picture.boundary) == 0:
        return
    pen = QPen(theme.current().boundary, backdrop.line_width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    painter.strokePath(path_of(frame.points_to_screen(picture.boundary), picture.starts), pen)


def _round_corners(painter: QPainter, square: QRectF) -> None:
    """Cover the corners with the panel's colour: far cheaper than clipping every layer to a rounded square."""
    radius = theme.pxf(RADIUS)
    path = QPainterPath()
    path.addRect(square)
    path.addRoundedRect(square, radius, radius)
    painter.fillPath(path, theme.current().card)
