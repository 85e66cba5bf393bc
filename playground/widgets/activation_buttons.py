"""Activations as little curves to press; the ones that do not fit stand behind "more"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip

from playground.widgets.choice import Choice, ChoiceList
from playground.widgets.control import PaintedControl, rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.popover import Popover
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_HEIGHT = 38
_GAP = 4
_BOUNDED = 1.2  # a curve that stays below is drawn at part of the height, one that grows fills it


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
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


class ActivationButtons(PaintedControl):
    """A few curves as buttons, the others in a list; the chosen one always has a button.

    Signals:
        chosen(object): The value that the person chose.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, curves: Sequence[Curve], value: str, *, shown: int = 5, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, "", parent)
        self.setToolTip("")
        self._curves = tuple(curves)
        self._shown_count = shown
        self._value = value
        self._under = -1
        self._popover: Popover | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_value(value)

    def value(self) -> str:
        """The value."""
        return self._value

    def title(self) -> str:
        """The words of the value."""
        return next((curve.title for curve in self._curves if curve.value == self._value), self._value)

    def set_value(self, value: str) -> None:
        """Show a value without a signal."""
        self._value = value
        self.setAccessibleDescription(self.title())
        self.update()

    def activate(self) -> None:
        """Open the list of all."""
        self._open_list()

    def sizeHint(self) -> QSize:
        """Room for every button."""
        return QSize((px(32) + px(_GAP)) * self._places() - px(_GAP), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Narrow buttons."""
        return QSize(px(26) * self._places(), px(_HEIGHT))

    def button_rect(self, place: int) -> QRectF:
        """Where a button is; the last place is "more" when there are more curves than buttons."""
        places, gap = self._places(), pxf(_GAP)
        width = (self.width() - gap * (places - 1)) / places
        return QRectF(place * (width + gap), 0, width, self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the button under the pointer."""
        self._under = self._place_at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """None is lit."""
        self._under = -1
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, or open the list."""
        place = self._place_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or place < 0:
            return
        shown = self._shown()
        if place < len(shown):
            self._take(shown[place].value)
        else:
            self._open_list()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing: the press has chosen."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right choose the neighbour among all curves."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        values = [curve.value for curve in self._curves]
        index = values.index(self._value) + step if self._value in values else 0
        if 0 <= index < len(values):
            self._take(values[index])

    def event(self, event: QEvent) -> bool:
        """The tooltip of the button under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._tip(place), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """All buttons."""
        painter = smooth_painter(self)
        for place, curve in enumerate(self._shown()):
            self._paint_button(painter, place, curve)
        if self._has_more():
            self._paint_more(painter)

    def _paint_button(self, painter: QPainter, place: int, curve: Curve) -> None:
        theme = current()
        area = self.button_rect(place)
        on = curve.value == self._value
        lit = place == self._under and self.isEnabled()
        fill = theme.control_hover if lit and not on else theme.control
        rounded(painter, area, 6, fill, theme.ink if on else None, 1.5)
        side = min(area.width() - pxf(6), area.height() - pxf(12))
        middle = area.center()
        box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        ink = theme.ink if on or lit else theme.ink2
        _paint_curve(painter, box, curve, ink if self.isEnabled() else theme.ink_off)

    def _paint_more(self, painter: QPainter) -> None:
        theme = current()
        place = self._places() - 1
        area = self.button_rect(place)
        lit = place == self._under or self._popover is not None
        rounded(painter, area, 6, theme.control_hover if lit else theme.control)
        size = pxf(16)
        middle = area.center()
        spot = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
        paint_icon(painter, "ellipsis", spot, theme.ink if lit else theme.ink2)

    def _open_list(self) -> None:
        choices = [Choice(c.value, c.title, c.tip, _curve_icon(c)) for c in self._curves]
        rows = ChoiceList(self.accessibleName(), choices, self._value)
        rows.chosen.connect(self._take)
        self._popover = Popover(rows, align_right=True)
        self._popover.closed.connect(self._forget_popover)
        self._popover.open_at(self)

    def _take(self, value: str) -> None:
        if self._popover is not None:
            self._popover.dismiss()
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def _forget_popover(self) -> None:
        self._popover = None
        self.update()

    def _shown(self) -> tuple[Curve, ...]:
        first = self._curves[: self._shown_count]
        if any(curve.value == self._value for curve in first):
            return first
        chosen = next((curve for curve in self._curves if curve.value == self._value), None)
        return (*first[:-1], chosen) if chosen is not None else first

    def _has_more(self) -> bool:
        return len(self._curves) > self._shown_count

    def _places(self) -> int:
        return min(len(self._curves), self._shown_count) + (1 if self._has_more() else 0)

    def _place_at(self, position: QPointF) -> int:
        return next((place for place in range(self._places()) if self.button_rect(place).contains(position)), -1)

    def _tip(self, place: int) -> str:
        shown = self._shown()
        if place >= len(shown):
            return "More activations"
        return f"{shown[place].title}. {shown[place].tip}".removesuffix(". ") if place >= 0 else ""


def _paint_curve(painter: QPainter, box: QRectF, curve: Curve, colour: QColor) -> None:
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


def _curve_icon(curve: Curve) -> QIcon:
    side = px(28)
    drawn = QPixmap(side * 2, side * 2)
    drawn.setDevicePixelRatio(2.0)
    drawn.fill(Qt.GlobalColor.transparent)
    with QPainter(drawn) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_curve(painter, QRectF(1, 1, side - 2, side - 2), curve, current().ink2)
    return QIcon(drawn)
