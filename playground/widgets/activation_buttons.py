"""Activations as little curves to press; the ones that do not fit stand behind "more"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy

from playground.widgets.button_choice import ButtonChoice
from playground.widgets.choice import Choice, ChoiceList
from playground.widgets.control import Control, rounded
from playground.widgets.icons import paint_icon
from playground.widgets.popover import Popover
from playground.widgets.theme import current, px, pxf, theme_signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QWidget

_HEIGHT = 38
_SHOWN = 5  # the others are in the list
_GAP = 4
_BOUNDED = 1.2  # a curve that stays below is drawn at part of the height, one that grows fills it


@dataclass(frozen=True, slots=True, eq=False)
class ActivationCurve:
    """An activation on a button.

    Attributes:
        value: What the program gets.
        title: What the person reads.
        x: Places, ascending.
        y: The function there.
        tip: One sentence.
    """

    value: str
    title: str
    x: NDArray[Any]
    y: NDArray[Any]
    tip: str = ""


class CurveButton(Control, QPushButton):
    """An activation as its curve; or three dots, for those that have no button."""

    def __init__(self, name: str, curve: ActivationCurve | None, row: ActivationButtons) -> None:
        super().__init__(name, f"{name}. {curve.tip}".removesuffix(". ") if curve else name, row)
        self._curve = curve
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Nearly a square."""
        return QSize(px(32), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Narrow."""
        return QSize(px(26) - px(_GAP), px(_HEIGHT))

    def paint(self, painter: QPainter) -> None:
        """Fill, outline when on, the curve."""
        theme, area, on = current(), QRectF(self.rect()), self.isChecked()
        lit = self.underMouse() and self.isEnabled()
        fill = theme.control_hover if lit and not on else theme.control
        rounded(painter, area, 6, fill, theme.ink if on else None, 1.5)
        middle = area.center()
        side = pxf(16) if self._curve is None else min(area.width() - pxf(6), area.height() - pxf(12))
        box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        ink = theme.ink if on else self.ink(theme.ink2)
        if self._curve is None:
            paint_icon(painter, "ellipsis", box, ink)
        else:
            _paint_curve(painter, box, self._curve, ink if self.isEnabled() else theme.ink_off)


class ActivationButtons(ButtonChoice):
    """A few curves as buttons, the others in a list; the chosen one always has a button."""

    def __init__(
        self, name: str, curves: Sequence[ActivationCurve], value: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent=parent)
        self._curves = {curve.value: curve for curve in curves}
        self._value = value
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.more = CurveButton("More activations", None, self)
        self.more.setVisible(len(curves) > _SHOWN)
        self.more.clicked.connect(self._open_list)
        self._row.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chosen.connect(self.set_value)
        theme_signals().changed.connect(self._measure)
        self._measure()
        self.set_value(value)

    def value(self) -> str:
        """The value."""
        return self._value

    def title(self) -> str:
        """The words of the value."""
        return self._curves[self._value].title if self._value in self._curves else self._value

    def set_value(self, value: str) -> None:
        """Show a value without a signal."""
        self._value = value
        first = [*self._curves][:_SHOWN]
        shown = first if value in first or value not in self._curves else [*first[:-1], value]
        for key in shown:
            if key not in self._buttons:
                made = CurveButton(self._curves[key].title, self._curves[key], self)
                self._hold(key, made)
                self._row.insertWidget(self._row.count() - 1, made)
        for key, button in self._buttons.items():
            button.setVisible(key in shown)
        self.set_current(value)

    def _open_list(self) -> None:
        curves = self._curves.values()
        choices = [Choice(c.value, c.title, c.tip, _curve_icon(c)) for c in curves]
        rows = ChoiceList(self.accessibleName(), choices, self._value)
        popover = Popover(rows, align_right=True)
        rows.chosen.connect(lambda value: self._take_from(popover, value))
        popover.open_at(self)

    def _take_from(self, popover: Popover, value: str) -> None:
        popover.dismiss()
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def _measure(self) -> None:
        self._row.setSpacing(px(_GAP))


def _paint_curve(painter: QPainter, box: QRectF, curve: ActivationCurve, colour: QColor) -> None:
    """Axes through the middle of the box, and the curve across its width."""
    painter.save()
    painter.setPen(QPen(current().line_strong, 1.0))
    centre = box.center()
    painter.drawLine(QPointF(box.left(), round(centre.y()) + 0.5), QPointF(box.right(), round(centre.y()) + 0.5))
    painter.drawLine(QPointF(round(centre.x()) + 0.5, box.top()), QPointF(round(centre.x()) + 0.5, box.bottom()))
    half, top = box.width() / 2.0, max(float(abs(curve.y).max()), 1e-6)
    x_unit = half / float(abs(curve.x).max())
    share = 0.9 if top > _BOUNDED else 0.55 if float(curve.y.min()) < -top / 2.0 else 0.75
    y_unit = half * share / top
    pairs = zip(curve.x, curve.y, strict=True)
    points = [QPointF(centre.x() + float(x) * x_unit, centre.y() - float(y) * y_unit) for x, y in pairs]
    pen = QPen(colour, pxf(1.6))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(points))
    painter.restore()


def _curve_icon(curve: ActivationCurve) -> QIcon:
    side = px(28)
    drawn = QPixmap(side * 2, side * 2)
    drawn.setDevicePixelRatio(2.0)
    drawn.fill(Qt.GlobalColor.transparent)
    with QPainter(drawn) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_curve(painter, QRectF(1, 1, side - 2, side - 2), curve, current().ink2)
    return QIcon(drawn)
