"""The error that comes back to each layer, on an axis of decades."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.views.inside.words import layer_tip
from playground.widgets.control import smooth_painter
from playground.widgets.format import power
from playground.widgets.qt_arrays import path_of
from playground.widgets.text import CENTRE, RIGHT, draw_text, text_width
from playground.widgets.theme import current, px, pxf, with_alpha

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter, QPaintEvent

    from playground.training.probes.layer_statistics import Inside

HEIGHT, LEAST_HEIGHT = 148, 76
LEFT, RIGHT_GAP, TOP, BOTTOM = 36, 6, 8, 20
LEAST_DECADES = 2
DECADE_PITCH = 18
LEAST = 1e-30
"""Errors below it count as none; where there is no number at all there is no dot."""
DOT, RING = 3.5, 2.5


class ErrorChart(QWidget):
    """One dot a layer, from the first to the output; a thin line shows the first moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Error that comes back to each layer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._titles: tuple[tuple[str, str], ...] = ()
        self._inside: Inside | None = None
        self._first: NDArray[np.float64] = np.empty(0)
        self._decades = (-LEAST_DECADES, 0)

    def show_errors(self, titles: tuple[tuple[str, str], ...], inside: Inside, history: NDArray[np.float64]) -> None:
        """Show a moment.

        Args:
            titles: Of the layers.
            inside: The moment.
            history: Errors of these layers at all moments known, (moments, layers): the axis holds them all.
        """
        self._titles, self._inside, self._first = titles, inside, np.nan_to_num(history[0])
        seen = np.concatenate((history.reshape(-1), [layer.error for layer in inside.layers]))
        seen = seen[np.isfinite(seen) & (seen > LEAST)]
        if len(seen):
            low, high = math.floor(math.log10(seen.min()) + 1e-9), math.ceil(math.log10(seen.max()) - 1e-9)
            self._decades = (min(low, high - LEAST_DECADES), high)
        self.setAccessibleDescription(self._described(inside))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(px(240), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """A few decades, in a low panel."""
        return QSize(px(200), px(LEAST_HEIGHT))

    def event(self, event: QEvent) -> bool:
        """The tooltip of the layer under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._inside is not None:
            place = self._layer_at(event.pos().x())
            QToolTip.showText(event.globalPos(), layer_tip(self._titles[place], self._inside.layers[place]), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lines of the decades, names of the layers, the first moment, this one."""
        if self._inside is None:
            return
        painter = smooth_painter(self)
        self._paint_axes(painter)
        errors = np.nan_to_num([layer.error for layer in self._inside.layers])
        self._paint_line(painter, self._first, 1.0, 0.35)
        self._paint_line(painter, errors, 1.5, 1.0)
        theme = current()
        there = [not math.isnan(layer.error) for layer in self._inside.layers]
        for (x, y), error in zip(self._places(errors)[there].tolist(), errors[there].tolist(), strict=True):
            if error > LEAST:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.ink)
                painter.drawEllipse(QPointF(x, y), pxf(DOT), pxf(DOT))
            else:
                painter.setPen(QPen(theme.warn, pxf(1.5)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(x, y), pxf(RING), pxf(RING))

    def _paint_axes(self, painter: QPainter) -> None:
        theme, area = current(), self._area()
        low, high = self._decades
        every = max(math.ceil((high - low) * px(DECADE_PITCH) / area.height()), 1)
        painter.setPen(QPen(theme.line, 1.0))
        for decade in range(high, low - 1, -every):
            y = round(self._height_of(float(decade))) + 0.5
            painter.setPen(QPen(theme.line, 1.0))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            draw_text(painter, QRectF(0, y - pxf(7), px(LEFT - 8), pxf(14)), power(decade), "label", theme.ink3, RIGHT)
        step = area.width() / max(len(self._titles), 1)
        widest = max((text_width(name, "label") for name, _ in self._titles), default=1) + px(4)
        every = max(math.ceil(widest / max(step, 1.0)), 1)
        for place, (name, _) in enumerate(self._titles):
            if place == len(self._titles) - 1 or (place % every == 0 and place + every < len(self._titles)):
                box = QRectF(area.left() + place * step - px(20), self.height() - pxf(15), step + px(40), pxf(14))
                draw_text(painter, box, name, "label", theme.ink3, CENTRE)

    def _paint_line(self, painter: QPainter, errors: NDArray[np.float64], width: float, opacity: float) -> None:
        shown = errors > LEAST
        starts = shown & ~np.concatenate(([False], shown[:-1]))
        painter.setPen(QPen(with_alpha(current().ink2, opacity), pxf(width)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path_of(self._places(errors)[shown], starts[shown]))

    # ---- places ----------------------------------------------------------------------------------------------------

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(px(LEFT), px(TOP), -px(RIGHT_GAP), -px(BOTTOM))

    def _height_of(self, decade: float) -> float:
        low, high = self._decades
        area = self._area()
        return area.bottom() - (decade - low) / (high - low) * area.height()

    def _places(self, errors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels, (layers, 2); no error lies on the bottom line."""
        area, (low, high) = self._area(), self._decades
        x = area.left() + (np.arange(len(errors)) + 0.5) * area.width() / max(len(errors), 1)
        share = (np.log10(np.maximum(errors, 10.0**low)) - low) / (high - low)
        return np.stack((x, area.bottom() - np.clip(share, 0.0, 1.0) * area.height()), axis=1)

    def _layer_at(self, x: int) -> int:
        area = self._area()
        return int(min(max((x - area.left()) / area.width() * len(self._titles), 0), len(self._titles) - 1))

    def _described(self, inside: Inside) -> str:
        pairs = zip(self._titles, inside.layers, strict=True)
        return ", ".join(f"{name} {layer.error:.1e}" for (name, _), layer in pairs if not math.isnan(layer.error))
