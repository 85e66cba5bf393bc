"""The numbers of one step over the network: on its units, and on connections where there is room."""

from __future__ import annotations

from functools import reduce
from math import prod
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from playground.document.model import INPUT_UID
from playground.document.plan import resolve
from playground.training.explain.by_hand.written import number_words
from playground.views.network.by_hand.pointing import place_of
from playground.views.network.by_hand.stages import Asked, connection_number, shows_connections, unit_numbers
from playground.views.network.edges import EdgeAddress
from playground.views.network.layout import input_address, is_grid
from playground.views.network.shown import shows_pictures
from playground.widgets.control import rounded
from playground.widgets.paper import on_paper
from playground.widgets.text import CENTRE, draw_text, text_width
from playground.widgets.theme import current, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.training.explain.by_hand.update import HandUpdate
    from playground.views.network.by_hand.mode import HandMode
    from playground.views.network.columns import LayerColumn, UnitCell
    from playground.views.network.edges import Edges
    from playground.views.network.state import SceneState

HIGH = 15
LEAST_PITCH = 15
"""Units nearer to each other have no room for a number each: that which is asked for has one."""
MOST_PLACED = 48
DIGITS = 2
ALONG = (0.5, 0.62, 0.38, 0.74, 0.26)
"""Where a connection's number may stand on it."""
UNKNOWN = "?"


