"""The wells that show a space: small ones to choose a stage, and the large one with its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPen

from playground.views.hidden.framing import nearest
from playground.views.hidden.painting import LARGE, SMALL, Shown, picture, place_points
from playground.widgets.control import Control, rounded, smooth_painter
from playground.widgets.text import CENTRE, draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from playground.views.hidden.framing import Floats, Framed
    from playground.views.hidden.painting import Colouring, Detail

_REACH = 7.0
_RING = 1.5


class Well(Control):
    """A picture of a space, drawn when it is painted and kept until something changes.

    Signals:
        point_hovered(object): Index of the point under the pointer, or None.
    """

    point_hovered = Signal(object)

    def __init__(self, name: str, detail: Detail, radius: float, parent: QWidget | None = None) -> None:
        super().__init__(name, "", parent)
        self._detail, self._radius = detail, radius
        self._space: Framed | None = None
        self._colours: Colouring | None = None
        self._shown = Shown()
        self._image: QImage | None = None
        self._lit: int | None = None
        self.setToolTip("")
        self.setMouseTracking(True)

    def show_space(self, space: Framed | None, colours: Colouring | None, shown: Shown) -> None:
        """Show a space; None for none."""
        self._space, self._colours, self._shown = space, colours, shown
        self._image = None
        self.update()

    def light_up(self, point: int | None) -> None:
        """Put a ring round a point."""
        if point != self._lit:
            self._lit = point
            self.update()

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

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which point is under the pointer."""
        places = self.places() if self._shown.points else None
        at = (event.position().x(), event.position().y())
        self.point_hovered.emit(None if places is None else nearest(places, at, pxf(_REACH)))

    def leaveEvent(self, event: QEvent) -> None:
        """No point is."""
        self.point_hovered.emit(None)
        super().leaveEvent(event)

    def paint_well(self, painter: QPainter) -> None:
        """The well, the space in it, and the ring."""
        theme = current()
        rounded(painter, QRectF(self.rect()), self._radius, theme.sunken, theme.line)
        if self._space is None or self._colours is None:
            return
        ratio = self.devicePixelRatioF()
        if self._image is None:
            self._image = picture(self._space, self._colours, self._detail, self._shown, self.side(), ratio)
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))  # its margins keep the picture out of the corners
        painter.drawImage(QRectF(0, 0, self.side(), self.side()), self._image)
        painter.setClipping(False)
        self._paint_ring(painter)

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


class SmallWell(Well):
    """One stage of the strip; a click chooses it.

    Signals:
        chosen(int): Index of the stage.
    """

    chosen = Signal(int)

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__("", SMALL, 6, parent)
        self._index = index
        self._selected = False

    def set_selected(self, selected: bool) -> None:
        """Draw the outline of the stage at hand."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    def activate(self) -> None:
        """Choose the stage."""
        self.chosen.emit(self._index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The well and its outline."""
        painter = smooth_painter(self)
        theme = current()
        self.paint_well(painter)
        if self._selected:
            rounded(painter, QRectF(self.rect()), 6, None, theme.ink, 1.5)
        elif self.hovered:
            rounded(painter, QRectF(self.rect()), 6, None, theme.line_strong)


class LargeWell(Well):
    """The space at hand, its name in a chip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Large space", LARGE, 8, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name, self._about, self._notice = "", "", ""

    def set_words(self, name: str, about: str, notice: str = "") -> None:
        """Name and view in the chip; a notice stands in the middle instead of a picture."""
        if (name, about, notice) != (self._name, self._about, self._notice):
            self._name, self._about, self._notice = name, about, notice
            self.setAccessibleDescription(f"{name} {about}".strip())
            self.update()

    def words(self) -> tuple[str, str]:
        """What the chip says."""
        return self._name, self._about

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The well and the chip, or the notice."""
        painter = smooth_painter(self)
        self.paint_well(painter)
        if self._notice:
            draw_text(painter, QRectF(self.rect()).adjusted(16, 0, -16, 0), self._notice, "row", current().ink3, CENTRE)
        if self._name:
            self._paint_chip(painter)

    def _paint_chip(self, painter: QPainter) -> None:
        theme = current()
        name_width = text_width(self._name, "title")
        room = self.width() - px(36) - name_width - px(8)
        about_width = min(text_width(self._about, "row"), room) if self._about else 0
        width = name_width + (px(8) + about_width if self._about else 0) + px(16)
        chip = QRectF(pxf(9), pxf(9), width, pxf(26))
        rounded(painter, chip, 6, theme.card)
        draw_text(painter, chip.adjusted(px(8), 0, 0, 0), self._name, "title", theme.ink)
        if self._about:
            left = chip.left() + px(8) + name_width + px(8)
            draw_text(painter, QRectF(left, chip.top(), about_width, chip.height()), self._about, "row", theme.ink3)
