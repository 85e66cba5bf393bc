"""The film strip: small pictures of the network over log epochs, with a handle that goes back in time."""

from __future__ import annotations

from math import expm1, log1p
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from playground.widgets.accessible import Number, Tells, Told
from playground.widgets.control import PaintedControl, rounded, smooth_painter
from playground.widgets.format import integer
from playground.widgets.paper import clipped
from playground.widgets.text import CENTRE, LEFT, RIGHT, draw_text, text_width
from playground.widgets.theme import current, px, pxf, with_alpha

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

LEAST_FRAME, MOST_FRAME = 40, 68
_TOP, _LABELS = 8, 20
_KNOB_WIDTH, _KNOB_HEIGHT, _BAR = 12.0, 12.0, 3.0
_LABEL_PITCH = 76
_RADIUS = 6.0
_FUTURE = 0.62
"""How far what lies behind the handle fades into the card."""
_LEAST_SPAN, _LEAST_END = 0.002, log1p(1.0)
_LEAP = 10
ROUNDING = 1e-6
TIP = (
    "Film: drag to see everything as it was then, while training goes on or stands\n"
    "Left and Right step (Shift: ten), Home and End go to the start and back to now, Enter plays"
)
EMPTY, EMPTY_BRIEF = "Training records itself here", "No film yet"
"""Before there is a frame; the second where the first would be cut."""


