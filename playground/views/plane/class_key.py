"""All classes of a map with their colours, for where the legend has no room to name each of them."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QWidget

from playground.render.colormap import pack, ramp
from playground.widgets.control import smooth_painter
from playground.widgets.markers import marker_path
from playground.widgets.qt_arrays import image_of
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPaintEvent

    from playground.document.dataset import DataClass

MOST_ROWS, ROW, PADDING, GAP = 12, 22, 10, 8
MARKER, RAMP_WIDTH, RAMP = 4.5, 40, 8
LONGEST = 160


class ClassKey(QWidget):
    """A column of twelve classes after the other, each with its marker, its colours by certainty and its name."""

    def __init__(self, classes: tuple[DataClass, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = classes
        self.setObjectName("content")
        self.setAccessibleName("All classes")
        self.setAccessibleDescription(", ".join(one.name for one in classes))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """Room for the rows of all classes."""
        rows, columns = min(len(self._classes), MOST_ROWS), ceil(len(self._classes) / MOST_ROWS)
        return QSize(int(columns * self._pitch()) + 2 * px(PADDING) - px(GAP), rows * px(ROW) + 2 * px(PADDING))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Marker, ramp and name of each."""
        with smooth_painter(self) as painter:
            for index, one in enumerate(self._classes):
                column, row = divmod(index, MOST_ROWS)
                self._paint_class(painter, one, px(PADDING) + column * self._pitch(), px(PADDING) + row * px(ROW))

    def _pitch(self) -> float:
        """From one column to the next."""
        widest = max((text_width(one.name, "row") for one in self._classes), default=0)
        return pxf(2 * MARKER + RAMP_WIDTH + 3 * GAP) + min(widest, pxf(LONGEST))

    def _paint_class(self, painter: QPainter, one: DataClass, left: float, top: float) -> None:
        shown, middle = current(), top + pxf(ROW) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shown.mark(one.color))
        painter.drawPath(marker_path(one.color, pxf(MARKER)).translated(left + pxf(MARKER), middle))
        left += pxf(2 * MARKER + GAP)
        table = ramp(shown.map0.name(), shown.map_colour(one.color).name())
        painter.drawImage(QRectF(left, middle - pxf(RAMP) / 2, pxf(RAMP_WIDTH), pxf(RAMP)), image_of(pack(table)[None]))
        left += pxf(RAMP_WIDTH + GAP)
        draw_text(
            painter, QRectF(left, top, min(pxf(LONGEST), self.width() - left), pxf(ROW)), one.name, "row", shown.ink2
        )
