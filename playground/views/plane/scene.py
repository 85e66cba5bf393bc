"""The map's square as layers, each drawn again only when it has changed: colours, grid, decision line, points."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen

from playground.render import raster
from playground.views.plane.axes import paint_graticule
from playground.views.plane.points_layer import PointsLayer
from playground.widgets import theme
from playground.widgets.paper import clipped
from playground.widgets.qt_arrays import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from playground.views.plane.camera import PlaneTransform
    from playground.views.plane.picture import MapPicture
    from playground.views.plane.points_layer import PointsScene

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
        overlays: Pictures of the whole square to be laid under the decision line.
        draw_overlays: Draws the same as shapes, on paper.
    """

    picture: MapPicture | None
    faded: bool
    line_width: float
    points: PointsScene
    overlays: tuple[QImage, ...] = ()
    draw_overlays: Callable[[QPainter, PlaneTransform], None] | None = None


class Scene:
    """Keeps the finished square; the canvas copies it under whatever moves with the pointer."""

    def __init__(self) -> None:
        self._points = PointsLayer()
        self._pixels = np.empty((0, 0, 4), np.uint8)
        self._image = QImage()

    def square(self) -> QImage:
        """The square as it was last drawn."""
        return self._image

    def draw(self, backdrop: Backdrop) -> None:
        """Draw the square anew."""
        frame, ratio = backdrop.points.frame, backdrop.points.ratio
        self._fit(max(round(frame.side * ratio), 1), ratio)
        self._image.fill(theme.current().map0)
        with self._painter(frame) as painter:
            if backdrop.picture is not None:
                painter.setOpacity(FADED if backdrop.faded else 1.0)
                _paint_image(painter, frame, backdrop.picture)
                painter.setOpacity(1.0)
            paint_graticule(painter, frame, backdrop.points.axes)
            for picture in backdrop.overlays:
                painter.drawImage(QRectF(frame.left, frame.top, frame.side, frame.side), picture)
        if backdrop.picture is not None and len(backdrop.picture.boundary):
            self._draw_boundary(backdrop, backdrop.picture.boundary)
        with self._painter(frame) as painter:
            square = QRectF(frame.left, frame.top, frame.side, frame.side)
            points = self._points.pixmap(backdrop.points)
            painter.drawPixmap(square, points, QRectF(points.rect()))
            _round_corners(painter, square)

    def paint_on_paper(self, painter: QPainter, backdrop: Backdrop) -> None:
        """Draw the square anew as shapes on any painter; only the colours are a picture."""
        frame = backdrop.points.frame
        square = QRectF(frame.left, frame.top, frame.side, frame.side)
        with clipped(painter, square):
            self._paint_shapes(painter, backdrop, square)

    def _paint_shapes(self, painter: QPainter, backdrop: Backdrop, square: QRectF) -> None:
        frame, picture = backdrop.points.frame, backdrop.picture
        painter.fillRect(square, theme.current().map0)
        if picture is not None:
            painter.setOpacity(FADED if backdrop.faded else 1.0)
            painter.drawImage(square, _enlarged(frame, picture, backdrop.points.ratio))
            painter.setOpacity(1.0)
        paint_graticule(painter, frame, backdrop.points.axes)
        if backdrop.draw_overlays is not None:
            backdrop.draw_overlays(painter, frame)
        if picture is not None and len(picture.boundary):
            painter.setOpacity(FADED if backdrop.faded else 1.0)
            places = frame.points_to_screen(picture.boundary).reshape(-1, 2)
            pen = QPen(theme.current().boundary, backdrop.line_width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.strokePath(path_of(places, np.arange(len(places)) % 2 == 0), pen)
            painter.setOpacity(1.0)
        self._points.paint_on_paper(painter, backdrop.points)
        _round_corners(painter, square)

    def _fit(self, side: int, ratio: float) -> None:
        if len(self._pixels) != side:
            self._pixels = np.empty((side, side, 4), np.uint8)
            self._image = QImage(self._pixels.data, side, side, 4 * side, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(ratio)

    @contextmanager
    def _painter(self, frame: PlaneTransform) -> Iterator[QPainter]:
        with QPainter(self._image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-frame.left, -frame.top)
            yield painter

    def _draw_boundary(self, backdrop: Backdrop, boundary: NDArray[np.float64]) -> None:
        """Stroke the decision line by the raster, into the very pixels; until that is compiled by Qt, which is slow."""
        frame, ratio, colour = backdrop.points.frame, backdrop.points.ratio, theme.current().boundary
        opacity = FADED if backdrop.faded else 1.0
        if raster.ready():
            places = (frame.points_to_screen(boundary) - (frame.left, frame.top)) * ratio
            rgba = (colour.red(), colour.green(), colour.blue(), opacity)
            raster.draw_segments(places.reshape(-1, 4), backdrop.line_width * ratio, rgba, self._pixels)
            return
        with self._painter(frame) as painter:
            painter.setOpacity(opacity)
            painter.setPen(QPen(colour, backdrop.line_width))
            painter.drawLines([QLineF(*ends) for ends in frame.points_to_screen(boundary).reshape(-1, 4).tolist()])


def _paint_image(painter: QPainter, frame: PlaneTransform, picture: MapPicture) -> None:
    """The colours where they belong, which is not the whole square until the map for a new view has come."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(*frame.rect_of(picture.extent)), picture.image, QRectF(picture.image.rect()))


def _enlarged(frame: PlaneTransform, picture: MapPicture, ratio: float) -> QImage:
    """The square's colours in the pixels of a file: programs that show files leave the few of the map as blocks."""
    side = max(round(frame.side * ratio), 1)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(theme.current().map0)
    with QPainter(image) as painter:
        painter.scale(ratio, ratio)
        painter.translate(-frame.left, -frame.top)
        _paint_image(painter, frame, picture)
    return image


def _round_corners(painter: QPainter, square: QRectF) -> None:
    """Cover the corners with the panel's colour: far cheaper than clipping every layer to a rounded square."""
    radius = theme.pxf(RADIUS)
    path = QPainterPath()
    path.addRect(square)
    path.addRoundedRect(square, radius, radius)
    painter.fillPath(path, theme.current().card)
