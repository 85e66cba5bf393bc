"""The large space: its name in a chip, its axes or a notice; one in depth is turned by dragging and by arrow keys."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QHelpEvent
from PySide6.QtWidgets import QToolTip

from playground.views.spaces.drawing.axes import beside_axes, paint_arrows, paint_frame
from playground.views.spaces.drawing.painting import LARGE, ShownParts
from playground.views.spaces.stages import shorter, view_tip
from playground.views.spaces.well import Well
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.text import CENTRE, draw_text, literal, text_width, whole_facts
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from playground.views.spaces.drawing.framing import Framed
    from playground.views.spaces.drawing.painting import SpaceColouring

_DEGREES = pi / 180.0
_TURN, _KEY_TURN = 0.5 * _DEGREES, 5.0 * _DEGREES
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
        """Turn a space in depth by as far as the pointer has moved since the last move."""
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
        """Turn a space in depth with the arrow keys."""
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
