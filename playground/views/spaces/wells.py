"""The wells that show a space: small ones to choose a stage, and the large one with its name."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QHelpEvent, QPen
from PySide6.QtWidgets import QApplication, QToolTip

from playground.views.spaces.axes import beside_axes, paint_arrows, paint_frame
from playground.views.spaces.bars import paint_bars
from playground.views.spaces.framing import nearest
from playground.views.spaces.painting import LARGE, SMALL, Scale, ShownParts
from playground.views.spaces.picture import paint_space, picture, place_points
from playground.views.spaces.stages import shorter, view_tip
from playground.views.spaces.thumbnails import paint_enlarged, thumbnail_side
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import PaintedControl, rounded, smooth_painter
from playground.widgets.paper import clipped, on_paper, resolution
from playground.widgets.text import CENTRE, draw_text, literal, text_width, whole_facts
from playground.widgets.theme import current, px, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from playground.views.spaces.framing import Floats, Framed
    from playground.views.spaces.painting import Detail, SpaceColouring

_REACH = 7.0
_RING = 1.5
_BAND = 0.10
_DEGREES = pi / 180.0
_KEY_TURN = 5.0 * _DEGREES
_TURN = 0.5 * _DEGREES
"""How far a space in depth turns with each pixel, and with each press of an arrow key."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
SOLID_TIP = (
    "Large space: drag or arrow keys turn it, a double-click lets it turn by itself, Shift and drag selects points"
)


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
        """No point is."""
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


class SmallWell(Tells, Well):
    """One stage of the strip; a click chooses it.

    Signals:
        chosen(int): Index of the stage.
    """

    chosen = Signal(int)

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__("", SMALL, 6, parent)
        self._index = index
        self._selected = False

    def told(self) -> Told:
        """One of several stages."""
        act = QAccessibleActionInterface.pressAction()
        return Told(QAccessible.Role.RadioButton, actions={act: self.activate}, on=self._selected)

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
        with smooth_painter(self) as painter:
            theme = current()
            self.paint_well(painter)
            if self._selected:
                rounded(painter, QRectF(self.rect()), 6, None, theme.ink, 1.5)
            elif self.underMouse():
                rounded(painter, QRectF(self.rect()), 6, None, theme.line_strong)


