"""The square that is drawn on, with mouse, pen or finger; keys put what is drawn into classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QImage, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.domains.picture.strokes import USUAL_WIDTH, Drawing
from playground.session.class_keys import CLASS_KEYS
from playground.views.pad.drawing_steps import DrawingSteps
from playground.views.pad.gesture import PadGesture
from playground.widgets import theme
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import KEYBOARD_REASONS, rounded, smooth_painter
from playground.widgets.focus import hide_focus_ring, show_focus_ring
from playground.widgets.paper import on_paper
from playground.widgets.picture_image import ink_image
from playground.widgets.text import CENTRE, draw_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintEvent, QTabletEvent

    from playground.domains.picture.strokes import PenStroke
    from playground.session.hand import Hand

RADIUS, LINE = 8, 24
FAINT = 0.28
"""Of the picture at hand, where nothing is drawn."""
LEAST_WIDTH, MOST_WIDTH, WIDTH_STEP = 0.02, 0.25, 0.01
"""Of the pen, in the pad's side."""
INVITATION = "Draw here"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OTHER_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)


class Pad(Tells, QWidget):
    """Left draws with what is in hand, right erases; a press of the pen makes lines wider where the hand says so.

    Signals:
        drawing_changed(): Ink has come or gone, also while a stroke is under way.
        key_pressed(str): A digit or a letter that may mean a class.
        put_asked(): Enter: put the drawing into the class in hand.
    """

    drawing_changed = Signal()
    key_pressed = Signal(str)
    put_asked = Signal()

    def __init__(self, hand: Hand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hand = hand
        self.steps = DrawingSteps()
        self.pen_width = USUAL_WIDTH
        self.erases = False
        self.keys = frozenset(CLASS_KEYS)
        """Digits and letters that are for classes; all others are the window's."""
        self._gesture: PadGesture | None = None
        self._faint: NDArray[np.float64] | None = None
        self._caption = self._value = ""
        self._ink: tuple[object, QImage] | None = None
        self._pointer: QPointF | None = None
        self.setAccessibleName("Pad")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        theme.theme_signals().changed.connect(self._forget_ink)

    def told(self) -> Told:
        """A picture that is drawn on, and what it shows."""
        actions = {"Put into the class in hand": self.put_asked.emit, "Clear": self.clear}
        return Told(QAccessible.Role.Canvas, self._value, actions=actions)

    # ---- what can be asked and done --------------------------------------------------------------------------------

    @property
    def drawing(self) -> Drawing:
        """All strokes, that under way included."""
        drawn = self.steps.drawing
        return drawn if self._gesture is None else drawn.with_strokes(*self._gesture.strokes())

    @property
    def is_drawing(self) -> bool:
        """Whether a stroke is under way."""
        return self._gesture is not None

    def show_at_hand(self, picture: NDArray[np.float64] | None, caption: str) -> None:
        """Show the picture at hand faintly where nothing is drawn, and say what is shown.

        Args:
            picture: (height, width); None for none.
            caption: Which picture it is.
        """
        self._faint, self._caption = picture, caption
        self.update()

    def set_value(self, words: str) -> None:
        """What a screen reader is told that it shows."""
        self._value = words
        self.setAccessibleDescription(words)

    def set_pen_width(self, width: float) -> None:
        """Draw wider or narrower lines from now on; in the pad's side."""
        self.pen_width = min(max(width, LEAST_WIDTH), MOST_WIDTH)
        self.update()

    def take(self, drawing: Drawing) -> None:
        """Put another drawing in place of the one at hand, as a step of the pad's own undo."""
        self._gesture = None
        self.steps.take(drawing)
        self._tell()

    def clear(self) -> None:
        """Nothing is drawn; undo brings it back."""
        self.take(Drawing())

    def mirror(self) -> None:
        """Left becomes right."""
        if self.steps.drawing.strokes:
            self.take(self.steps.drawing.mirrored())

    def undo(self) -> None:
        """Back to the drawing before."""
        self._gesture = None
        self.steps.undo()
        self._tell()

    def redo(self) -> None:
        """Forward to what was undone."""
        self._gesture = None
        self.steps.redo()
        self._tell()

    def square(self) -> QRectF:
        """The square in the widget."""
        side = max(min(self.width(), self.height()), 1)
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def sizeHint(self) -> QSize:
        """As at 1440 × 900."""
        return QSize(theme.px(280), theme.px(280))

    def minimumSizeHint(self) -> QSize:
        """Enough to draw on."""
        return QSize(theme.px(120), theme.px(120))

    # ---- mouse and pen ---------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke of the pen, or of the eraser."""
        if self._gesture is not None or event.button() not in _BUTTONS or not self.square().contains(event.position()):
            event.ignore()
            return
        hide_focus_ring(self)
        erases = self.erases or event.button() is Qt.MouseButton.RightButton
        self._gesture = PadGesture(self._place(event.position()), self._width_now(), erases=erases)
        self._pointer = event.position()
        self._tell()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second click is a click."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke; the outline of pen or eraser follows the pointer."""
        self._pointer = event.position()
        if self._gesture is not None and self._gesture.move(self._place(event.position()), self._width_now()):
            self._tell()
        else:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if self._gesture is not None and not event.buttons() & (_BUTTONS[0] | _BUTTONS[1]):
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Take note of the pressure; the mouse event that Qt makes of an ignored pen event does the rest."""
        self._hand.press_with(event.pressure() if event.buttons() else 1.0)
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """No outline where no pointer is."""
        self._pointer = None
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show a ring where the keyboard has come."""
        super().focusInEvent(event)
        if event.reason() in KEYBOARD_REASONS:
            show_focus_ring(self, self.square, RADIUS)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A stroke ends where it is."""
        super().focusOutEvent(event)
        hide_focus_ring(self)
        if self._gesture is not None:
            self._end()

    # ---- keys ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim the keys that mean something here before the window's shortcuts take them."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self._claims(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Classes by name or number, the pen's width, clear, put, give up."""
        key = Qt.Key(event.key())
        if not self._claims(event) or (key is Qt.Key.Key_Escape and self._gesture is None):
            super().keyPressEvent(event)
        elif key in _ENTER:
            self.put_asked.emit()
        elif key in _DELETE:
            self.clear()
        elif key is Qt.Key.Key_Escape:
            self._gesture = None
            self._tell()
        elif not event.isAutoRepeat():
            self.key_pressed.emit(event.text().upper())

    def means_class(self, event: QKeyEvent) -> bool:
        """Whether a key is a digit or letter that is for a class."""
        return not event.modifiers() & _OTHER_KEYS and event.text().upper() in self.keys

    def _claims(self, event: QKeyEvent) -> bool:
        if event.modifiers() & _OTHER_KEYS:
            return False
        if event.key() in (*_ENTER, *_DELETE, Qt.Key.Key_Escape):
            return True
        return self.means_class(event)

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, what is drawn or else the picture at hand, and what is in hand."""
        square, shown = self.square(), theme.current()
        with smooth_painter(self) as painter:
            rounded(painter, square, RADIUS, shown.sunken, shown.line)
            if not self.drawing.strokes:
                self._paint_invitation(painter, square)
            else:
                self._paint_drawing(painter, square)
            if self._pointer is not None and not on_paper() and square.contains(self._pointer):
                radius = self.pen_width * square.width() / 2
                painter.setPen(QPen(shown.ink3, theme.pxf(1)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(self._pointer, radius, radius)

    def _paint_invitation(self, painter: QPainter, square: QRectF) -> None:
        shown, line = theme.current(), theme.pxf(LINE)
        if self._faint is not None:
            painter.setOpacity(FAINT)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
            inset = line + theme.pxf(8)
            painter.drawImage(square.adjusted(inset, inset, -inset, -inset), ink_image(self._faint))
            painter.setOpacity(1.0)
        top = QRectF(square.left(), square.top() + theme.pxf(4), square.width(), line)
        draw_text(painter, top, INVITATION, "row", shown.ink2, CENTRE)
        bottom = QRectF(square.left(), square.bottom() - line - theme.pxf(4), square.width(), line)
        draw_text(painter, bottom, self._caption, "row", shown.ink2, CENTRE)

    def _paint_drawing(self, painter: QPainter, square: QRectF) -> None:
        clip = QPainterPath()
        clip.addRoundedRect(square.adjusted(1, 1, -1, -1), theme.pxf(RADIUS), theme.pxf(RADIUS))
        painter.setClipPath(clip)
        if on_paper():
            _paint_strokes(painter, square, self.drawing.strokes)
        else:
            painter.drawImage(square.topLeft(), self._inked(square))
            if self._gesture is not None:
                _paint_strokes(painter, square, self._gesture.strokes())
        painter.setClipping(False)

    def _inked(self, square: QRectF) -> QImage:
        """The strokes that are done, painted once."""
        ratio, side = self.devicePixelRatioF(), square.width()
        key = (self.steps.drawing, side, ratio)
        if self._ink is None or self._ink[0] != key:
            image = QImage(round(side * ratio), round(side * ratio), QImage.Format.Format_ARGB32_Premultiplied)
            image.setDevicePixelRatio(ratio)
            image.fill(Qt.GlobalColor.transparent)
            with QPainter(image) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                _paint_strokes(painter, QRectF(0, 0, side, side), self.steps.drawing.strokes)
            self._ink = key, image
        return self._ink[1]

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _forget_ink(self) -> None:
        self._ink = None

    def _place(self, at: QPointF) -> tuple[float, float]:
        """A pixel on the pad, 0 to 1; beside it the nearest one."""
        square = self.square()
        x, y = (at.x() - square.left()) / square.width(), (at.y() - square.top()) / square.height()
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _width_now(self) -> float:
        """Of the pen, under its pressure."""
        return self.pen_width * (self._hand.pressure if self._hand.pen == "size" else 1.0)

    def _end(self) -> None:
        drawn, self._gesture = self.drawing, None
        self.steps.take(drawn)
        self._tell()

    def _tell(self) -> None:
        self.update()
        self.drawing_changed.emit()


def _paint_strokes(painter: QPainter, square: QRectF, strokes: Sequence[PenStroke]) -> None:
    """Lines with round ends; what an eraser did in the colour of the ground."""
    shown, side = theme.current(), square.width()
    for stroke in strokes:
        pen = QPen(shown.sunken if stroke.erases else shown.ink, stroke.width * side)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        places = [QPointF(square.left() + x * side, square.top() + y * side) for x, y in stroke.points.tolist()]
        if len(places) == 1:
            painter.drawPoint(places[0])
        else:
            painter.drawPolyline(places)
