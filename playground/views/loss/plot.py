"""The plot: painted by hand from a few hundred points, so that a million epochs cost what a thousand do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.loss.axes import tick_texts, ticks
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.format import integer
from playground.widgets.paper import clipped
from playground.widgets.qt_arrays import path_of
from playground.widgets.text import CENTRE, RIGHT, draw_text, text_width
from playground.widgets.theme import current, px, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent

    from playground.training.timeline.timeline import Mark
    from playground.views.loss.curves import Curve, Curves, Floats, Line

_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 8, 24
_LABEL_GAP = 8
_DECADE_PITCH, _TICK_PITCH, _EPOCH_PITCH = 56, 44, 80
_RAW = 0.30
_GAP_FILL = 0.06
_LINE = 2.0
_DOT = 3.0
_OTHER_LINE, _OTHER_TEST, _OTHER_TRAIN = 1.5, 0.85, 0.4
_KNOB = 9.0
_TICK = 5.0
_FIRST_COLOUR = 2


class Plot(QWidget):
    """Two curves with the gap between them.

    Signals:
        hovered(object): The epoch under the pointer, or None.
    """

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Loss curves")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._curves: Curves | None = None
        self._empty_text = ""
        self._left = px(_LEFT)
        self._readout: tuple[float, tuple[str, ...]] | None = None
        self._past: float | None = None
        self._marks: tuple[Mark, ...] = ()

    def show_past(self, epoch: float | None) -> None:
        """Mark the epoch that all views show; None while they show the network as it is."""
        if epoch != self._past:
            self._past = epoch
            self.update()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark epochs at which something was changed."""
        self._marks = marks
        self.update()

    def show_curves(self, curves: Curves | None, empty_text: str = "") -> None:
        """Show curves; without any, a line of words."""
        self._curves = curves
        self._empty_text = empty_text
        self._left = px(_LEFT)
        if curves is not None:
            texts = tick_texts(self._levels(curves), share=curves.is_share)
            self._left = max([px(_LEFT), *(text_width(text, "label") + px(_LABEL_GAP) for text in texts)])
        self.update()

    def show_readout(self, epoch: float | None, lines: tuple[str, ...] = ()) -> None:
        """Draw the cross-hair at an epoch with what is known there."""
        self._readout = None if epoch is None else (epoch, lines)
        self.update()

    def plot_width(self) -> int:
        """Pixels across the area of the curves, in device pixels."""
        return max(round(self._area().width() * self.devicePixelRatioF()), 1)

    def sizeHint(self) -> QSize:
        """As in a window of 1440 x 900."""
        return QSize(px(408), px(220))

    def minimumSizeHint(self) -> QSize:
        """Room for two lines of the axis."""
        return QSize(px(120), px(80))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which epoch is under the pointer."""
        area = self._area()
        if (
            self._curves is None
            or self._curves.is_empty
            or not area.adjusted(-6, -40, 12, 40).contains(event.position())
        ):
            self.hovered.emit(None)
            return
        share = (event.position().x() - area.left()) / area.width()
        self.hovered.emit(self._curves.across.value(min(max(share, 0.0), 1.0)))

    def leaveEvent(self, event: QEvent) -> None:
        """None is."""
        self.hovered.emit(None)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Axes, curves, cross-hair; or the words."""
        painter = smooth_painter(self)
        curves = self._curves
        if curves is None or curves.is_empty:
            draw_text(painter, QRectF(self.rect()), self._empty_text, "row", current().ink3, CENTRE)
            return
        self._paint_axes(painter, curves)
        both = ((curves.train, current().ink3), (curves.test, current().ink))
        with clipped(painter, self._area().adjusted(-pxf(2), -pxf(_TOP), pxf(_RIGHT), pxf(2))):
            self._paint_gap(painter, curves)
            for other in curves.others:
                self._paint_other(painter, other)
            for one, colour in both:
                self._paint_raw(painter, one, colour)
            for one, colour in both:
                self._paint_calm(painter, one, colour)
        for one, colour in both:
            self._paint_end(painter, one, colour)
        self._paint_marks(painter, curves)
        if self._past is not None:
            self._paint_past(painter, curves, self._past)
        if self._readout is not None:
            self._paint_readout(painter, curves, *self._readout)

    def _levels(self, curves: Curves) -> list[float]:
        """Values with a line across."""
        pitch = px(_DECADE_PITCH if curves.up.log else _TICK_PITCH)
        return ticks(curves.up, max(int((self.height() - px(_TOP + _BOTTOM)) / pitch) + 1, 2))

    # ---- places ----------------------------------------------------------------------------------------------------

    def _area(self) -> QRectF:
        inside = QRectF(self.rect()).adjusted(self._left, px(_TOP), -px(_RIGHT), -px(_BOTTOM))
        return QRectF(inside.left(), inside.top(), max(inside.width(), 1.0), max(inside.height(), 1.0))

    def _places(self, curves: Curves, x: Floats, y: Floats) -> Floats:
        """Pixels of a curve's points, (N, 2); nan where it has gaps."""
        area = self._area()
        across = area.left() + curves.across.share(x) * area.width()
        up = area.bottom() - curves.up.share(y) * area.height()
        return np.stack((across, np.clip(up, area.top() - 1e4, area.bottom() + 1e4)), axis=-1)

    # ---- painting --------------------------------------------------------------------------------------------------

    def _paint_axes(self, painter: QPainter, curves: Curves) -> None:
        theme, area = current(), self._area()
        levels = self._levels(curves)
        for value, text in zip(levels, tick_texts(levels, share=curves.is_share), strict=True):
            y = round(area.bottom() - curves.up.share_of(value) * area.height()) + 0.5
            painter.setPen(QPen(theme.line, 1.0))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            label = QRectF(0, y - px(7), self._left - px(_LABEL_GAP), px(14))
            draw_text(painter, label, text, "label", theme.ink3, RIGHT)
        unit_left = area.right() + pxf(4) - text_width("epoch", "label")
        row = QRectF(0, self.height() - px(16), 0, px(14))
        draw_text(painter, QRectF(unit_left, row.top(), px(60), row.height()), "epoch", "label", theme.ink3)
        for value in ticks(curves.across, max(int(area.width() / px(_EPOCH_PITCH)), 2), least_step=1.0):
            x = area.left() + curves.across.share_of(value) * area.width()
            text = integer(value)
            width = text_width(text, "label")
            left = max(x - width / 2, area.left())
            if left + width < unit_left - px(8):
                draw_text(painter, QRectF(left, row.top(), width + 1, row.height()), text, "label", theme.ink3)

    def _paint_gap(self, painter: QPainter, curves: Curves) -> None:
        """The lesson: what the network knows of the points it has seen, and not of the others."""
        train, test = (self._places(curves, one.x, one.y) for one in (curves.train, curves.test))
        if len(train) != len(test):
            return
        both = np.isfinite(train).all(axis=1) & np.isfinite(test).all(axis=1)
        for run in _runs(both):
            outline = np.concatenate((train[run], test[run][::-1]))
            starts = np.zeros(len(outline), dtype=np.bool_)
            starts[0] = True
            painter.fillPath(path_of(outline, starts), with_alpha(current().ink, _GAP_FILL))

    def _paint_other(self, painter: QPainter, other: Line) -> None:
        """Another run: its own colour, thinner, train paler than test."""
        colour = branch_colour(other.number)
        for one, opacity in ((other.train, _OTHER_TRAIN), (other.test, _OTHER_TEST)):
            pen = QPen(with_alpha(colour, opacity), pxf(_OTHER_LINE))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self._stroke(painter, one.x, one.y, pen)

    def _paint_marks(self, painter: QPainter, curves: Curves) -> None:
        """Where settings, layers or points were changed: a tick on the axis."""
        area = self._area()
        painter.setPen(QPen(current().ink2, pxf(1.5)))
        for mark in self._marks:
            x = round(area.left() + curves.across.share_of(mark.position) * area.width()) + 0.5
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + pxf(_TICK)))

    def _paint_past(self, painter: QPainter, curves: Curves, epoch: float) -> None:
        """The handle of the film strip, on this axis."""
        theme, area = current(), self._area()
        x = round(area.left() + min(max(curves.across.share_of(epoch), 0.0), 1.0) * area.width())
        bar = QRectF(x - pxf(1.0), area.top(), pxf(2.0), area.height())
        knob = QRectF(x - pxf(_KNOB) / 2, area.top() - pxf(_KNOB) / 2, pxf(_KNOB), pxf(_KNOB))
        for reach, colour in ((pxf(2), theme.card), (0.0, theme.ink)):
            rounded(painter, bar.adjusted(-reach, 0, reach, 0), 1, colour)
            rounded(painter, knob.adjusted(-reach, -reach, reach, reach), 3, colour)

    def _paint_raw(self, painter: QPainter, one: Curve, colour: QColor) -> None:
        self._stroke(painter, one.raw_x, one.raw_y, QPen(with_alpha(colour, _RAW), 1.0))

    def _paint_calm(self, painter: QPainter, one: Curve, colour: QColor) -> None:
        pen = QPen(colour, pxf(_LINE))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._stroke(painter, one.x, one.y, pen)

    def _stroke(self, painter: QPainter, x: Floats, y: Floats, pen: QPen) -> None:
        if self._curves is None:
            return
        places = self._places(self._curves, x, y)
        seen = np.asarray(np.isfinite(places).all(axis=1))
        starts = seen.copy()
        starts[1:] &= ~seen[:-1]
        painter.strokePath(path_of(places[seen], starts[seen]), pen)

    def _paint_end(self, painter: QPainter, one: Curve, colour: QColor) -> None:
        """A dot at the newest value; at the edge where that lies beyond the axis, as a loss of next to nothing does."""
        theme = current()
        place, fill = (one.broken, theme.danger) if one.broken is not None else (one.last, colour)
        if place is None or self._curves is None:
            return
        centre = self._places(self._curves, np.array(place[0]), np.array(place[1]))
        if not np.isfinite(centre).all():
            return
        area = self._area()
        end = QPointF(centre[0], min(max(centre[1], area.top()), area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        for reach, brush in ((_DOT + 2.0, theme.card), (_DOT, fill)):
            painter.setBrush(brush)
            painter.drawEllipse(end, pxf(reach), pxf(reach))

    def _paint_readout(self, painter: QPainter, curves: Curves, epoch: float, lines: tuple[str, ...]) -> None:
        theme, area = current(), self._area()
        x = round(area.left() + curves.across.share_of(epoch) * area.width()) + 0.5
        painter.setPen(QPen(theme.line_strong, 1.0))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        width = max((text_width(line, "label") for line in lines), default=0) + px(16)
        height = px(16) * len(lines) + px(8)
        left = x + pxf(8) if x + pxf(8) + width < self.width() else x - pxf(8) - width
        box = QRectF(left, area.top() + pxf(4), width, height)
        rounded(painter, box, 6, theme.raised, theme.line_strong)
        for number, line in enumerate(lines):
            row = QRectF(box.left() + pxf(8), box.top() + pxf(4) + number * px(16), width, px(16))
            draw_text(painter, row, line, "label", theme.ink if number == 0 else theme.ink2)


def branch_colour(number: int) -> QColor:
    """The colour of another run: those of the classes, from the third on, so that two classes are not taken for it."""
    return current().mark(_FIRST_COLOUR + (number - 1) % (len(current().marks) - _FIRST_COLOUR))


def _runs(mask: Any) -> list[slice]:
    """The stretches in which a mask holds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [slice(start, stop) for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)]
