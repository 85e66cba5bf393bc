"""Axes of plots: our fonts and colours, round numbers of which no two look alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from playground.widgets.format import integer, plain, power
from playground.widgets.text import RIGHT, draw_text, text_width
from playground.widgets.theme import current, px, pxf
from playground.widgets.ticks import tick_texts, ticks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Places: TypeAlias = list[tuple[float, str]]
"""Where something stands on an axis, in the plot's coordinates, and what is written there."""
LABEL_GAP = 8
DECADE_PITCH, TICK_PITCH, EPOCH_PITCH = 56, 44, 80
"""Pixels from one number to the next, about: up a logarithmic axis, up a linear one, across."""
LINE_PITCH = 14
"""The least from one number to the next above it."""
HEIGHT = 24
MARK = 5.0
"""Length of a mark below the plot."""
BEHIND = -1000.0
"""Lines across lie below the curves."""


class LevelAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The axis at the left, with a line across the plot at each of its numbers.

    Args:
        least_width: At scale 100 %; longer numbers make it wider.
        decade_pitch: Least height of a decade between two lines of a logarithmic axis.
        powers: Write all numbers of a logarithmic axis as powers of ten.
    """

    def __init__(self, least_width: int, decade_pitch: int = DECADE_PITCH, *, powers: bool = False) -> None:
        super().__init__("left")
        self.is_log, self.is_share = powers, False
        self._least_width, self._decade_pitch, self._powers = least_width, decade_pitch, powers
        self.setZValue(BEHIND)
        self.setGrid(255)  # without it the item may not paint over the plot

    def set_kind(self, *, log: bool, share: bool = False) -> None:
        """Say what the plot's height means: decades where `log`, parts of a whole where `share`."""
        self.is_log, self.is_share = log, share

    def levels(self) -> Places:
        """Where lines go across, and what is written beside them."""
        low, high = self.range
        height = self.geometry().height()
        if not self.is_log:
            values = ticks(low, high, max(int(height / px(TICK_PITCH)) + 1, 2))
            return self._apart(zip(values, tick_texts(values, share=self.is_share), strict=True))
        most = max(int(height / px(self._decade_pitch)) + 1, 2)
        values = ticks(10.0**low, 10.0**high, most, log=True)
        exponents = [math.log10(value) for value in values]
        whole = self._powers and all(math.isclose(one, round(one), abs_tol=1e-9) for one in exponents)
        texts = [power(round(one)) for one in exponents] if whole else tick_texts(values)
        return self._apart(zip(exponents, texts, strict=True))

    def _apart(self, places: Iterable[tuple[float, str]]) -> Places:
        """Those that do not touch the one below; in a low plot even two may have no room."""
        low, high = self.range
        least = px(LINE_PITCH) / max(self.geometry().height(), 1.0) * (high - low)
        found: Places = []
        for value, text in places:
            if not found or value - found[-1][0] >= least:
                found.append((value, text))
        return found

    def fit(self) -> None:
        """Take as much room as the numbers need."""
        widths = [text_width(text, "label") + px(LABEL_GAP) for _, text in self.levels()]
        # Only where it differs: setting a width lays the whole plot out anew, which asks for the numbers again.
        wanted = max([px(self._least_width), *widths])
        if wanted != self.fixedWidth:
            self.setWidth(wanted)

    def paint(self, painter: QPainter, *_: object) -> None:
        """Lines and numbers."""
        theme, view = current(), _area_of(self)
        low, high = self.range
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for value, text in self.levels():
            # On half a pixel a line of one pixel is sharp; between two of them it is grey, and two wide.
            y = round(view.bottom() - (value - low) / (high - low) * view.height()) + 0.5
            painter.setPen(QPen(theme.line, 1.0))
            painter.drawLine(QPointF(view.left(), y), QPointF(view.right(), y))
            box = QRectF(0, y - px(7), view.left() - px(LABEL_GAP), px(14))
            draw_text(painter, box, text, "label", theme.ink3, RIGHT)


class AcrossAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The axis below, with marks where something was changed.

    Args:
        places: What is written where, asked with the ends of the axis and its width in pixels; those that would touch
            the one before are left out.
        unit: Written at the right end.
        title: Written at the left end, below the other axis.
        height: At scale 100 %.
    """

    def __init__(
        self, places: Callable[[float, float, float], Places], unit: str = "", title: str = "", height: int = HEIGHT
    ) -> None:
        super().__init__("bottom")
        self._places, self._unit, self._title, self._fixed_height = places, unit, title, height
        self.marks: tuple[float, ...] = ()
        self.setZValue(BEHIND)
        self.setGrid(255)

    def fit(self) -> None:
        """Take the room of one line."""
        if px(self._fixed_height) != self.fixedHeight:
            self.setHeight(px(self._fixed_height))

    def paint(self, painter: QPainter, *_: object) -> None:
        """Numbers, the unit, marks."""
        theme, view = current(), _area_of(self)
        low, high = self.range
        row = QRectF(0, self.geometry().height() - px(16), 0, px(14))
        end = view.right() + pxf(4) - (text_width(self._unit, "label") if self._unit else 0)
        if self._unit:
            draw_text(painter, QRectF(end, row.top(), px(60), row.height()), self._unit, "label", theme.ink3)
        if self._title:
            left = self.mapFromScene(QPointF()).x()
            draw_text(painter, QRectF(left, row.top(), px(60), row.height()), self._title, "label", theme.ink3)
        done = view.left() - px(40)
        for value, text in self._places(low, high, view.width()):
            width = text_width(text, "label")
            left = view.left() + (value - low) / (high - low) * view.width() - width / 2
            left = max(left, view.left()) if self._unit else left
            if left > done and left + width < (end - px(8) if self._unit else view.right() + px(20)):
                draw_text(painter, QRectF(left, row.top(), width + 1, row.height()), text, "label", theme.ink3)
                done = left + width + px(4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.ink2, pxf(1.5)))
        for mark in self.marks:
            if low <= mark <= high:
                x = round(view.left() + (mark - low) / (high - low) * view.width()) + 0.5
                painter.drawLine(QPointF(x, view.bottom()), QPointF(x, view.bottom() + pxf(MARK)))


def epoch_places(low: float, high: float, width: float) -> Places:
    """Whole epochs along an axis; parts of one where the plot is so far zoomed in."""
    least_step = 1.0 if high - low >= 1.0 else 0.0
    values = ticks(low, high, max(int(width / px(EPOCH_PITCH)), 2), least_step=least_step)
    return [(value, integer(value) if least_step else plain(value)) for value in values]


def _area_of(axis: pg.AxisItem) -> QRectF:
    """The plot beside an axis, in the axis's coordinates."""
    view = axis.linkedView()
    area: QRectF = view.mapRectToItem(axis, view.rect())
    return area
