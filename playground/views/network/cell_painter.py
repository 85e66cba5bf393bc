"""What a number of a map looks at, lit up in the maps before it, and the card that writes its sum out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from playground.document.plan import resolve
from playground.document.receptive import receptive_fields
from playground.training.probes.addresses import NeuronAddress
from playground.views.network import layout as geometry
from playground.views.network.hit import Part
from playground.views.network.patch_painter import paint_grid
from playground.views.network.row_painter import cell_in_row
from playground.views.network.sums import Cell, number_at, written_sum
from playground.widgets.control import rounded
from playground.widgets.format import with_sign
from playground.widgets.paper import on_paper
from playground.widgets.picture_image import signed_image
from playground.widgets.text import CENTRE, LEFT, draw_text, text_width
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.document.receptive import ReceptiveField
    from playground.training.probes.firing_patches import StrongestPatches
    from playground.views.network.columns import LayerColumn, UnitCell
    from playground.views.network.hit import Hit
    from playground.views.network.state import SceneState
    from playground.views.network.sums import Array, WrittenSum

LARGE, PATCH, NUMBERED = 108, 84, 30
"""Sides of the enlarged map, of a patch or kernel, and of one of its cells where it shows its number."""
MOST_NUMBERED = 3
"""Cells along a side of a kernel that still show their numbers."""
PAD, LINE, RESULT = 10, 18, 24
FIRES = "What fires it"


def cell_at(state: SceneState, hit: Hit, place: QPointF) -> Cell | None:
    """The number of a map that the pointer is on, in its tile or in a row; None where it is on none."""
    if hit.part is Part.NUMBER:
        return cell_in_row(state, hit)
    column = state.layout.column(hit.uid)
    if column is None or not column.is_layer or column.shows != "tiles" or hit.part is not Part.NEURON:
        return None
    maps = state.pictures.maps(resolve(state.document).planned(hit.uid))
    found = [one for one in column.cells if one.unit == hit.index and one.rect.contains(place)]
    if not found or maps is None:
        return None
    inside = place - found[0].rect.topLeft()
    row = int(inside.y() / found[0].rect.height() * maps.shape[1])
    across = int(inside.x() / found[0].rect.width() * maps.shape[2])
    return Cell(hit.uid, hit.index, min(row, maps.shape[1] - 1), min(across, maps.shape[2] - 1))


def paint_cell(painter: QPainter, state: SceneState, rim: float, *, card: bool = True) -> None:
    """Nothing while no number of a map is under the pointer.

    Args:
        painter: At work, in the coordinates of the scene.
        state: What is shown.
        rim: How much at the bottom is covered by other cards.
        card: Whether its sum is written out, and not only what it looks at lit up.
    """
    cell, sample = state.cell, state.pictures.sample
    planned = None if cell is None else resolve(state.document).planned(cell.uid)
    if cell is None or on_paper() or state.pictures.maps(planned) is None or number_at(sample, cell) is None:
        return
    _paint_fields(painter, state, cell)
    if card:
        _paint_card(painter, state, cell, rim)


def _paint_fields(painter: QPainter, state: SceneState, cell: Cell) -> None:
    """In the same channel as long as layers join channels one to one, before that in all of them."""
    plan = resolve(state.document)
    fields = receptive_fields(plan, cell.uid, cell.row, cell.column)
    shapes = dict(zip(plan.stages, (plan.shape_in, *(one.shape_out for one in plan.layers)), strict=True))
    channel: int | None = cell.unit
    for uid, field in fields.items():
        column = state.layout.column(uid)
        if column is None:
            return
        for tile in column.cells:
            if channel in (None, tile.unit):
                _outline(painter, tile, field, shapes[uid])
        channel = channel if column.links == "one to one" else None


def _outline(painter: QPainter, tile: UnitCell, field: ReceptiveField, shape: tuple[int, ...]) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(current().ink, pxf(1.5)))
    painter.drawRect(_part(tile.rect, field.top, field.bottom, field.left, field.right, shape))


def _part(rect: QRectF, top: int, bottom: int, left: int, right: int, shape: tuple[int, ...]) -> QRectF:
    """Where cells of a map lie in its tile."""
    high, wide = rect.height() / shape[1], rect.width() / shape[2]
    corner = rect.topLeft() + QPointF(left * wide, top * high)
    return QRectF(corner.x(), corner.y(), (right - left + 1) * wide, (bottom - top + 1) * high)


# ---- the card --------------------------------------------------------------------------------------------------------


def _paint_card(painter: QPainter, state: SceneState, cell: Cell, rim: float) -> None:
    sample, column = state.pictures.sample, state.layout.column(cell.uid)
    assert sample is not None  # noqa: S101 - the caller has looked
    assert column is not None  # noqa: S101 - likewise
    written = written_sum(resolve(state.document), sample, state.pictures.parameters, cell)
    words = _head(column, cell, written)
    result = _result_lines(number_at(sample, cell) or 0.0, written)
    middle = 0.0 if written is None else 2 * _side(written.kernel) + pxf(34)
    least = max(middle + max(text_width(line, "title") for line in result) + pxf(10), pxf(120))
    room = state.view.width() - pxf(LARGE + 3 * PAD + 16)
    fires = _fires(state, cell)
    grid = 0.0 if fires is None else max(pxf(LARGE - LINE), float(text_width(FIRES, "row"))) + pxf(PAD)
    if least + grid > room:
        fires, grid = None, 0.0
    wide = max(min(float(text_width(words, "row")), room - grid), least)
    card = _place(state, column, cell, QRectF(0.0, 0.0, wide + grid + pxf(LARGE + 3 * PAD), pxf(LARGE + 2 * PAD)), rim)
    theme = current()
    rounded(painter, card, 10, theme.raised, theme.line_strong)
    large = QRectF(card.left() + pxf(PAD), card.top() + pxf(PAD), pxf(LARGE), pxf(LARGE))
    _paint_map(painter, large, sample.layers[cell.uid], cell, max(sample.scales[cell.uid], 1e-9))
    left = large.right() + pxf(PAD)
    if fires is not None:
        draw_text(painter, QRectF(left, large.top(), grid, pxf(LINE)), FIRES, "row", theme.ink2, LEFT)
        paint_grid(painter, QRectF(left, large.top() + pxf(LINE), grid, large.height() - pxf(LINE)), fires)
        left += grid
    draw_text(painter, QRectF(left, large.top(), wide, pxf(LINE)), words, "row", theme.ink2, LEFT)
    rest = QRectF(left, large.top() + pxf(LINE), wide, large.height() - pxf(LINE))
    if written is not None:
        rest.setLeft(_paint_product(painter, rest, written))
    _paint_result(painter, rest, result)


def _paint_map(painter: QPainter, large: QRectF, maps: Array, cell: Cell, scale: float) -> None:
    """The whole map, and where in it the number stands."""
    _picture(painter, large, maps[cell.unit], scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(current().ink, pxf(2)))
    painter.drawRect(_part(large, cell.row, cell.row, cell.column, cell.column, maps.shape))


def _paint_result(painter: QPainter, room: QRectF, lines: list[str]) -> None:
    """Below each other: beside each other they would not fit into a window of usual width."""
    high = pxf(RESULT)
    top = room.center().y() - high * len(lines) / 2
    for place, line in enumerate(lines):
        row = QRectF(room.left(), top + place * high, room.width(), high)
        draw_text(painter, row, line, "title", current().ink, LEFT)


def _fires(state: SceneState, cell: Cell) -> StrongestPatches | None:
    """What fires the map; None where that is not known yet, and where it stands in a card of its own."""
    address = NeuronAddress(cell.uid, cell.unit)
    found = state.fires.get(address)
    return None if found is None or not found.patches or state.pinned_map == address else found


def _head(column: LayerColumn, cell: Cell, written: WrittenSum | None) -> str:
    place = f"{column.title}, map {cell.unit + 1}, row {cell.row + 1}, column {cell.column + 1}"
    if written is None:
        return place
    if written.patches == 1:
        return f"{place} · patch × kernel"
    return f"{place} · {written.patches} patches × kernels, most from map {written.channel + 1}"


def _result_lines(number: float, written: WrittenSum | None) -> list[str]:
    """What the products come to, the bias, and what the function makes of it, a line each."""
    if written is None:
        return [with_sign(number)]
    more = "" if written.patches == 1 else " with the others"
    bias = [] if written.bias is None else [f"bias {with_sign(written.bias)}"]
    bent = f"→ {written.activation}" if written.activation else "="
    return [f"={more} {with_sign(written.total)}", *bias, f"{bent} {with_sign(written.result)}"]


def _paint_product(painter: QPainter, room: QRectF, written: WrittenSum) -> float:
    """Patch × kernel; where what follows may begin."""
    side, theme = _side(written.kernel), current()
    top = room.center().y() - side / 2
    patch = QRectF(room.left(), top, side, side)
    kernel = patch.translated(side + pxf(20), 0.0)
    paint_numbers(painter, patch, written.patch)
    paint_numbers(painter, kernel, written.kernel)
    times = QRectF(patch.right(), room.top(), kernel.left() - patch.right(), room.height())
    draw_text(painter, times, "×", "title", theme.ink2, CENTRE)
    return kernel.right() + pxf(10)


def _side(kernel: Array) -> float:
    return pxf(NUMBERED) * len(kernel) if len(kernel) <= MOST_NUMBERED else pxf(PATCH)


def paint_numbers(painter: QPainter, rect: QRectF, values: Array) -> None:
    """Numbers (height, width) as cells of colour, the largest in full, with the number in each that has room for it."""
    values = np.nan_to_num(np.asarray(values, dtype=np.float64), posinf=1e6, neginf=-1e6)
    scale = max(float(np.abs(values).max()), 1e-9)
    _picture(painter, rect, values, scale)
    side = rect.width() / values.shape[1]
    if side < pxf(NUMBERED):
        return
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            box = QRectF(rect.left() + column * side, rect.top() + row * side, side, side)
            draw_text(painter, box, short_number(float(value)), "label", text_colour(float(value) / scale), CENTRE)


def short_number(value: float) -> str:
    """A weight where there is hardly room for one: ".42", "−1.3", "12"."""
    digits = 2 if abs(value) < 0.995 else 1 if abs(value) < 9.95 else 0  # noqa: PLR2004
    text = f"{abs(value):.{digits}f}".removeprefix("0") if digits == 2 else f"{abs(value):.{digits}f}"
    text = "0" if text == ".00" else text
    return f"−{text}" if value < 0.0 and text != "0" else text


def text_colour(share: float) -> QColor:
    """Ink that is read on a cell coloured by a share of full colour."""
    theme = current()
    return theme.ink_inv if abs(share) > 0.6 and theme.ink_inv.lightness() > theme.ink.lightness() else theme.ink  # noqa: PLR2004


def _picture(painter: QPainter, rect: QRectF, values: Array, scale: float) -> None:
    """One block of colour a number."""
    painter.save()
    painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(rect, signed_image(np.asarray(values), scale))
    painter.restore()


def _place(state: SceneState, column: LayerColumn, cell: Cell, card: QRectF, rim: float) -> QRectF:
    """At the bottom of what is seen, over what covers its rim; elsewhere where it would hide what it speaks of."""
    view, gap = state.view, pxf(8)
    left = min(max(column.rect.center().x() - card.width() / 2, view.left() + gap), view.right() - card.width() - gap)
    left = max(left, view.left())
    tile = next((one.rect for one in column.cells if one.unit == cell.unit), QRectF())
    right = column.rect.right() + gap
    beside = right if right + card.width() <= view.right() else column.rect.left() - card.width() - gap
    below_heads, lowest = pxf(geometry.CELLS_TOP - 4), view.bottom() - rim - card.height() - gap
    corners = (left, lowest), (left, below_heads), (left, gap / 2), (max(beside, view.left()), below_heads)
    for corner in corners:
        card.moveTo(round(corner[0]), round(corner[1]))
        if corner[1] >= 0.0 and not card.adjusted(-4, -4, 4, 4).intersects(tile):
            break
    return card
