"""Where the output's units stand: large with their names below, small with names beside, or as names with bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.document.model import OUTPUT_UID
from playground.document.plan import resolve
from playground.views.network.columns import SPACING, LayerColumn, UnitCell
from playground.views.network.shown import shows_pictures
from playground.widgets.theme import pxf

if TYPE_CHECKING:
    from playground.document.model import Document

NODE, NODE_NAME = 56, 26
NAME_WIDTH = 64
MARKER_WIDTH = 17
"""Of a row of the output for a picture at hand: of its marker; name and bar stand beside it."""
SHORT_NAME, LONG_NAME, MOST_NAME, LETTER = 14, 42, 62, 6.2
"""Room for names of one or two letters, as digits have, the least and most for others, and what a letter takes."""
SHORT = 2
"""Letters of a short name."""
MOST_BAR_PITCH = 34
HEAD_TOP, HEAD_WIDTH, HEAD_HEIGHT = 4, 72, 38
"""Of title and line below it, which can be pressed."""


def output_width(document: Document, room: float, bars: int) -> float:
    """How wide the column is, where `room` is the height for units, and `bars` the width of marker and bar."""
    if shows_pictures(document):
        return bars + bar_name_width(document)
    node, below = _node(resolve(document).head.units, room)
    return float(node if below else node + NAME_WIDTH)


def bar_name_width(document: Document) -> float:
    """Room for the names of the output's rows for a picture at hand."""
    names = [one.name for one in document.dataset.classes] or list(document.dataset.values)
    longest = max(map(len, names), default=SHORT)
    if longest <= SHORT and document.dataset.classes:
        return SHORT_NAME
    return min(max(LETTER * longest, LONG_NAME), MOST_NAME)


def output_column(document: Document, left: float, top: float, room: float, bars: int) -> LayerColumn:
    """The column of the output.

    Args:
        document: Whose output.
        left: Where the column begins.
        top: Where the area of units begins.
        room: Its height.
        bars: Width of marker and bar, where samples are pictures.
    """
    units = resolve(document).head.units
    if shows_pictures(document):
        return _bars(units, left, top, QSizeF(output_width(document, room, bars), room))
    node, below = _node(units, room)
    step = node + (NODE_NAME if below else SPACING)
    first = _middle(top, room, units * step - (step - node))
    if below:
        first = min(first, top + room + SPACING - 1 - units * step)
    rects = [QRectF(left, first + row * step, node, node) for row in range(units)]
    return _column(rects, below=below)


def output_heading(column: LayerColumn) -> QRectF:
    """Where the output's title and the line below it stand: over its units, and over the names beside them."""
    is_beside = not column.names_below and column.shows == "tiles"
    middle = column.rect.center().x() + (pxf(NAME_WIDTH) / 2 if is_beside else 0.0)
    return QRectF(middle - pxf(HEAD_WIDTH) / 2, pxf(HEAD_TOP), pxf(HEAD_WIDTH), pxf(HEAD_HEIGHT))


def _bars(units: int, left: float, top: float, room: QSizeF) -> LayerColumn:
    pitch = min(room.height() / units, MOST_BAR_PITCH)
    first = _middle(top, room.height(), units * pitch)
    rects = [QRectF(left, first + row * pitch, room.width(), pitch) for row in range(units)]
    cells = tuple(_cell(unit, rect) for unit, rect in enumerate(rects))
    bounds = rects[0].united(rects[-1])
    return LayerColumn(OUTPUT_UID, "Output", units, bounds, cells, "weights", names_below=False, shows="bars")


def _column(rects: list[QRectF], *, below: bool) -> LayerColumn:
    cells = tuple(_cell(unit, rect) for unit, rect in enumerate(rects))
    bounds = rects[0].united(rects[-1])
    return LayerColumn(OUTPUT_UID, "Output", len(rects), bounds, cells, "weights", names_below=below)


def _cell(unit: int, rect: QRectF) -> UnitCell:
    y = rect.center().y()
    return UnitCell(unit, rect, QPointF(rect.left(), y), QPointF(rect.right(), y))


def _node(units: int, room: float) -> tuple[int, bool]:
    """Side of an output node, and whether there is room for its name below it."""
    if units * (NODE + NODE_NAME) <= room + SPACING:
        return NODE, True
    return int(min(max(room / units - SPACING, 12), NODE)), False


def _middle(top: float, room: float, block: float) -> float:
    """Where a block begins that stands in the middle of the area of units."""
    return top + float(round(max(room - SPACING - block, 0.0) / 2))
