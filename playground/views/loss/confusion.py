"""Which class is taken for which, as numbers and as a painted matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.render.colormap import STEPS, ramp
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.format import integer
from playground.widgets.text import CENTRE, draw_text, text_width
from playground.widgets.theme import current, marker_path, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPaintEvent

    from playground.document.dataset import DataClass

_LABELS = 26
_GAP = 2.0
_MARKER = 4.5
_SMALL_CELL = 26


def confusion(answers: NDArray[Any], targets: NDArray[Any], classes: int) -> NDArray[np.int64]:
    """How often each class is answered for each true one, (true, answered).

    Points whose answers are not finite are left out.

    Args:
        answers: Probabilities, (N, K).
        targets: Class indices, (N,).
        classes: How many rows and columns.
    """
    counts = np.zeros((classes, classes), dtype=np.int64)
    usable = np.isfinite(answers).all(axis=1) & (targets >= 0) & (targets < classes)
    said = np.minimum(answers[usable].argmax(axis=1), classes - 1) if usable.any() else np.empty(0, dtype=np.intp)
    np.add.at(counts, (targets[usable].astype(np.intp), said), 1)
    return counts


class ConfusionMatrix(QWidget):
    """Rows are the true classes, columns the answers; the hue of a column, the stronger the larger its share."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Confusion matrix")
        self._counts = np.zeros((0, 0), dtype=np.int64)
        self._classes: tuple[DataClass, ...] = ()
        self._notice = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_counts(self, counts: NDArray[np.int64], classes: tuple[DataClass, ...], notice: str = "") -> None:
        """Show a matrix; a notice in its place when it is empty."""
        self._counts, self._classes, self._notice = counts, classes, notice
        self.setAccessibleDescription(_described(counts, classes))
        self.update()

    def counts(self) -> NDArray[np.int64]:
        """The matrix, (true, answered)."""
        return self._counts

    def words(self) -> str:
        """What stands in place of the matrix; empty while that is shown."""
        return self._notice

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(px(200), px(200))

    def minimumSizeHint(self) -> QSize:
        """Two cells."""
        return QSize(px(80), px(80))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Markers around, cells inside."""
        painter = smooth_painter(self)
        theme = current()
        if self._notice or len(self._counts) == 0:
            draw_text(painter, QRectF(self.rect()), self._notice, "row", theme.ink3, CENTRE)
            return
        count = len(self._counts)
        room = min(self.width() - px(_LABELS), self.height() - px(_LABELS) - px(16))
        cell = (room - (count - 1) * pxf(_GAP)) / count
        origin = QPointF(px(_LABELS), px(_LABELS) + px(16))
        left = 0.0
        for words in ("actual \N{DOWNWARDS ARROW}", "predicted \N{RIGHTWARDS ARROW}"):
            width = text_width(words, "label") + 1.0
            draw_text(painter, QRectF(left, 0, width, px(14)), words, "label", theme.ink3)
            left += width + pxf(10)
        self._paint_markers(painter, origin, cell)
        for row in range(count):
            for column in range(count):
                left = origin.x() + column * (cell + pxf(_GAP))
                top = origin.y() + row * (cell + pxf(_GAP))
                self._paint_cell(painter, QRectF(left, top, cell, cell), row, column)

    def _paint_markers(self, painter: QPainter, origin: QPointF, cell: float) -> None:
        theme = current()
        for index, one in enumerate(self._classes):
            middle = index * (cell + pxf(_GAP)) + cell / 2
            for place in (
                QPointF(origin.x() + middle, origin.y() - pxf(11)),
                QPointF(origin.x() - pxf(12), origin.y() + middle),
            ):
                painter.save()
                painter.translate(place)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.mark(one.color))
                painter.drawPath(marker_path(one.color, pxf(_MARKER)))
                painter.restore()

    def _paint_cell(self, painter: QPainter, area: QRectF, row: int, column: int) -> None:
        theme = current()
        total = int(self._counts[row].sum())
        count = int(self._counts[row, column])
        share = count / total if total else 0.0
        table = ramp(theme.map0.name(), theme.maps[self._classes[column].color % len(theme.maps)])
        fill = QColor(*table[round(share**0.6 * (STEPS - 1))].tolist())
        rounded(painter, area, 4, fill)
        large = area.width() >= px(_SMALL_CELL)
        colour = theme.ink if count else theme.ink_off
        draw_text(painter, area, integer(count), "value" if large else "label", colour, CENTRE)


def _described(counts: NDArray[np.int64], classes: tuple[DataClass, ...]) -> str:
    wrong = [
        f"{integer(counts[row, column])} {classes[row].name} taken for {classes[column].name}"
        for row, column in zip(*np.nonzero(counts), strict=True)
        if row != column
    ]
    return ", ".join(wrong) if wrong else "No point is taken for another class."