class LargeWell(Tells, Well):
    """The space at hand, its name in a chip; one in depth is turned by dragging.

    Signals:
        turned(float, float): By how much, in radians: to the right, and up.
        spin_asked(): A double click, or Enter: let it turn by itself, or stop it.
    """

    turned = Signal(float, float)
    spin_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Large space", LARGE, 8, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name, self._about, self._notice = "", "", ""
        self._axes: tuple[str, ...] = ("neuron 1", "neuron 2", "neuron 3")
        self._chip = QRectF()
        self._grip: QPointF | None = None
        self._has_turned = False
        self.focus_radius = 8.0

    def show_space(self, space: Framed | None, colours: SpaceColouring | None, shown: ShownParts) -> None:
        """Show a space; one in depth takes the keyboard's arrows."""
        super().show_space(space, colours, shown)
        is_solid = space is not None and space.axes is not None
        focus = Qt.FocusPolicy.TabFocus if is_solid else Qt.FocusPolicy.NoFocus
        if focus is not self.focusPolicy():
            self.setFocusPolicy(focus)
            self.setToolTip(SOLID_TIP if is_solid else "")

    def event(self, event: QEvent) -> bool:
        """Explain the view where its name stands; elsewhere the tooltip is that of the well."""
        if isinstance(event, QHelpEvent) and self._chip.contains(QPointF(event.pos())):
            QToolTip.showText(event.globalPos(), literal(view_tip(self._about)), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a space in depth; with Shift, or in a flat one, a rectangle begins."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.is_turned() and not shift and event.button() is Qt.MouseButton.LeftButton:
            self._grip, self._has_turned = event.position(), False
            self.pressed = True
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn it."""
        if self._grip is None:
            super().mouseMoveEvent(event)
            return
        step, self._grip = event.position() - self._grip, event.position()
        self._has_turned = True
        self.turned.emit(step.x() * _TURN, step.y() * _TURN)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click that turned nothing lets selected points go."""
        if self._grip is not None:
            self._grip, self.pressed = None, False
            if not self._has_turned:
                self.brushed.emit(None)
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let it turn by itself, or stop it."""
        if self.is_turned() and event.button() is Qt.MouseButton.LeftButton:
            self.spin_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows turn it."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or not self.is_turned():
            super().keyPressEvent(event)
        else:
            self.turned.emit(step[0] * _KEY_TURN, step[1] * _KEY_TURN)

    def activate(self) -> None:
        """A click lets selected points go; Enter lets a space in depth turn by itself."""
        if self.is_turned():
            self.spin_asked.emit()
        else:
            self.brushed.emit(None)

    def told(self) -> Told:
        """A picture; one in depth can be let turn."""
        actions = {QAccessibleActionInterface.pressAction(): self.activate} if self.is_turned() else {}
        return Told(QAccessible.Role.Graphic, f"{self._name} {self._about}".strip(), actions=actions)

    def is_turned(self) -> bool:
        """Whether what it shows has depth."""
        return self._space is not None and self._space.axes is not None

    def set_words(self, name: str, about: str, notice: str = "") -> None:
        """Name and view in the chip; a notice stands in the middle instead of a picture."""
        if (name, about, notice) != (self._name, self._about, self._notice):
            self._name, self._about, self._notice = name, about, notice
            self.setAccessibleDescription(f"{name} {about}".strip())
            self.update()

    def name_axes(self, names: tuple[str, ...]) -> None:
        """Say what the axes of a space of neurons, or of one in depth, are."""
        if names != self._axes:
            self._axes = names
            self.update()

    def axis_names(self) -> tuple[str, ...]:
        """What the axes are called: across, up, in depth."""
        return self._axes

    def notice(self) -> str:
        """What stands in the middle in place of a picture; empty where there is one."""
        return self._notice

    def words(self) -> tuple[str, str]:
        """What the chip says."""
        return self._name, self._about

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The well and the chip, or the notice."""
        with smooth_painter(self) as painter:
            self.paint_well(painter, *self._place_of_bars())
            self._paint_axes(painter)
            if self._notice:
                draw_text(
                    painter, QRectF(self.rect()).adjusted(16, 0, -16, 0), self._notice, "row", current().ink3, CENTRE
                )
            if self._name:
                self._paint_chip(painter)

    def _place_of_bars(self) -> tuple[QRectF, QRectF]:
        frame = None if self._space is None or self._space.range is None else self._frame()
        return beside_axes(QRectF(self.rect()), frame, self._axes, is_solid=self.is_turned())

    def _frame(self) -> QRectF:
        side, margin, drop = self.side(), self._detail.margin, self._detail.drop
        return QRectF(margin, margin + drop, side - 2 * margin, side - 2 * margin)

    def _paint_axes(self, painter: QPainter) -> None:
        space = self._space
        if space is None:
            return
        if space.axes is not None:
            paint_arrows(painter, (self.width(), self.height()), space.axes, self._axes)
        elif space.range is not None:
            paint_frame(painter, self._frame(), space.range, self._axes)

    def _paint_chip(self, painter: QPainter) -> None:
        theme = current()
        name_width = text_width(self._name, "title")
        room = self.width() - px(36) - name_width - px(8)
        about = self._about
        if text_width(about, "row") > room:
            about = whole_facts(shorter(about), "row", room)
        about_width = text_width(about, "row")
        width = name_width + (px(8) + about_width if about else 0) + px(16)
        chip = QRectF(pxf(9), pxf(9), width, pxf(26))
        self._chip = chip
        rounded(painter, chip, 6, theme.card)
        draw_text(painter, chip.adjusted(px(8), 0, 0, 0), self._name, "title", theme.ink)
        if about:
            left = chip.left() + px(8) + name_width + px(8)
            draw_text(painter, QRectF(left, chip.top(), about_width, chip.height()), about, "row", theme.ink3)
