"""The slider from the input to the output; its stops lie under the small spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QSizePolicy

from playground.views.spaces.journey import snapped
from playground.widgets.accessible import Number, Tells, Told
from playground.widgets.control import PaintedControl, rounded, smooth_painter
from playground.widgets.format import plain
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

HEIGHT = 24
_STEP = 0.1
_TRACK, _STOP, _HANDLE, _GAP, _TICK = 4.0, 3.0, 7.5, 5.0, 1.5


class MorphSlider(Tells, PaintedControl):
    """A position between stages.

    Signals:
        moved(float): The person moved it: 0 is the first stage, 1 the second.
        stage_chosen(int): The person clicked a stop.
        play_asked(): A double click.
    """

    moved = Signal(float)
    stage_chosen = Signal(int)
    play_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        tip = (
            "Morph: drag to bend one space into the next; double-click or Ctrl+M plays it. Left and Right move by 10 %."
        )
        super().__init__("Morph", tip, parent)
        self._stops: list[float] = []
        self._position = 0.0
        self._legs: tuple[float, ...] = ()
        self._drags = False
        self.focus_radius = 8.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def told(self) -> Told:
        """A position: 0 is the first stage, 1 the second."""
        number = Number(self._position, 0.0, float(max(len(self._stops) - 1, 0)), self._take)
        play = {QAccessibleActionInterface.pressAction(): self.activate}
        return Told(QAccessible.Role.Slider, plain(self._position, 2), number, play)

    def set_stops(self, stops: list[float]) -> None:
        """Say where the stages are, in pixels from the left."""
        self._stops = stops
        self.update()

    def set_legs(self, shares: tuple[float, ...]) -> None:
        """Mark shares of the piece that the handle is in: where weights, bias and activation meet."""
        if shares != self._legs:
            self._legs = shares
            self.update()

    def legs(self) -> tuple[float, ...]:
        """Shares of the way between two stages at which a leg ends and another one begins."""
        return self._legs

    def position(self) -> float:
        """Where it stands."""
        return self._position

    def set_position(self, position: float) -> None:
        """Show a position without a signal."""
        if position != self._position:
            self._position = position
            self.update()

    def is_dragging(self) -> bool:
        """Whether the person holds the handle."""
        return self._drags

    def sizeHint(self) -> QSize:
        """As high as a pointer needs."""
        return QSize(px(96), px(HEIGHT))

    def focus_rect(self) -> QRectF:
        """The handle."""
        reach = pxf(_HANDLE)
        return QRectF(self.place(self._position) - reach, self.height() / 2 - reach, 2 * reach, 2 * reach)

    def place(self, position: float) -> float:
        """Pixels from the left of a position."""
        if not self._stops:
            return 0.0
        left = min(max(int(position), 0), len(self._stops) - 1)
        right = min(left + 1, len(self._stops) - 1)
        return self._stops[left] + (position - left) * (self._stops[right] - self._stops[left])

    def position_at(self, x: float) -> float:
        """The position of a place, held between the ends."""
        if len(self._stops) < 2:  # one stage is no way
            return 0.0
        for index in range(len(self._stops) - 1):
            left, right = self._stops[index], self._stops[index + 1]
            if x <= right or index == len(self._stops) - 2:
                return index + min(max((x - left) / (right - left), 0.0), 1.0)
        return 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On the handle: take it. On a stop: go there. On the track: bring the handle."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        self._drags = True
        near = [index for index, stop in enumerate(self._stops) if abs(stop - x) <= pxf(_HANDLE)]
        if abs(x - self.place(self._position)) <= pxf(_HANDLE):
            return
        if near:
            self.stage_chosen.emit(near[0])
        else:
            self._take(self.position_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._drags and event.buttons() & Qt.MouseButton.LeftButton:
            self._take(snapped(self.position_at(event.position().x()), self._legs))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drags = False
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Play."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.play_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right 10 %, Home and End to the ends, Enter plays."""
        last = float(max(len(self._stops) - 1, 0))
        moves = {
            Qt.Key.Key_Left: self._position - _STEP,
            Qt.Key.Key_Right: self._position + _STEP,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: last,
        }
        target = moves.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self._take(snapped(round(min(max(target, 0.0), last), 6)))

    def activate(self) -> None:
        """Enter and Space play."""
        self.play_asked.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track in pieces between the stops, filled up to the handle."""
        if not self._stops:
            return
        with smooth_painter(self) as painter:
            theme = current()
            middle, handle = self.height() / 2, self.place(self._position)
            for left, right in zip(self._stops, self._stops[1:], strict=False):
                self._paint_piece(painter, left + pxf(_GAP), right - pxf(_GAP), handle)
            painter.setPen(Qt.PenStyle.NoPen)
            for stop in self._stops:
                painter.setBrush(theme.ink2 if stop <= handle else theme.line_strong)
                painter.drawEllipse(QPointF(stop, middle), pxf(_STOP), pxf(_STOP))
            for share in self._legs:
                tick = self.place(int(self._position) + share)
                painter.setBrush(theme.card)
                painter.drawRect(QRectF(tick - pxf(_TICK) / 2, middle - pxf(_TRACK) / 2, pxf(_TICK), pxf(_TRACK)))
            painter.setBrush(theme.card)
            painter.drawEllipse(QPointF(handle, middle), pxf(_HANDLE + 2), pxf(_HANDLE + 2))
            painter.setBrush(theme.ink)
            painter.drawEllipse(QPointF(handle, middle), pxf(_HANDLE), pxf(_HANDLE))

    def _paint_piece(self, painter: QPainter, left: float, right: float, handle: float) -> None:
        theme = current()
        top, height = (self.height() - pxf(_TRACK)) / 2, pxf(_TRACK)
        if right <= left:
            return
        rounded(painter, QRectF(left, top, right - left, height), _TRACK / 2, theme.line_strong)
        filled = min(right, handle) - left
        if filled > 0:
            rounded(painter, QRectF(left, top, filled, height), _TRACK / 2, theme.ink2)

    def _take(self, position: float) -> None:
        if position != self._position:
            self.set_position(position)
            self.moved.emit(position)
