"""A picture of a space that shows points under the pointer and lets some be selected by a rectangle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QApplication

from playground.views.spaces.drawing.bars import paint_bars
from playground.views.spaces.drawing.framing import nearest
from playground.views.spaces.drawing.painting import Scale, ShownParts
from playground.views.spaces.drawing.picture import paint_space, picture, place_points
from playground.views.spaces.drawing.thumbnails import paint_enlarged, thumbnail_side
from playground.widgets.control import PaintedControl, rounded
from playground.widgets.paper import clipped, on_paper, resolution
from playground.widgets.theme import current, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QImage, QMouseEvent, QPainter, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from playground.views.spaces.drawing.framing import Floats, Framed
    from playground.views.spaces.drawing.painting import Detail, SpaceColouring

_REACH = 7.0
_RING = 1.5
_BAND = 0.10


class Well(PaintedControl):
    """A picture of a space, drawn when it is painted and kept until something changes.

    Signals:
        point_hovered(object): Index of the point under the pointer, or None.
        brushed(object): The points in a rectangle that was dragged, as a mask; None for none.
    """

    point_hovered = Signal(object)
    brushed = Signal(object)

    def __init__(self, name: str, detail: Detail, radius: float, parent: QWidget | None = None) -> None:
        super().__init__(name, "", parent)
        self._detail, self._radius = detail, radius
        self._space: Framed | None = None
        self._colours: SpaceColouring | None = None
        self._shown = ShownParts()
        self._image: QImage | None = None
        self._lit: int | None = None
        self._bars: Floats | None = None
        self._from: QPointF | None = None
        self._band: QRectF | None = None
        self.setToolTip("")
        self.setMouseTracking(True)

    def show_space(self, space: Framed | None, colours: SpaceColouring | None, shown: ShownParts) -> None:
        """Show a space; None for none."""
        self._space, self._colours, self._shown = space, colours, shown
        self._image = None
        self.update()

    def light_up(self, point: int | None, values: Floats | None = None) -> None:
        """Put a ring round a point, and show its activations as a row of bars."""
        if point != self._lit or values is not self._bars:
            self._lit, self._bars = point, values
            self.update()

    @property
    def space(self) -> Framed | None:
        """The space that it shows, as it is drawn; None for none."""
        return self._space

    @property
    def lit(self) -> int | None:
        """The point with a ring round it; None for none."""
        return self._lit

    @property
    def bars(self) -> Floats | None:
        """The activations that stand beside the picture as bars, (width,); None for none."""
        return self._bars

    def side(self) -> int:
        """Of the square picture, in logical pixels."""
        return min(self.width(), self.height())

    def places(self) -> Floats | None:
        """Where the points are, in pixels."""
        return None if self._space is None else place_points(self._space, self._detail, self.side())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size is another picture."""
        self._image = None
        super().resizeEvent(event)

    # ---- mouse -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A rectangle may begin here."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the rectangle, or say which point is under the pointer."""
        at = event.position()
        if self._from is not None:
            if self._band is not None or (at - self._from).manhattanLength() >= QApplication.startDragDistance():
                self._band = QRectF(self._from, at).normalized()
                self.update()
            return
        places = self.places() if self._shown.points else None
        reach = thumbnail_side(self.side()) / 2 if self._shown.thumbnails and self._detail.solid else pxf(_REACH)
        self.point_hovered.emit(None if places is None else nearest(places, (at.x(), at.y()), reach))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say which points the rectangle holds; without one it was a click."""
        band, self._from, self._band = self._band, None, None
        if band is None:
            super().mouseReleaseEvent(event)
            return
        # The end of a rectangle is no click: it must not choose a stage.
        self.pressed = False
        self.update()
        places = self.places()
        if places is not None:
            inside = (places >= (band.left(), band.top())) & (places <= (band.right(), band.bottom()))
            self.brushed.emit(inside.all(axis=1))

    def leaveEvent(self, event: QEvent) -> None:
        """No point is under the pointer any more."""
        self.point_hovered.emit(None)
        super().leaveEvent(event)

    # ---- painting --------------------------------------------------------------------------------------------------

    def paint_well(self, painter: QPainter, room: QRectF | None = None, taken: QRectF | None = None) -> None:
        """The well, the space in it, and what the pointer is on, told inside `room` beside what is `taken` of it."""
        theme = current()
        rounded(painter, QRectF(self.rect()), self._radius, theme.sunken, theme.line)
        if self._space is None or self._colours is None:
            return
        ratio = resolution(self.devicePixelRatioF())
        what = self._space, self._colours, self._shown, Scale(self._detail, self.side(), ratio)
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)  # its margins keep the picture out of the corners
        with clipped(painter, inside):
            if on_paper():
                paint_space(painter, *what)
            else:
                self._image = self._image or picture(*what)
                painter.drawImage(QRectF(0, 0, self.side(), self.side()), self._image)
        self._paint_ring(painter)
        if self._lit is not None and self._detail.solid and self._colours.pictures is not None:
            if self._lit < len(self._colours.pictures):
                paint_enlarged(painter, QRectF(self.rect()), self._colours, self._lit, self.places())
        elif self._bars is not None and self._lit is not None:
            room = room or QRectF(self.rect())
            paint_bars(painter, room, self._bars, self.places(), is_large=self._detail.solid, taken=taken)
        if self._band is not None:
            painter.setBrush(with_alpha(theme.ink, _BAND))
            painter.setPen(QPen(theme.ink, pxf(1)))
            painter.drawRect(self._band)

    def _paint_ring(self, painter: QPainter) -> None:
        places = self.places()
        if self._lit is None or places is None or self._lit >= len(places):
            return
        theme = current()
        centre = QPointF(*places[self._lit])
        reach = self.side() * self._detail.radius + pxf(3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.halo, pxf(_RING + 2)))
        painter.drawEllipse(centre, reach, reach)
        painter.setPen(QPen(theme.ink, pxf(_RING)))
        painter.drawEllipse(centre, reach, reach)