class HandPainter:
    """Paints what a mode shows over a scene.

    Attributes:
        places: Where the numbers stand that were painted last; no two of them cover each other.
    """

    def __init__(self, mode: HandMode) -> None:
        self._mode = mode
        self.places: list[QRectF] = []

    def paint(self, painter: QPainter, state: SceneState) -> None:
        """Nothing while the mode is off, or its numbers have not come."""
        mode, update = self._mode, self._mode.update
        taken = self.places = list[QRectF]()
        if not mode.is_on or update is None or on_paper() or update.document is not state.document:
            return
        self._frame(painter, state)
        for column in state.layout.columns:
            self._units(painter, state, update, column, taken)
        for edges in state.edges:
            if shows_connections(mode.here, edges.left, edges.right):
                self._connections(painter, state, update, edges, taken)

    def _frame(self, painter: QPainter, state: SceneState) -> None:
        """Around the column that the stage is about."""
        column = state.layout.column(self._mode.here.uid)
        if column is not None and self._mode.here.kind not in ("steps", "take"):
            gap = pxf(5)
            shown = [cell.rect for cell in column.cells if _unit(state, column, cell) is not None]
            block = reduce(QRectF.united, shown, QRectF())
            rounded(painter, block.adjusted(-gap, -gap, gap, gap), 9, None, current().ink, 1.5)

    def _units(
        self, painter: QPainter, state: SceneState, update: HandUpdate, column: LayerColumn, taken: list[QRectF]
    ) -> None:
        mode = self._mode
        numbers = unit_numbers(update, mode.here, column.uid, min(mode.sample, len(update.rows) - 1))
        if numbers is None or column.shows == "row":
            return
        shape = resolve(state.document).shape_in
        each = max(len(numbers) // max(column.units, 1), 1) if column.uid != INPUT_UID else prod(shape[1:])
        is_map = each > 1
        for cell in column.cells:
            unit = _unit(state, column, cell)
            if unit is None or unit * each >= len(numbers):
                continue
            is_asked = mode.asked.uid == column.uid and mode.asked.unit // each == unit and mode.asked.place is None
            if is_asked or (not is_map and state.layout.pitch >= pxf(LEAST_PITCH)):
                number = float(numbers[mode.asked.unit if is_asked else unit * each])
                text = UNKNOWN if is_asked and mode.is_hidden else brief(number)
                middle = _clear(_beside(cell, column, text), text, taken)
                taken.append(_label(painter, middle, text, is_strong=is_asked))

    def _connections(
        self, painter: QPainter, state: SceneState, update: HandUpdate, edges: Edges, taken: list[QRectF]
    ) -> None:
        """Those of the unit at hand first, then the strongest, each where it covers nothing."""
        mode = self._mode
        if edges.key is None or edges.carried.shape:
            return
        order = sorted(range(len(edges)), key=lambda at: (not self._is_of_asked(edges, at), -at))
        for at in order[:MOST_PLACED]:
            address = EdgeAddress(edges.key, int(edges.rows[at]), int(edges.columns[at]), edges.carried)
            place = place_of(update, address)
            sample = min(mode.sample, len(update.rows) - 1)
            number = None if place is None else connection_number(update, mode.here, place, sample)
            if number is None:
                continue
            is_asked = mode.asked.place == place
            text = UNKNOWN if is_asked and mode.is_hidden else brief(number)
            free = _free_place(edges, at, text, taken, state.view)
            if free is not None:
                taken.append(_label(painter, free, text, is_strong=is_asked))

    def _is_of_asked(self, edges: Edges, at: int) -> bool:
        asked: Asked = self._mode.asked
        return bool(edges.of_unit(asked.uid, asked.unit)[at])


def _unit(state: SceneState, column: LayerColumn, cell: UnitCell) -> int | None:
    """Which of the numbers of a column a cell stands for; None for an input that is off."""
    if column.uid != INPUT_UID or shows_pictures(state.document):
        return cell.unit
    address = input_address(state.document, cell.unit)
    return None if address is None else address.index


def brief(number: float) -> str:
    """Where there is little room: 0.42, −1.25, 0.0031."""
    return number_words(number, DIGITS + (abs(number) >= 1.0))


def _beside(cell: UnitCell, column: LayerColumn, text: str) -> QPointF:
    """Over a tile; beside it where two tiles stand in a row, or it is a bar."""
    middle, wide = cell.rect.center(), _room(QPointF(), text).width()
    if column.shows == "bars":
        return QPointF(cell.rect.left() - wide / 2 - pxf(3), middle.y())
    if is_grid(column):
        is_left = middle.x() < column.rect.center().x()
        return QPointF(middle.x() + (-wide if is_left else wide) / 2, middle.y())
    if column.uid == INPUT_UID and cell.rect.width() < wide:  # its name stands before it
        return QPointF(cell.rect.left() + wide / 2, middle.y())
    return middle


def _clear(middle: QPointF, text: str, taken: list[QRectF]) -> QPointF:
    """The same place, or right of what stands there: rows of inputs may be lower than a number is high."""
    rect = _room(middle, text)
    while in_the_way := [one.right() for one in taken if one.intersects(rect)]:
        rect.moveLeft(max(in_the_way) + pxf(2))
    return QPointF(rect.center().x(), middle.y())


def _label(painter: QPainter, middle: QPointF, text: str, *, is_strong: bool) -> QRectF:
    theme = current()
    rect = _room(middle, text)
    if is_strong:
        rounded(painter, rect, 4, theme.ink)
    else:
        rounded(painter, rect, 4, with_alpha(theme.raised, 0.9))
    draw_text(painter, rect, text, "label", theme.ink_inv if is_strong else theme.ink, CENTRE)
    return rect


def _room(middle: QPointF, text: str) -> QRectF:
    width, height = text_width(text, "label") + pxf(6), pxf(HIGH)
    return QRectF(round(middle.x() - width / 2), round(middle.y() - height / 2), round(width), height)


def _free_place(edges: Edges, at: int, text: str, taken: list[QRectF], view: QRectF) -> QPointF | None:
    (x0, y0), (x1, y1) = edges.starts[at], edges.ends[at]
    for t in ALONG:
        across, rise = 1.5 * t * (1.0 - t) + t**3, t * t * (3.0 - 2.0 * t)
        middle = QPointF(float(x0 + across * (x1 - x0)), float(y0 + rise * (y1 - y0)))
        rect = _room(middle, text)
        if view.contains(rect) and not any(one.intersects(rect) for one in taken):
            return middle
    return None
