"""Plots on paper: the items of a plot as shapes and words, in pixels and cut off where the plot ends.

Qt's own way through the scene gives the painter of SVG nested clips, which it misplaces, and curves in the numbers of
the data with a matrix, which keep six digits there and lose the width of their pens.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QStyleOptionGraphicsItem

from playground.widgets.paper import clipped

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QBrush
    from PySide6.QtWidgets import QGraphicsItem, QGraphicsView

NO_BRUSH = Qt.BrushStyle.NoBrush


def paint_items(painter: QPainter, view: QGraphicsView, frames: dict[QGraphicsItem, QRectF]) -> None:
    """Paint all items of a view, the lowest first.

    Args:
        painter: Begins at the view's corner, one unit a pixel.
        view: Whose scene is painted.
        frames: By items that hold others: where these are cut off, in the view's pixels.
    """
    for item in view.scene().items(Qt.SortOrder.AscendingOrder):
        if not item.isVisible() or item.flags() & item.GraphicsItemFlag.ItemHasNoContents:
            continue
        frame = next((frame for holder, frame in frames.items() if holder.isAncestorOf(item)), None)
        painter.save()
        with nullcontext() if frame is None else clipped(painter, frame):
            _paint_item(painter, item, view)
        painter.restore()


def _paint_item(painter: QPainter, item: QGraphicsItem, view: QGraphicsView) -> None:
    to_pixels = item.deviceTransform(view.viewportTransform())
    painter.setOpacity(item.effectiveOpacity())
    shape = _shape_of(item)
    if shape is None:
        option = QStyleOptionGraphicsItem()
        option.exposedRect = item.boundingRect()
        painter.setTransform(to_pixels, combine=True)
        item.paint(painter, option, view.viewport())
        return
    path, pen, brush = shape
    flat = QPen(pen)
    # The path is in pixels by now, and the painter's unit is one: a cosmetic pen would take the width of the device's,
    # a hair on a printer.
    flat.setCosmetic(False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(flat)
    painter.setBrush(brush)
    painter.drawPath(to_pixels.map(path))


def _shape_of(item: QGraphicsItem) -> tuple[QPainterPath, QPen, QBrush | Qt.BrushStyle] | None:
    """Outline, pen and fill of what is drawn in the numbers of the data; None for what knows about pixels itself."""
    if isinstance(item, pg.PlotCurveItem):
        filled = item.opts["brush"] is not None and item.opts["fillLevel"] is not None
        return item.getPath(), pg.mkPen(item.opts["pen"]), pg.mkBrush(item.opts["brush"]) if filled else NO_BRUSH
    if isinstance(item, QGraphicsPathItem):
        return item.path(), item.pen(), item.brush()
    if isinstance(item, pg.InfiniteLine):
        path = QPainterPath(QPointF(item.boundingRect().left(), 0.0))
        path.lineTo(QPointF(item.boundingRect().right(), 0.0))
        return path, item.pen, NO_BRUSH
    return None
