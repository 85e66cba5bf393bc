"""What lies under the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.views.network import layout as geometry
from playground.views.network.edges import EdgeAddress, nearest_edge
from playground.views.network.kernels import kernel_places
from playground.views.network.output_column import output_heading
from playground.views.network.traits import bias_of
from playground.widgets.theme import pxf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.views.network.columns import LayerColumn, NetworkLayout, UnitCell
    from playground.views.network.edges import Edges

Place = tuple[int, ...]
EDGE_REACH = 6.0
BIAS_REACH = 7.0
PLUS_REACH = 12.0
STEPPER_SIDE = 16


class Part(Enum):
    """Kinds of things that can be pointed at."""

    NOTHING = auto()
    PLUS = auto()
    TITLE = auto()
    LESS = auto()
    COUNT = auto()
    MORE = auto()
    NEURON = auto()
    NUMBER = auto()
    INPUT_OFF = auto()
    BIAS = auto()
    EDGE = auto()
    CARD = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing.

    Attributes:
        part: What it is.
        uid: The column it belongs to.
        index: Unit of a neuron or bias (of an input: its place in the table), of a number in a row its place, or the
            index of the gap of a (+).
        edge: The weight of an edge.
    """

    part: Part
    uid: int = 0
    index: int = 0
    edge: EdgeAddress | None = None


NOTHING = Hit(Part.NOTHING)


def less_rect(column: LayerColumn) -> QRectF:
    """The − of a card."""
    side = pxf(STEPPER_SIDE)
    return QRectF(column.rect.left() + pxf(3), pxf(geometry.STEPPER_Y) - side / 2, side, side)


def count_rect(column: LayerColumn) -> QRectF:
    """The number of units of a card, between the − and the +, or in their place."""
    if column.is_narrow:
        return QRectF(less_rect(column).topLeft(), more_rect(column).bottomRight())
    return QRectF(less_rect(column).topRight(), more_rect(column).bottomLeft())


def more_rect(column: LayerColumn) -> QRectF:
    """The + of a card."""
    side = pxf(STEPPER_SIDE)
    return QRectF(column.rect.right() - pxf(3) - side, pxf(geometry.STEPPER_Y) - side / 2, side, side)


def bias_center(cell: UnitCell) -> QPointF:
    """The middle of a neuron's bias dot, on its lower left corner."""
    return cell.rect.bottomLeft() + QPointF(pxf(1), -pxf(2))


def bias_key(document: Document, uid: int) -> Key | None:
    """The parameter that holds the biases of a column's units; None where they add none that can be shown."""
    planned = resolve(document).planned(uid)
    bias = None if planned is None else bias_of(planned)
    return None if bias is None else (uid, bias.name)


def has_bias(document: Document, column: LayerColumn) -> bool:
    """Whether dots stand at the units of a column, for the biases that they add."""
    return column.shows == "tiles" and bias_key(document, column.uid) is not None


