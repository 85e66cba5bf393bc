"""A transparent picture over the map's square, kept until what it shows changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen

from playground.render import raster
from playground.views.plane.camera import Camera, PlaneTransform
from playground.widgets import theme
from playground.widgets.qt_arrays import path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from PySide6.QtGui import QColor

Shown = TypeVar("Shown")


class Sheet(Generic[Shown]):
    """Draws in the screen's own pixels, lines by the compiled raster as soon as that is there.

    Args:
        draw: Draws what is shown on the sheet that it is given.

    Attributes:
        frame: Where the square is on the screen, as of the last picture.
    """

    def __init__(self, draw: Callable[[Sheet[Shown], Shown], None]) -> None:
        self._draw = draw
        self._kept: tuple[object, ...] = ()
        self._shown: Shown | None = None
        self._pixels = np.zeros((0, 0, 4), np.uint8)
        self._image = QImage()
        self._ratio = 1.0
        self._painter: QPainter | None = None
        self.frame = PlaneTransform(Camera(), 0.0, 0.0, 1.0)

    def picture(self, shown: Shown, frame: PlaneTransform, ratio: float) -> QImage:
        """The picture of something, which is compared by identity."""
        wanted = (id(shown), frame, ratio, theme.current().name)
        if wanted != self._kept:
            self._kept, self._shown = wanted, shown  # held: nothing else can get its identity
            self.frame, self._ratio = frame, ratio
            self._clear(max(round(frame.side * ratio), 1))
            self._draw(self, shown)
        return self._image

    def paint_on_paper(self, painter: QPainter, shown: Shown, frame: PlaneTransform) -> None:
        """Draw the same as shapes, on a painter of its own."""
        self._kept, self._ratio, self.frame = (), 1.0, frame
        painter.save()
        painter.translate(frame.left, frame.top)
        self._painter = painter
        self._draw(self, shown)
        self._painter = None
        painter.restore()

    def places(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where places of the plane, (..., 2), are on the sheet, in its pixels."""
        moved: NDArray[np.float64] = self.frame.points_to_screen(points) - (self.frame.left, self.frame.top)
        return moved * self._ratio

    def pixels(self, length: float) -> float:
        """A length in logical pixels, in the sheet's own."""
        return theme.pxf(length) * self._ratio

    def fill(self, path: QPainterPath, colour: QColor) -> None:
        """Fill outlines, given in the sheet's pixels; their edges are hard, and are to be drawn over."""
        if self._painter is not None:
            self._painter.fillPath(path, colour)
            return
        with QPainter(self._image) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPath(path)

    def stroke(self, lines: NDArray[np.float64], width: float, colour: QColor) -> None:
        """Draw lines, (N, 4) in the sheet's pixels, as one stroke of a width in logical pixels."""
        if self._painter is not None:
            ends = lines.reshape(-1, 2)
            pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            self._painter.strokePath(path_of(ends, np.arange(len(ends)) % 2 == 0), pen)
            return
        if raster.ready():
            rgba = (colour.red(), colour.green(), colour.blue(), colour.alphaF())
            raster.draw_segments(lines, width * self._ratio, rgba, self._pixels)
            return
        with QPainter(self._image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour, width * self._ratio))
            painter.drawLines([QLineF(*ends) for ends in lines.tolist()])

    def stroke_screen(self, lines: NDArray[np.float64], width: float, colour: QColor) -> None:
        """The same for lines on the screen, of any shape that is made of fours."""
        corner = np.array([self.frame.left, self.frame.top] * 2)
        self.stroke((lines.reshape(-1, 4) - corner) * self._ratio, width, colour)

    def _clear(self, side: int) -> None:
        self._pixels = np.zeros((side, side, 4), np.uint8)
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(self._pixels.data, side, side, 4 * side, form)


def outlines(polylines: list[NDArray[np.float64]]) -> QPainterPath:
    """Polylines, none of them empty, as one path."""
    starts = np.zeros(sum(len(one) for one in polylines), dtype=np.bool_)
    if not polylines:
        return path_of(np.empty((0, 2)), starts)
    starts[np.cumsum([0, *(len(one) for one in polylines[:-1])])] = True
    return path_of(np.concatenate(polylines), starts)
