"""A slider: 4 px track, 14 px handle, linear, logarithmic or over a list of stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.control import PaintedControl, rounded, smooth_painter
from playground.widgets.theme import current, px, pxf
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent

    from playground.widgets.number_range import NumberRange

_HANDLE = 10  # and a rim of 2: 14 together
_RIM = 2
_TRACK = 4
_HIT = 24
_NOTCH = 120
_SETTLED_MS = 400


class Slider(PaintedControl):
    """Sets a number by dragging, wheel, arrows; a double click goes back to the default.

    Signals:
        value_changed(float): At every change by the person, while dragging too.
        edit_finished(): The gesture is over; a burst of wheel notches counts as one.
    """

    value_changed = Signal(float)
    edit_finished = Signal()

    def __init__(  # noqa: PLR0913 - a number is its name, range and default
        self,
        name: str,
        limits: NumberRange,
        value: float,
        *,
        default: float | None = None,
        tip: str = "",
        surface: str = "card",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, tip, parent)
        self._limits = limits
        self._value = limits.clamped(value)
        self._default = default if default is not None else value
        self._surface = surface
        self._grip: float | None = None
        self._settle = one_shot(self, _SETTLED_MS, self.edit_finished.emit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def value(self) -> float:
        """The value."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value without a signal. A gesture under way keeps its own value."""
        held = self._limits.clamped(value)
        if self._grip is None and held != self._value:
            self._value = held
            self.update()

    def set_limits(self, limits: NumberRange) -> None:
        """Change the range without a signal."""
        self._limits = limits
        self._value = limits.clamped(self._value)
        self.update()

    def is_dragging(self) -> bool:
        """Whether the person holds the handle."""
        return self._grip is not None

    def sizeHint(self) -> QSize:
        """96 wide, as high as a pointer needs."""
        return QSize(px(96), px(_HIT))

    def minimumSizeHint(self) -> QSize:
        """Room to move the handle."""
        return QSize(px(40), px(_HIT))

    def focus_rect(self) -> QRectF:
        """The handle."""
        side = pxf(_HANDLE)
        return QRectF(self._handle_x() - side / 2, (self.height() - side) / 2, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, fill, handle with a rim of the surface that it lies on."""
        theme = current()
        painter = smooth_painter(self)
        enabled = self.isEnabled()
        top = (self.height() - pxf(_TRACK)) / 2
        x = self._handle_x()
        rounded(painter, QRectF(0, top, self.width(), pxf(_TRACK)), _TRACK / 2, theme.line_strong)
        rounded(painter, QRectF(0, top, x, pxf(_TRACK)), _TRACK / 2, theme.ink2 if enabled else theme.ink_off)
        painter.setPen(Qt.PenStyle.NoPen)
        centre = QPointF(x, self.height() / 2)
        reach = pxf(_HANDLE / 2)
        painter.setBrush(getattr(theme, self._surface))
        painter.drawEllipse(centre, reach + pxf(_RIM), reach + pxf(_RIM))
        painter.setBrush(theme.ink if enabled else theme.ink_off)
        painter.drawEllipse(centre, reach, reach)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle, or bring it to the pointer first."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        offset = x - self._handle_x()
        on_handle = abs(offset) <= pxf(_HANDLE / 2 + _RIM)
        self._grip = offset if on_handle else 0.0
        self.pressed = True
        if not on_handle:
            self._take_position(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._grip is not None:
            self._take_position(event.position().x() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton and self._grip is not None:
            self._grip = None
            self.pressed = False
            self.update()
            self.edit_finished.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the default."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._take(self._default)
            self.edit_finished.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One notch, one step."""
        delta = event.angleDelta().y() or event.angleDelta().x()
        notches = round(delta / _NOTCH) or (1 if delta > 0 else -1)
        self._take(self._limits.stepped(self._value, notches))
        self._settle.start()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, Page keys step ten times, Home and End go to the ends, Delete to the default."""
        limits, value = self._limits, self._value
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageDown: -10,
            Qt.Key.Key_PageUp: 10,
        }
        ends = {
            Qt.Key.Key_Home: limits.minimum,
            Qt.Key.Key_End: limits.maximum,
            Qt.Key.Key_Delete: self._default,
            Qt.Key.Key_Backspace: self._default,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._take(limits.stepped(value, moves[key]))
        elif key in ends:
            self._take(ends[key])
        else:
            super().keyPressEvent(event)
            return
        self._settle.start()

    def _take_position(self, x: float) -> None:
        run = max(1.0, self.width() - pxf(_HANDLE))
        self._take(self._limits.value_at((x - pxf(_HANDLE / 2)) / run))

    def _take(self, value: float) -> None:
        held = self._limits.clamped(value)
        if held != self._value:
            self._value = held
            self.update()
            self.value_changed.emit(held)

    def _handle_x(self) -> float:
        run = self.width() - pxf(_HANDLE)
        return pxf(_HANDLE / 2) + run * self._limits.position(self._value)
