"""A whole number between a minus and a plus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QSizePolicy

from playground.widgets.control import rounded
from playground.widgets.icons import paint_icon
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.text import CENTRE, draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QMouseEvent, QPainter
    from PySide6.QtWidgets import QWidget

_SIDE, _WIDTH = 26, 76


class StepField(NumberField):
    """`- 8 +`: the signs step, the number can be dragged, wheeled or typed.

    Signals (from NumberField): value_changed(float), edit_finished().
    """

    def __init__(
        self, name: str, minimum: int, maximum: int, value: int, *, tip: str = "", parent: QWidget | None = None
    ) -> None:
        limits = NumberRange(minimum=minimum, maximum=maximum, step=1, integer=True)
        super().__init__(name, limits, value, tip=tip, minimum_width=_WIDTH, parent=parent)
        self._sign_under = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Signs and number."""
        width = max(px(self._minimum_width), text_width(self.text(), "button") + px(2 * _SIDE))
        return QSize(width, px(_SIDE))

    def minimumSizeHint(self) -> QSize:
        """The same: signs do not overlap the number."""
        return self.sizeHint()

    def editor_rect(self) -> QRectF:
        """Between the signs."""
        return QRectF(self.rect()).adjusted(pxf(_SIDE - 4), 0, -pxf(_SIDE - 4), 0)

    @property
    def editor_align(self) -> Qt.AlignmentFlag:
        """Where the number stands."""
        return Qt.AlignmentFlag.AlignHCenter

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A sign steps at once."""
        sign = self._sign_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and sign:
            self.stepBy(sign)
            self._end_step(changed=True)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two quick ones is a press."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the sign under the pointer, or drag."""
        self._sign_under = self._sign_at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if self._sign_under else Qt.CursorShape.SizeHorCursor)
        self.update()
        super().mouseMoveEvent(event)

    def paint(self, painter: QPainter) -> None:
        """Field, signs, number."""
        theme = current()
        area = QRectF(self.rect())
        if self.isEnabled() and not self._flat:
            rounded(painter, area, 6, theme.control)
        for sign, name in ((-1, "minus"), (1, "plus")):
            self._paint_sign(painter, sign, name)
        if self._editor is None:
            draw_text(painter, area, self.text(), "button", theme.ink if self.isEnabled() else theme.ink_off, CENTRE)

    def _paint_sign(self, painter: QPainter, sign: int, name: str) -> None:
        theme = current()
        area = self._sign_rect(sign)
        at_end = self._limits.stepped(self.value(), sign) == self.value()
        lit = self.underMouse() and self._sign_under == sign and not at_end and self.isEnabled()
        if lit:
            rounded(painter, area, 6, theme.control_hover)
        colour = theme.ink_off if at_end or not self.isEnabled() else theme.ink if lit else theme.ink2
        size = pxf(13)
        middle = area.center()
        paint_icon(painter, name, QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size), colour)

    def _sign_rect(self, sign: int) -> QRectF:
        side = pxf(_SIDE)
        return QRectF(0 if sign < 0 else self.width() - side, 0, side, self.height())

    def _sign_at(self, position: QPointF) -> int:
        return next((sign for sign in (-1, 1) if self._sign_rect(sign).contains(position)), 0)

    def _is_editable_at(self, position: QPointF) -> bool:
        return super()._is_editable_at(position) and not self._sign_at(position)
