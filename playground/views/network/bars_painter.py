"""The output for the picture at hand: each class with its marker, its name and a bar of its probability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from playground.document.plan import resolve
from playground.tasks import TASKS
from playground.views.network.card_painter import unit_name
from playground.views.network.output_column import MARKER_WIDTH, bar_name_width
from playground.widgets.control import rounded
from playground.widgets.format import decimal
from playground.widgets.markers import marker_path
from playground.widgets.text import LEFT, draw_text
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.document.model import Document
    from playground.views.network.columns import LayerColumn, UnitCell
    from playground.views.network.state import SceneState
    from playground.widgets.fonts import FontRole

MARKER, BAR = 10, 8
"""Room for the marker, height of the bar."""
LEAST_SHARE_SHOWN = 0.01
"""Of a bar: what is less shows as this, so that its colour is seen."""


def paint_bars(painter: QPainter, state: SceneState, column: LayerColumn) -> None:
    """All rows of the output."""
    for cell in column.cells:
        if TASKS[state.document.task].has_classes:
            _class_row(painter, state, cell)
        else:
            _value_row(painter, state, cell)


def share_of(state: SceneState, unit: int) -> float | None:
    """The probability of the class of an output unit for the picture at hand; None where it is not known yet."""
    sample, index = state.pictures.sample, class_of(state.document, unit)
    if sample is None or not 0 <= index < len(sample.answer) or not TASKS[state.document.task].has_classes:
        return None
    return float(sample.answer[index])


def class_of(document: Document, unit: int) -> int:
    """The class that an output unit stands for: a single unit stands for the second one."""
    return 1 if resolve(document).head.units == 1 else unit


def _class_row(painter: QPainter, state: SceneState, cell: UnitCell) -> None:
    theme, rect, middle = current(), cell.rect, cell.rect.center().y()
    index = class_of(state.document, cell.unit)
    classes = state.document.dataset.classes
    look = classes[index].color if index < len(classes) else 0
    radius = min(pxf(4.5), rect.height() / 3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.mark(look))
    path = marker_path(look, radius).translated(QPointF(rect.left() + pxf(MARKER / 2 + 2), middle))
    painter.drawPath(path)
    name = QRectF(rect.left() + pxf(MARKER_WIDTH), rect.top(), pxf(bar_name_width(state.document)), rect.height())
    role: FontRole = "row" if rect.height() >= pxf(16) else "label"
    words = classes[index].name if index < len(classes) else unit_name(state.document, 0, cell.unit)
    draw_text(painter, name, words, role, theme.ink, LEFT)
    height = min(pxf(BAR), rect.height() - 4)
    track = QRectF(name.right() + pxf(4), middle - height / 2, rect.right() - name.right() - pxf(4), height)
    rounded(painter, track, height / 2 / pxf(1), theme.control)
    share = share_of(state, cell.unit)
    if share is not None:
        width = max(track.width() * min(max(share, LEAST_SHARE_SHOWN), 1.0), pxf(2))
        bar = QRectF(track.left(), track.top(), width, height)
        rounded(painter, bar, min(height, width) / 2 / pxf(1), theme.mark(look))


def _value_row(painter: QPainter, state: SceneState, cell: UnitCell) -> None:
    theme, sample, rect = current(), state.pictures.sample, cell.rect
    name = QRectF(rect.left() + pxf(4), rect.top(), pxf(bar_name_width(state.document) + MARKER), rect.height())
    draw_text(painter, name, unit_name(state.document, 0, cell.unit), "row", theme.ink2, LEFT)
    if sample is not None and cell.unit < len(sample.answer):
        number = QRectF(name.right() + pxf(4), rect.top(), rect.right() - name.right() - pxf(4), rect.height())
        draw_text(painter, number, decimal(float(sample.answer[cell.unit])), "value", theme.ink, LEFT)
