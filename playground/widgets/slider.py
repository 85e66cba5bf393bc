"""A slider: 4 px track, 14 px handle, linear, logarithmic or over a list of stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QSlider, QWidget

from playground.widgets.accessible import Number, Tells, Told
from playground.widgets.control import Control, rounded
from playground.widgets.theme import current, px, pxf
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent

    from playground.widgets.number_range import NumberRange

_HANDLE = 10  # and a rim of 2: 14 together
_RIM = 2
_TRACK = 4
_HIT = 24
_NOTCH = 120
_SETTLED_MS = 400
_PLACES = 10_000
_ACTIONS = {
    QAbstractSlider.SliderAction.SliderSingleStepAdd: 1,
    QAbstractSlider.SliderAction.SliderSingleStepSub: -1,
    QAbstractSlider.SliderAction.SliderPageStepAdd: 10,
    QAbstractSlider.SliderAction.SliderPageStepSub: -10,
}


class Slider(Tells, Control, QSlider):
    """Sets a number by dragging, wheel, arrows; a double click or Delete goes back to the default.

    Qt's slider counts in whole places; `number` is the number itself, which need not lie on one, and which a screen
    reader is told.

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
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, _PLACES)
        self._number = value
        self._default = default if default is not None else value
        self._surface = surface
        self._grip = 0.0
        self._settle = one_shot(self, _SETTLED_MS, self.edit_finished.emit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_limits(limits)
        self.actionTriggered.connect(self._step)
        self.valueChanged.connect(self._move)

    def told(self) -> Told:
        """The number itself, in place of Qt's places."""
        limits = self._limits
        number = Number(self._number, limits.minimum, limits.maximum, self._take_alone)
        return Told(QAccessible.Role.Slider, limits.text(self._number), number)

    def number(self) -> float:
        """The number that the handle stands for."""
        return self._number

    def set_value(self, value: float) -> None:
        """Show a number without a signal. A gesture under way keeps its own."""
        if not self.isSliderDown():
            self._hold(self._limits.clamped(value))

    def set_limits(self, limits: NumberRange) -> None:
        """Change the range without a signal."""
        self._limits = limits
        self._hold(limits.clamped(self._number))

    def sizeHint(self) -> QSize:
        """96 wide, as high as a pointer needs."""
        return QSize(px(96), px(_HIT))

    def minimumSizeHint(self) -> QSize:
        """Room to move the handle."""
        return QSize(px(40), px(_HIT))

    def focus_rect(self) -> QRectF:
        """The handle."""
        side = pxf(_HANDLE)
        return QRectF(self._along(self._handle_x()) - side / 2, (self.height() - side) / 2, side, side)

    def paint(self, painter: QPainter) -> None:
        """Track, fill, handle with a rim of the surface that it lies on."""
        theme = current()
        enabled = self.isEnabled()
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
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
        """Take the handle, or bring it to the pointer first: Qt's would go there by pages."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        offset = self._along(event.position().x()) - self._handle_x()
        on_handle = abs(offset) <= pxf(_HANDLE / 2 + _RIM)
        self._grip = offset if on_handle else 0.0
        self.setSliderDown(True)
        if not on_handle:
            self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self.isSliderDown():
            run = max(1.0, self.width() - pxf(_HANDLE))
            x = self._along(event.position().x()) - self._grip
            self._take(self._limits.value_at((x - pxf(_HANDLE / 2)) / run))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            self.edit_finished.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the default."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._take(self._default)
            self.edit_finished.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One notch, one step: Qt's are three."""
        delta = event.angleDelta().y() or event.angleDelta().x()
        self._take_alone(self._limits.stepped(self._number, round(delta / _NOTCH) or (1 if delta > 0 else -1)))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete goes to the default; all else is Qt's."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take_alone(self._default)
        else:
            super().keyPressEvent(event)

    def _step(self, action: int) -> None:
        """Arrows and Page keys go by the steps of the range, which are no places on a logarithmic one."""
        notches = _ACTIONS.get(QAbstractSlider.SliderAction(action))
        if notches is not None:
            self._take_alone(self._limits.stepped(self._number, notches))

    def _move(self, place: int) -> None:
        """Home or End has put the handle somewhere."""
        self._take_alone(self._limits.value_at(place / _PLACES))

    def _take_alone(self, value: float) -> None:
        """Take a number outside a drag; the gesture ends when no other follows for 400 ms."""
        self._take(value)
        self._settle.start()

    def _take(self, value: float) -> None:
        held = self._limits.clamped(value)
        if held != self._number:
            self._hold(held)
            self.value_changed.emit(held)

    def _hold(self, value: float) -> None:
        self._number = value
        with QSignalBlocker(self):
            self.setValue(round(self._limits.position(value) * _PLACES))
        self.update()

    def _along(self, x: float) -> float:
        """A place along the track from where it begins, which is the right end where one writes that way."""
        return self.width() - x if self.isRightToLeft() else x

    def _handle_x(self) -> float:
        run = self.width() - pxf(_HANDLE)
        return pxf(_HANDLE / 2) + run * self._limits.position(self._number)
