"""A switch, 28 x 16: ink when on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QRectF, QSize, QVariantAnimation
from PySide6.QtWidgets import QCheckBox

from playground.widgets.control import Control, rounded
from playground.widgets.theme import current, duration, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

_WIDTH, _HEIGHT, _HIT = 28, 16, 24


class Switch(Control, QCheckBox):
    """A check box in the look of a switch."""

    focus_radius = _HEIGHT / 2

    def __init__(self, name: str, tip: str = "", *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, tip, parent)
        self.setChecked(on)
        self._knob = float(on)
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._move_knob)
        self.toggled.connect(self._turn)

    def sizeHint(self) -> QSize:
        """As wide as the switch, as high as a pointer needs."""
        return QSize(px(_WIDTH), px(_HIT))

    def focus_rect(self) -> QRectF:
        """The track."""
        top = (self.height() - pxf(_HEIGHT)) / 2
        return QRectF(0, top, pxf(_WIDTH), pxf(_HEIGHT))

    def paint(self, painter: QPainter) -> None:
        """Track and knob."""
        theme = current()
        track = self.focus_rect()
        if not self.isEnabled():
            colour = theme.control
        elif self._knob > 0.5:  # noqa: PLR2004 - halfway
            colour = theme.ink
        else:
            colour = theme.ink3 if self.underMouse() else theme.line_strong
        rounded(painter, track, _HEIGHT / 2, colour)
        side = pxf(12)
        left = track.left() + pxf(2) + self._knob * (track.width() - side - pxf(4))
        knob = theme.ink_inv if self.isEnabled() else theme.ink_off
        rounded(painter, QRectF(left, track.top() + pxf(2), side, side), 6, knob)

    def _turn(self, on: bool) -> None:
        self._slide.stop()
        self._slide.setStartValue(self._knob)
        self._slide.setEndValue(float(on))
        self._slide.setDuration(duration(120) if self.isVisible() else 0)
        self._slide.start()

    def _move_knob(self, position: float) -> None:
        self._knob = position
        self.update()
