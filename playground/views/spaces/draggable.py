"""The large space with points that can be taken hold of, and what is shown of where one is dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPen

from playground.views.spaces.drawing.framing import nearest
from playground.views.spaces.large_well import LargeWell
from playground.widgets import theme
from playground.widgets.buttons import IconButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.paper import on_paper
from playground.widgets.text import draw_text, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from playground.views.spaces.drawing.framing import Floats

GRAB, STEP = 12.0, 0.05
"""Pixels around a point from which it is taken hold of, and how far an arrow key moves it, of half the picture."""
RING, LINE, RIM, ROW, PADDING, MARGIN = 6.0, 2.0, 4.5, 16, 8, 9
BUTTON = 26
DRAG_TIP = (
    "Drag the answer\nTake a point to another place of this space: the least change of weights that brings it there is "
    "found, its border drawn on the map, and made as one undo step when the point is let go. Esc lets it be; arrow "
    "keys move the selected point, Enter lets it go"
)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


_ENDING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})


class _CornerButton(IconButton):
    """A switch over a picture, which pictures of it leave out."""

    def paint(self, painter: QPainter) -> None:
        """The icon, on the screen alone."""
        if not on_paper():
            super().paint(painter)


class DraggableWell(LargeWell):
    """A flat space in whose corner a switch lets points be dragged; off, a drag selects as ever.

    Signals:
        switched(bool): Points can be dragged from now on, or not any more.
        grabbed(object): A point is taken hold of, by its index; None for the one that is selected, by the keyboard.
        dragged(float, float): Where it is, in the square of `Framed`.
        dropped(): It is let go there.
        cancelled(): It is to be where it was.
    """

    switched = Signal(bool)
    grabbed = Signal(object)
    dragged = Signal(float, float)
    dropped = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drags = _CornerButton("hand", "Drag the answer", DRAG_TIP, side=BUTTON, checkable=True, parent=self)
        self._point: int | None = None
        self._target: QPointF | None = None
        self._is_held = False
        self._refusal = ""
        self._words: tuple[str, ...] = ()
        self.drags.toggled.connect(self.switched)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def refuse(self, why: str) -> None:
        """Say why points of this space cannot be dragged; "" for they can."""
        if why != self._refusal:
            self._refusal = why
            self.drags.set_description("Drag the answer", f"Drag the answer\n{why}" if why else DRAG_TIP)
            self.update()

    def show_dragged(self, point: int | None, target: tuple[float, float] | None, words: tuple[str, ...] = ()) -> None:
        """Show where a point is dragged, in the square of `Framed`, and lines of what is said of it; None for none."""
        at = None if target is None else QPointF(*target)
        if (point, at, words) != (self._point, self._target, self._words):
            self._point, self._target, self._words = point, at, words
            if point is not None:
                self.light_up(self.lit)  # its bars make room
            self.update()

    def take_keyboard(self, *, on: bool) -> None:
        """Have the keys that move a point, or leave them to others."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.NoFocus)
        if on and self.isVisible():
            self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The switch stands in the lower right corner."""
        super().resizeEvent(event)
        side = self.drags.sizeHint()
        inset = theme.px(4)
        self.drags.setGeometry(
            self.width() - side.width() - inset, self.height() - side.height() - inset, side.width(), side.height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """The space, then the way of the dragged point over it."""
        super().paintEvent(event)
        places = self.places()
        if places is None or self._point is None or self._target is None or self._point >= len(places):
            return
        start, end = QPointF(*places[self._point, :2]), self._to_pixels(self._target)
        shown = theme.current()
        with smooth_painter(self) as painter:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for width, colour in ((RIM, theme.with_alpha(shown.halo, 0.7)), (LINE, shown.ink)):
                painter.setPen(QPen(colour, theme.pxf(width), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(QLineF(start, end))
                painter.drawEllipse(end, theme.pxf(RING), theme.pxf(RING))
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        if not self._words:
            return
        shown, padding, row = theme.current(), theme.pxf(PADDING), theme.pxf(ROW)
        room = self.width() - 2 * theme.pxf(MARGIN) - theme.pxf(BUTTON)
        width = min(max(text_width(line, "label") for line in self._words) + 2 * padding, room)
        height = row * len(self._words) + padding
        chip = QRectF(theme.pxf(MARGIN), self.height() - theme.pxf(MARGIN) - height, width, height)
        rounded(painter, chip, 6, theme.with_alpha(shown.card, 0.92))
        for place, line in enumerate(self._words):
            top = chip.top() + padding / 2 + place * row
            draw_text(painter, QRectF(chip.left() + padding, top, width - 2 * padding, row), line, "label", shown.ink2)

    # ---- the hand --------------------------------------------------------------------------------------------------

    def light_up(self, point: int | None, values: Floats | None = None) -> None:
        """The ring as ever; the bars make room for what is said of a dragged point."""
        super().light_up(point, None if self._point is not None else values)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move a point from the window's shortcuts."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self._claims(event):
            event.accept()
            return True
        return super().event(event)

    def _claims(self, event: QKeyEvent) -> bool:
        key, is_plain = Qt.Key(event.key()), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_ours = key in _ARROWS or (self._target is not None and key in _ENDING)
        return is_plain and is_ours and self._may_drag()

    def _may_drag(self) -> bool:
        return self.drags.isChecked() and not self._refusal

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a point; anywhere else all is as ever."""
        places = self.places() if self._may_drag() and event.button() is Qt.MouseButton.LeftButton else None
        at = event.position()
        point = None if places is None else nearest(places, (at.x(), at.y()), theme.pxf(GRAB))
        if point is None:
            super().mousePressEvent(event)
            return
        self._is_held = True
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.grabbed.emit(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the held point to where the pointer is."""
        if not self._is_held:
            super().mouseMoveEvent(event)
            return
        at = self._to_square(event.position())
        self.dragged.emit(at.x(), at.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the held point go where it is, which changes the weights."""
        if not self._is_held:
            super().mouseReleaseEvent(event)
            return
        self._let_go()
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the point at hand, Enter lets it go, Esc takes it back."""
        key, step = Qt.Key(event.key()), _ARROWS.get(Qt.Key(event.key()))
        if not self._may_drag():
            super().keyPressEvent(event)
        elif step is not None:
            self._move_by(*step)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._target is not None:
            self.dropped.emit()
        elif key == Qt.Key.Key_Escape and self._target is not None:
            self._let_go()
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _move_by(self, across: int, up: int) -> None:
        if self._target is None:
            self.grabbed.emit(None)
        if self._target is not None:
            self.dragged.emit(self._target.x() + STEP * across, self._target.y() + STEP * up)

    def _let_go(self) -> None:
        self._is_held = False
        self.unsetCursor()

    def _to_pixels(self, at: QPointF) -> QPointF:
        half, reach = self.side() / 2.0, self.side() / 2.0 - self._detail.margin
        return QPointF(half + at.x() * reach, half + self._detail.drop - at.y() * reach)

    def _to_square(self, at: QPointF) -> QPointF:
        half, reach = self.side() / 2.0, self.side() / 2.0 - self._detail.margin
        return QPointF((at.x() - half) / reach, -(at.y() - half - self._detail.drop) / reach)


def at_of(places: Floats, point: int) -> tuple[float, float]:
    """Where a point is in the square of `Framed`, of the points of a space, (M, d)."""
    return float(places[point, 0]), float(places[point, 1])