class Film(Tells, PaintedControl):
    """Frames over log(1 + epoch), from the first moment that was recorded to now.

    Signals:
        placed(float): The person put the handle at log(1 + epoch).
        stepped(int): So many moments later, earlier where negative.
        released(): The person has let go of the handle.
        live_asked(): Back to now.
        play_asked(): Play, or stop playing.
    """

    placed = Signal(float)
    stepped = Signal(int)
    released = Signal()
    live_asked = Signal()
    play_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Film", TIP, parent)
        self._frames: tuple[QImage | None, ...] = ()
        self._begin = self._end = 0.0
        self._handle: float | None = None
        self._pointer: float | None = None
        self._drags = False
        self.focus_radius = 4.0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def told(self) -> Told:
        """An epoch among those recorded."""
        first, now = _epoch(self._begin), _epoch(self._end)
        then = now if self._handle is None else _epoch(self._handle)
        number = Number(float(then), float(first), float(now), lambda epoch: self.placed.emit(log1p(epoch)))
        act = QAccessibleActionInterface
        steps = {
            act.increaseAction(): lambda: self.stepped.emit(1),
            act.decreaseAction(): lambda: self.stepped.emit(-1),
        }
        return Told(QAccessible.Role.Slider, self._words(), number, {**steps, act.pressAction(): self.activate})

    # ---- what it shows ---------------------------------------------------------------------------------------------

    def show_frames(self, frames: Sequence[QImage | None], end: float, begin: float = 0.0) -> None:
        """Show pictures at equal distances up to now.

        Args:
            frames: None where one is not made yet.
            end: log(1 + epoch) of now; where that is the beginning, nothing but now has been recorded, and the last
                frame shows it.
            begin: log(1 + epoch) of the first moment, which is not 0 where the weights came from a file.
        """
        self._frames, self._begin, self._end = tuple(frames), begin, max(begin, end)
        self._describe()
        self.update()

    def show_handle(self, place: float | None) -> None:
        """Put the handle at log(1 + epoch); None for now."""
        if place != self._handle:
            self._handle = place
            self._describe()
            self.update()

    @property
    def frames(self) -> tuple[QImage | None, ...]:
        """The pictures that it shows, from the oldest on; None where one is not made yet."""
        return self._frames

    def frame_count(self) -> int:
        """As many as fit, nearly square."""
        film = self._film()
        return max(round(film.width() / max(film.height(), 1.0)), 3)

    def is_empty(self) -> bool:
        """Whether there is nothing to go back to."""
        return self._end <= self._begin

    def is_dragging(self) -> bool:
        """Whether the person holds the handle."""
        return self._drags

    def sizeHint(self) -> QSize:
        """Frames and the numbers below them."""
        return QSize(px(200), px(_TOP + LEAST_FRAME + _LABELS))

    def focus_rect(self) -> QRectF:
        """The knob."""
        return self._knob(self._x_of_handle())

    # ---- places ----------------------------------------------------------------------------------------------------

    def x_of(self, place: float) -> float:
        """Pixels from the left of log(1 + epoch)."""
        film = self._film()
        return film.left() + min(max((place - self._begin) / self._span(), 0.0), 1.0) * film.width()

    def place_at(self, x: float) -> float:
        """The inverse of `x_of`, held between start and now."""
        film = self._film()
        return self._begin + min(max((x - film.left()) / max(film.width(), 1.0), 0.0), 1.0) * self._span()

    def _span(self) -> float:
        # From a file a run goes on at a late epoch, and late epochs lie close together in the logarithm: a thousandth
        # apart after a thousand.
        return max(self._end - self._begin, _LEAST_SPAN if self._begin else _LEAST_END)

    def _x_of_handle(self) -> float:
        return self._film().right() if self._handle is None else self.x_of(self._handle)

    def _film(self) -> QRectF:
        """The frames; the knob at either end hangs over by half its width."""
        side = pxf(_KNOB_WIDTH) / 2
        return QRectF(0, pxf(_TOP), self.width() - side, max(self.height() - pxf(_TOP + _LABELS), 1.0))

    def _knob(self, x: float) -> QRectF:
        return QRectF(x - pxf(_KNOB_WIDTH) / 2, 0, pxf(_KNOB_WIDTH), pxf(_KNOB_HEIGHT))

    # ---- the person ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the handle; arrow keys step from there, without a ring, which is for those who come by keyboard."""
        if event.button() is Qt.MouseButton.LeftButton and not self.is_empty():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.keyboard_focus = True
            self._drags = True
            self._put(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag; without a button, say which epoch is under the pointer."""
        self._pointer = event.position().x() if not self.is_empty() else None
        if self._drags and event.buttons() & Qt.MouseButton.LeftButton:
            self._put(event.position().x())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drags = False
        self.released.emit()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to now."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._drags = False
            self.live_asked.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._pointer = None
        super().leaveEvent(event)

    def uses_key(self, event: QKeyEvent) -> bool:
        """All of a control's but Space, which goes on playing and pausing the training."""
        return super().uses_key(event) and event.key() != Qt.Key.Key_Space

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, go to the ends; Escape goes back to now."""
        far = _LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self.stepped.emit(-far)
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self.stepped.emit(far)
            case Qt.Key.Key_Home:
                self.placed.emit(self._begin)
            case Qt.Key.Key_End | Qt.Key.Key_Escape:
                self.live_asked.emit()
            case _:
                super().keyPressEvent(event)

    def activate(self) -> None:
        """Enter plays."""
        self.play_asked.emit()

    def _put(self, x: float) -> None:
        """The right end is now."""
        # A little before the end: a single pixel is hard to hit.
        if x >= self._film().right() - pxf(_BAR):
            self.live_asked.emit()
        else:
            self.placed.emit(self.place_at(x))

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self._words()}. {TIP}")

    def _words(self) -> str:
        now = integer(_epoch(self._end))
        return f"now, epoch {now}" if self._handle is None else f"epoch {integer(_epoch(self._handle))} of {now}"

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frames, what lies ahead faded, numbers, handle."""
        with smooth_painter(self) as painter:
            theme, film = current(), self._film()
            if self.is_empty():
                self._paint_empty(painter, film)
                return
            x = self._x_of_handle()
            with clipped(painter, _rounded_path(film)):
                painter.fillRect(film, theme.sunken)
                self._paint_frames(painter, film)
                if self._handle is not None:
                    ahead = QRectF(x, film.top(), film.right() - x, film.height())
                    painter.fillRect(ahead, with_alpha(theme.card, _FUTURE))
            rounded(painter, film, _RADIUS, None, theme.line_strong)
            self._paint_labels(painter, film)
            self._paint_handle(painter, film, x)

    def _paint_empty(self, painter: QPainter, film: QRectF) -> None:
        """Words where frames will be, or the first of them, at the end."""
        theme = current()
        rounded(painter, film, _RADIUS, theme.sunken, theme.line)
        now = self._frames[-1] if self._frames else None
        if now is None:
            words = EMPTY if text_width(EMPTY, "row") <= film.width() else EMPTY_BRIEF
            draw_text(painter, film, words, "row", theme.ink3, CENTRE)
            return
        side = film.width() / len(self._frames)
        with clipped(painter, _rounded_path(film)):
            painter.drawImage(QRectF(film.right() - side, film.top(), side, film.height()), now)
        rounded(painter, film, _RADIUS, None, theme.line)
        label = QRectF(film.left(), film.bottom() + pxf(5), film.width(), px(14))
        draw_text(painter, label, f"epoch {integer(_epoch(self._end))}", "label", theme.ink3, RIGHT)

    def _paint_frames(self, painter: QPainter, film: QRectF) -> None:
        count = max(len(self._frames), 1)
        width = film.width() / count
        for index, frame in enumerate(self._frames):
            if frame is not None:
                cell = QRectF(film.left() + index * width, film.top(), width, film.height())
                painter.drawImage(cell, frame)
        painter.setPen(QPen(with_alpha(current().halo, 0.55), 1.0))
        for index in range(1, count):
            x = round(film.left() + index * width) + 0.5
            painter.drawLine(QPointF(x, film.top()), QPointF(x, film.bottom()))

    def _paint_labels(self, painter: QPainter, film: QRectF) -> None:
        theme = current()
        row = film.bottom() + pxf(5)
        hover = self._pointer if self._pointer is not None and self.underMouse() else None
        if hover is not None:
            handle, near = self._handle, abs(hover - self._x_of_handle()) <= pxf(_KNOB_WIDTH)
            # At the handle the number is the handle's own, not that of the pixel under the pointer.
            place = handle if handle is not None and (self._drags or near) else self.place_at(hover)
            self._paint_label_at(painter, film, place, row)
            return
        pieces = max(int(film.width() / px(_LABEL_PITCH)), 1)
        for index, text in unlike_labels(self._begin, self._span(), pieces):
            x = film.left() + index / pieces * film.width()
            align = LEFT if index == 0 else RIGHT if index == pieces else CENTRE
            shift = {LEFT: 0.0, RIGHT: 1.0, CENTRE: 0.5}[align]
            width = pxf(_LABEL_PITCH)
            draw_text(painter, QRectF(x - shift * width, row, width, px(14)), text, "label", theme.ink3, align)

    def _paint_label_at(self, painter: QPainter, film: QRectF, place: float, row: float) -> None:
        """The epoch under the pointer, or the one that is shown if that is near, in place of all numbers."""
        theme, x = current(), self.x_of(place)
        text = f"epoch {integer(_epoch(place))}"
        width = text_width(text, "label")
        left = min(max(x - width / 2, film.left()), film.right() - width)
        draw_text(painter, QRectF(left, row, width + 1, px(14)), text, "label", theme.ink)
        painter.setPen(QPen(with_alpha(theme.ink, 0.7), 1.0))
        painter.drawLine(QPointF(round(x) + 0.5, film.top() + 1), QPointF(round(x) + 0.5, film.bottom() - 1))

    def _paint_handle(self, painter: QPainter, film: QRectF, x: float) -> None:
        theme = current()
        half = pxf(_BAR) / 2
        bar = QRectF(x - half, pxf(_KNOB_HEIGHT) / 2, 2 * half, film.bottom() + pxf(2) - pxf(_KNOB_HEIGHT) / 2)
        for reach, colour in ((pxf(2), theme.card), (0.0, theme.ink)):
            rounded(painter, bar.adjusted(-reach, 0, reach, reach), 1.5, colour)
            rounded(painter, self._knob(x).adjusted(-reach / 2, 0, reach / 2, reach), 3.5, colour)


def _rounded_path(film: QRectF) -> QPainterPath:
    shape = QPainterPath()
    shape.addRoundedRect(film, pxf(_RADIUS), pxf(_RADIUS))
    return shape


def unlike_labels(begin: float, span: float, pieces: int) -> list[tuple[int, str]]:
    """Epochs to be written at the ends of equal pieces of the film, each epoch once: the first and the last for sure.

    Args:
        begin: log(1 + epoch) at the left end.
        span: Length of the film, likewise.
        pieces: How many.

    Returns:
        Number of the end, 0 to `pieces`, and its text.
    """
    texts = [integer(_epoch(begin + span * index / pieces)) for index in range(pieces + 1)]
    inner = [(index, text) for index, text in enumerate(texts[:-1]) if text not in texts[:index] and text != texts[-1]]
    return [*inner, (pieces, texts[-1])]


def _epoch(place: float) -> int:
    """Whole passes done at log(1 + epoch), as everywhere else; the power of e is not exact."""
    return int(expm1(place) + ROUNDING)
