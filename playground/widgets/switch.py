"""A switch, 28 x 16: ink when on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QRectF, QSize, QVariantAnimation, Signal

from playground.widgets.control import Control, rounded, smooth_painter
from playground.widgets.theme import current, duration, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

_WIDTH, _HEIGHT, _HIT = 28, 16, 24


class Switch(Control):
    """On or off.

    Signals:
        toggled(bool): The person turned it.
    """

    toggled = Signal(bool)

    def __init__(self, name: str, tip: str = "", *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, tip, parent)
        self._on = on
        self._knob = float(on)
        self.focus_radius = _HEIGHT / 2
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._move_knob)

    def is_on(self) -> bool:
        """Whether it is on."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Turn it without a signal."""
        if on == self._on:
            return
        self._on = on
        self._slide.stop()
        self._slide.setStartValue(self._knob)
        self._slide.setEndValue(float(on))
        self._slide.setDuration(duration(120) if self.isVisible() else 0)
        self._slide.start()

    def activate(self) -> None:
        """Turn it and say so."""
        self.set_on(not self._on)
        self.toggled.emit(self._on)

    def sizeHint(self) -> QSize:
        """As wide as the switch, as high as a pointer needs."""
        return QSize(px(_WIDTH), px(_HIT))

    def focus_rect(self) -> QRectF:
        """The track."""
        top = (self.height() - pxf(_HEIGHT)) / 2
        return QRectF(0, top, pxf(_WIDTH), pxf(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track and knob."""
        theme = current()
        painter = smooth_painter(self)
        track = self.focus_rect()
        if not self.isEnabled():
            colour = theme.control
        elif self._knob > 0.5:  # noqa: PLR2004 - halfway
            colour = theme.ink
        else:
            colour = theme.ink3 if self.hovered else theme.line_strong
        rounded(painter, track, _HEIGHT / 2, colour)
        side = pxf(12)
        left = track.left() + pxf(2) + self._knob * (track.width() - side - pxf(4))
        knob = theme.ink_inv if self.isEnabled() else theme.ink_off
        rounded(painter, QRectF(left, track.top() + pxf(2), side, side), 6, knob)

    def _move_knob(self, position: float) -> None:
        self._knob = position
        self.update()