def numbers_each(document: Document, column: LayerColumn) -> int:
    """How many numbers of a row come from each map."""
    planned = resolve(document).planned(column.uid)
    return 1 if planned is None else max(planned.units // column.units, 1)


def place_in_row(document: Document, column: LayerColumn, cell: UnitCell, place: QPointF) -> int:
    """Which number of a row is at a place of the cell of a map."""
    each = numbers_each(document, column)
    inside = int((place.y() - cell.rect.top()) / cell.rect.height() * each)
    return cell.unit * each + min(max(inside, 0), each - 1)


def number_rect(document: Document, column: LayerColumn, number: int) -> QRectF | None:
    """Where a number of a row stands; None where its map is not shown."""
    each = numbers_each(document, column)
    unit, inside = divmod(number, each)
    cell = next((one for one in column.cells if one.unit == unit), None)
    if cell is None:
        return None
    high = cell.rect.height() / each
    return QRectF(cell.rect.left(), cell.rect.top() + inside * high, cell.rect.width(), high)


def hit_test(document: Document, layout: NetworkLayout, gaps: Sequence[Edges], place: QPointF) -> Hit:
    """The uppermost thing at a place of the scene."""
    # From the uppermost to the lowest, as they are painted: a plus lies over edges, a kernel's picture over its edge.
    for gap in layout.gaps:
        if _distance(gap.plus, place) <= pxf(PLUS_REACH):
            return Hit(Part.PLUS, index=gap.index)
    for kernel in kernel_places(layout, gaps):
        if kernel.rect.contains(place):
            return Hit(Part.EDGE, kernel.edge.key[0], edge=kernel.edge)
    for column in layout.columns:
        found = _in_column(document, column, place)
        if found is not None:
            return found
    return _edge_at(gaps, place) or _card_at(layout, place)


def hit_of_weight(document: Document, layout: NetworkLayout, gaps: Sequence[Edges], key: Key, index: Place) -> Hit:
    """What stands for one number of a parameter on the scene; `NOTHING` where nothing that is drawn does.

    Args:
        document: The network.
        layout: Where its columns are.
        gaps: The edges that are drawn.
        key: The parameter.
        index: Which of its numbers.
    """
    column = layout.column(key[0])
    if column is not None and key == bias_key(document, key[0]) and has_bias(document, column):
        return Hit(Part.BIAS, key[0], index[0]) if any(cell.unit == index[0] for cell in column.cells) else NOTHING
    for edges in gaps if len(index) > 1 else ():
        row, entering = (index[1], index[0]) if edges.carried.is_turned else index[:2]
        entering -= (entering - edges.first) % edges.carried.group
        if edges.key == key and edges.find(row, entering) is not None:
            return Hit(Part.EDGE, key[0], edge=EdgeAddress(key, row, entering, edges.carried))
    return NOTHING


def _in_column(document: Document, column: LayerColumn, place: QPointF) -> Hit | None:
    if column.uid == OUTPUT_UID and _in_head(column, place):
        return Hit(Part.TITLE, OUTPUT_UID)
    if not column.rect.left() - 12 <= place.x() <= column.rect.right() + 12:
        return None
    found = _on_stepper(column, place) or _on_bias(document, column, place)
    if found is not None:
        return found
    for cell in column.cells:
        if cell.rect.contains(place) and column.shows == "row":
            return Hit(Part.NUMBER, column.uid, place_in_row(document, column, cell, place))
        if cell.rect.contains(place):
            off = column.uid == INPUT_UID and geometry.input_address(document, cell.unit) is None
            return Hit(Part.INPUT_OFF if off else Part.NEURON, column.uid, cell.unit)
    return Hit(Part.TITLE, column.uid) if _in_head(column, place) else None


def _on_stepper(column: LayerColumn, place: QPointF) -> Hit | None:
    if column.steps:
        parts = (
            (Part.COUNT, count_rect(column), 0),
            (Part.LESS, less_rect(column), 3),
            (Part.MORE, more_rect(column), 3),
        )
        for part, rect, reach in parts[: 1 if column.is_narrow else None]:
            if rect.adjusted(-reach, -4, reach, 4).contains(place):
                return Hit(part, column.uid)
    return None


def _on_bias(document: Document, column: LayerColumn, place: QPointF) -> Hit | None:
    if has_bias(document, column):
        for cell in column.cells:
            if _distance(bias_center(cell), place) <= pxf(BIAS_REACH):
                return Hit(Part.BIAS, column.uid, cell.unit)
    return None


def _in_head(column: LayerColumn, place: QPointF) -> bool:
    """Above the neurons of a card; of the output, on its two lines of words. The inputs have nothing to open."""
    if column.uid == OUTPUT_UID:
        return output_heading(column).contains(place)
    return column.is_layer and place.y() < pxf(geometry.CELLS_TOP - 2) and column.rect.contains(place)


def _edge_at(gaps: Sequence[Edges], place: QPointF) -> Hit | None:
    best, hit = pxf(EDGE_REACH), None
    for edges in gaps:
        # By the gap first: one of them is under the pointer, and each would cost thousands of distances.
        if len(edges) and edges.starts[0, 0] - 1 <= place.x() <= edges.ends[0, 0] + 1:
            found = nearest_edge(edges, place.x(), place.y(), best)
            if found is not None and edges.key is not None:
                best, row, column = found[1], int(edges.rows[found[0]]), int(edges.columns[found[0]])
                hit = Hit(Part.EDGE, edges.right, edge=EdgeAddress(edges.key, row, column, edges.carried))
    return hit


def _card_at(layout: NetworkLayout, place: QPointF) -> Hit:
    for column in layout.columns:
        if column.is_layer and column.rect.contains(place):
            return Hit(Part.CARD, column.uid)
    return NOTHING


def _distance(a: QPointF, b: QPointF) -> float:
    return hypot(a.x() - b.x(), a.y() - b.y())
