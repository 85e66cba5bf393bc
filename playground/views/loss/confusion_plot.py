"""The plot of the confusion matrix: a picture of shares with the counts on it, the classes' markers around."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from playground.document.figures import share
from playground.render.colormap import STEPS, pack, stack_ramps
from playground.widgets.control import rounded
from playground.widgets.format import integer
from playground.widgets.plots import Plot
from playground.widgets.qt_arrays import image_of
from playground.widgets.text import CENTRE, RIGHT, draw_text, text_width
from playground.widgets.theme import current, marker_path, px, pxf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray
    from PySide6.QtGui import QMouseEvent, QPainter

    from playground.document.dataset import DataClass
    from playground.render.colormap import Bytes
    from playground.widgets.fonts import FontRole

LABELS, WORDS = 26, 16
"""Room for markers around, and for words above them."""
GAP, MARKER = 2.0, 4.5
SMALL_CELL, TINY_CELL = 26, 16
"""Below the first counts are written small, below the second not at all: the pointer tells them."""
FEW, NAMES, NAME_LINE = 9, 44, 12
"""Rows of more classes have names beside their markers, no wider than that; where they would overlap every nth has."""
SHADE = 0.6
"""Exponent of a share's strength of colour: small shares of errors are to be seen."""


class ClassAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The markers of the classes along one side of the matrix, and what that side means."""

    is_log = False

    def __init__(self, side: str, words: str) -> None:
        super().__init__(side)
        self._words = words
        self.classes: tuple[DataClass, ...] = ()

    def room(self) -> int:
        """Of markers, and of names where there are many."""
        if self.orientation != "left" or len(self.classes) <= FEW:
            return px(LABELS)
        return px(LABELS) + min(max(text_width(one.name, "label") for one in self.classes), px(NAMES))

    def fit(self) -> None:
        """Take the room of a marker, and above the matrix of words too."""
        if self.orientation == "left":
            self.setWidth(self.room())
        else:
            self.setHeight(px(LABELS + WORDS))

    def paint(self, painter: QPainter, *_: object) -> None:
        """Words at the corner, markers beside their rows or above their columns."""
        theme, area = current(), self.linkedView().mapRectToItem(self, self.linkedView().rect())
        is_left, count = self.orientation == "left", max(len(self.classes), 1)
        corner = self.mapFromScene(QPointF())
        place = QRectF(corner.x() + (0 if is_left else pxf(60)), corner.y(), pxf(70), pxf(14))
        draw_text(painter, place, self._words, "label", theme.ink3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        pitch = area.height() / count
        radius = min(pxf(MARKER), 0.45 * pitch)
        for index, one in enumerate(self.classes):
            part = (index + 0.5) / count
            middle = QPointF(area.left() - pxf(12), area.top() + part * area.height())
            above = QPointF(area.left() + part * area.width(), area.top() - pxf(11))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mark(one.color))
            painter.drawPath(marker_path(one.color, radius).translated(middle if is_left else above))
            if is_left and count > FEW and index % max(ceil(pxf(NAME_LINE) / pitch), 1) == 0:
                name = QRectF(corner.x(), middle.y() - pxf(NAME_LINE) / 2, 0.0, pxf(NAME_LINE))
                name.setRight(middle.x() - pxf(8))
                draw_text(painter, name, one.name, "label", theme.ink2, RIGHT)


class Cells(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """The cells of the matrix with their counts; a cell is 1 by 1 in the plot's coordinates."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: NDArray[np.int64] = np.zeros((0, 0), dtype=np.int64)
        self.classes: tuple[DataClass, ...] = ()

    def boundingRect(self) -> QRectF:
        """The whole matrix."""
        return QRectF(0.0, 0.0, len(self.counts), len(self.counts))

    def paint(self, painter: QPainter, *_: object) -> None:
        """Painted in pixels, so that corners and numbers are not stretched."""
        to_pixels = painter.worldTransform()
        painter.resetTransform()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        theme, side = current(), to_pixels.mapRect(QRectF(0.0, 0.0, 1.0, 1.0)).width()
        if side < pxf(TINY_CELL):
            # A pixel a cell, enlarged: smoothly, neighbours would run into each other.
            painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(to_pixels.mapRect(self.boundingRect()), image_of(pack(self._fills()[::-1])))
            return
        role: FontRole = "value" if side - pxf(GAP) >= px(SMALL_CELL) else "label"
        for (row, column), fill in np.ndenumerate(pack(self._fills())):
            count = int(self.counts[row, column])
            cell = to_pixels.mapRect(QRectF(column, row, 1.0, 1.0)).adjusted(0.0, 0.0, -pxf(GAP), -pxf(GAP))
            rounded(painter, cell, 4, QColor(int(fill)))
            draw_text(painter, cell, integer(count), role, theme.ink if count else theme.ink_off, CENTRE)

    def _fills(self) -> Bytes:
        """The colours of the cells, (K, K, 3)."""
        theme = current()
        tables = stack_ramps(theme.map0.name(), tuple(theme.map_colour(one.color).name() for one in self.classes))
        shares = self.counts / np.maximum(self.counts.sum(axis=1, keepdims=True), 1)
        steps = np.rint(shares**SHADE * (STEPS - 1)).astype(np.intp)
        fills: Bytes = tables[np.arange(len(tables)), steps]
        return fills


