"""The loss curve that a learner expects, drawn on axes of its own, and the real one that grows over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QKeyEvent, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.lessons.predictions import CurvePrediction
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import smooth_painter
from playground.widgets.qt_arrays import path_of
from playground.widgets.text import CENTRE, LEFT, RIGHT, draw_text
from playground.widgets.theme import current, px, pxf, role_colour

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot

HAND = "curve"
"""The kind of predictions that are drawn here, as `Prediction.HAND` says it."""
ASKS = "Draw the curve that you expect, from left to right"
MARGINS = 44, 8, 10, 22
"""Left, top, right and below of the axes."""
UP, ACROSS = 2, 4
"""Parts of the axes between two numbers."""
START = 4.0
"""Radius of the dot at which the curve begins."""
KEY_STEPS = 20
"""Presses of an arrow key from one end of an axis to the other."""
MOVES = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
GUESS_PATTERN = [3.0, 2.0]


class CurveSketch(Tells, QWidget):
    """Stands over the loss plot while a step predicts a curve: the mouse draws, or arrow keys and Backspace do."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course, self._session = session.lessons, session
        self._line: tuple[tuple[float, float], ...] = ()
        self._pen: tuple[float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Loss curve that you expect")
        self.setToolTip(f"{ASKS}\nArrow keys draw as well, Backspace begins anew")
        self._course.sketched.connect(self.update)
        session.snapshot_arrived.connect(self._on_snapshot)

    def told(self) -> Told:
        """A picture that is drawn on."""
        return Told(QAccessible.Role.Canvas, ASKS)

    def sizeHint(self) -> QSize:
        """As the plot that it stands over."""
        return QSize(px(408), px(220))

    def minimumSizeHint(self) -> QSize:
        """Room for two numbers at the axis."""
        return QSize(px(120), px(80))

    @property
    def asked(self) -> CurvePrediction | None:
        """The prediction of the step at hand; None where it asks for no curve."""
        step = self._course.step
        return step.predict if step is not None and isinstance(step.predict, CurvePrediction) else None

    # ---- by hand ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin the line of the expected loss, where a lesson asks for one."""
        if event.button() is Qt.MouseButton.LeftButton and self._course.asks_for(HAND):
            self._line = (self._value_at(event.position()),)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        if self._line:
            self._line = (*self._line, self._value_at(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it to what is drawn; a click alone is no line."""
        del event
        line, self._line = self._line, ()
        if len(line) > 1 and self._course.asks_for(HAND):
            self._course.sketch((*self._course.drawn(HAND), line))
        self.update()

    def event(self, event: QEvent) -> bool:
        """Claim the keys that draw before the window's shortcuts take them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._draws_with(event):
            event.accept()
            return True
        return super().event(event)

    def _draws_with(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        return plain and self._course.asks_for(HAND) and event.key() in (*MOVES, Qt.Key.Key_Backspace)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the pen, which draws to the right; Backspace begins anew."""
        asked, key = self.asked, event.key()
        if asked is None or not self._draws_with(event):
            super().keyPressEvent(event)
            return
        if key == Qt.Key.Key_Backspace:
            self._pen = None
            self._course.sketch(())
            return
        before = self._pen or (0.0, asked.top / 2)
        across, up = MOVES[Qt.Key(key)]
        epoch = float(np.clip(before[0] + across * asked.epochs / KEY_STEPS, 0.0, asked.epochs))
        self._pen = (epoch, float(np.clip(before[1] + up * asked.top / KEY_STEPS, 0.0, asked.top)))
        if across > 0:
            self._course.sketch((*self._course.drawn(HAND), (before, self._pen)))
        self.update()

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Axes, what was drawn, and what came."""
        asked = self.asked
        if asked is None:
            return
        with smooth_painter(self) as painter:
            self._paint_axes(painter, asked)
            pen = QPen(role_colour("ink"), pxf(2.0))
            at, came = asked.came(self._course.sight())
            inside = at <= asked.epochs
            if len(at):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(role_colour("ink"))
                first = self._pixel(float(at[0]), min(float(came[0]), asked.top), asked)
                painter.drawEllipse(first, pxf(START), pxf(START))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            if inside.sum() > 1:
                real = np.stack([at[inside], np.minimum(came[inside], asked.top)], axis=1)
                painter.strokePath(self._path(real, asked), pen)
            pen = QPen(role_colour("ink2"), pxf(2.0))
            pen.setDashPattern(GUESS_PATTERN)
            for line in (*self._course.drawn(HAND), self._line):
                if len(line) > 1:
                    painter.strokePath(self._path(np.array(line), asked), pen)
            if self._pen is not None and self.hasFocus() and self._course.asks_for(HAND):
                painter.setPen(QPen(role_colour("ink"), pxf(1.5)))
                painter.drawEllipse(self._pixel(*self._pen, asked), pxf(4), pxf(4))

    def _paint_axes(self, painter: QPainter, asked: CurvePrediction) -> None:
        area, ink = self._area(), role_colour("ink3")
        for place in range(UP + 1):
            y = area.bottom() - place / UP * area.height()
            painter.setPen(QPen(current().line, 1.0))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            words = QRectF(0, y - pxf(8), area.left() - pxf(6), pxf(16))
            draw_text(painter, words, f"{place / UP * asked.top:.3g}", "row", ink, RIGHT)
        for place in range(ACROSS + 1):
            share, align = place / ACROSS, {0: LEFT, ACROSS: RIGHT}.get(place, CENTRE)
            left = area.left() + share * area.width() - {LEFT: 0, RIGHT: pxf(80)}.get(align, pxf(40))
            below = QRectF(left, area.bottom() + pxf(4), pxf(80), pxf(16))
            draw_text(painter, below, f"{share * asked.epochs:g}", "row", ink, align)
        if not self._course.drawn(HAND) and not self._line and self._course.asks_for(HAND):
            draw_text(painter, area, ASKS, "row", role_colour("ink2"), CENTRE)

    def _area(self) -> QRectF:
        left, top, right, below = (pxf(margin) for margin in MARGINS)
        return QRectF(self.rect()).adjusted(left, top, -right, -below)

    def _path(self, places: NDArray[np.float64], asked: CurvePrediction) -> QPainterPath:
        area = self._area()
        x = area.left() + places[:, 0] / asked.epochs * area.width()
        y = area.bottom() - places[:, 1] / asked.top * area.height()
        return path_of(np.stack([x, y], axis=1), np.arange(len(places)) == 0)

    def _pixel(self, epoch: float, loss: float, asked: CurvePrediction) -> QPointF:
        area = self._area()
        return QPointF(
            area.left() + epoch / asked.epochs * area.width(), area.bottom() - loss / asked.top * area.height()
        )

    def _value_at(self, at: QPointF) -> tuple[float, float]:
        """The epoch and the loss at a pixel, within the axes."""
        asked, area = self.asked, self._area()
        if asked is None:
            return 0.0, 0.0
        across, up = (at.x() - area.left()) / area.width(), (area.bottom() - at.y()) / area.height()
        return min(max(across, 0.0), 1.0) * asked.epochs, min(max(up, 0.0), 1.0) * asked.top

    @Slot(object)
    def _on_snapshot(self, _snapshot: Snapshot) -> None:
        if self.isVisible():
            self.update()