class ConfusionPlot(Plot):
    """Rows are the true classes, columns the answers; the hue of a column, the stronger the larger its share."""

    def __init__(self) -> None:
        self._cells = Cells()
        super().__init__(
            ClassAxis("left", "actual \N{DOWNWARDS ARROW}"), ClassAxis("top", "predicted \N{RIGHTWARDS ARROW}")
        )
        self.view.invertY(True)
        self.view.setMouseEnabled(x=False, y=False)
        self.view.addItem(self._cells, ignoreBounds=True)
        self.hovered.connect(self._on_hovered)
        self.table = self._values

    def show_counts(self, counts: NDArray[np.int64], classes: tuple[DataClass, ...]) -> None:
        """Show a matrix, (true, answered)."""
        # The scene has the bounds of the last matrix in its index.
        self._cells.prepareGeometryChange()
        self._cells.counts, self._cells.classes = counts, classes
        self.left.classes = self.across.classes = classes
        self.fit()
        self.set_range((0.0, float(len(counts))), (0.0, float(len(counts))))
        self.viewport().update()

    def counts(self) -> NDArray[np.int64]:
        """The matrix, (true, answered)."""
        return self._cells.counts

    def fit(self) -> None:
        """The matrix is a square in the upper left corner."""
        super().fit()
        room = self.width() - self.left.room(), self.height() - px(LABELS + WORDS)
        side = max(min(room), 1)
        self.centralLayout.setContentsMargins(0, 0, max(room[0] - side, 0), max(room[1] - side, 0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Note which cell the pointer is over."""
        self._pointer = self.view.mapSceneToView(event.position())
        super().mouseMoveEvent(event)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _on_hovered(self, x: float | None) -> None:
        count = len(self.counts())
        if x is None or not (0.0 <= self._pointer.x() < count and 0.0 <= self._pointer.y() < count):
            self.show_readout(None)
            return
        row, column = int(self._pointer.y()), int(self._pointer.x())
        actual, said = (self._cells.classes[index].name for index in (row, column))
        number, total = int(self.counts()[row, column]), int(self.counts()[row].sum())
        words = f"{integer(number)} of {integer(total)}" + (f", {share(number / total)}" if total else "")
        title = f"{actual} taken for {said}" if row != column else f"{actual}, right"
        self.show_readout(column + 0.5, (title, words), row + 0.5)

    def _values(self) -> Mapping[str, NDArray[Any]]:
        """One row for each actual class, one column for each answer."""
        names = [one.name for one in self._cells.classes]
        columns = {f"predicted {name}": self.counts()[:, index] for index, name in enumerate(names)}
        return {"actual": np.array(names), **columns}
