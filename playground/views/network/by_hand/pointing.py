"""What of an update the pointer is on: a unit, a number of a map, a connection or a bias."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from playground.document.plan import resolve
from playground.views.network.by_hand.stages import Asked
from playground.views.network.hit import Part, bias_key

if TYPE_CHECKING:
    from playground.training.explain.by_hand.update import HandUpdate
    from playground.views.network.edges import EdgeAddress
    from playground.views.network.hit import Hit
    from playground.views.network.state import SceneState


def asked_at(state: SceneState, update: HandUpdate, hit: Hit) -> Asked | None:
    """What is to be written out for a hit; None for what has no numbers here."""
    if hit.part is Part.EDGE and hit.edge is not None:
        place = place_of(update, hit.edge)
        return None if place is None else Asked(hit.edge.key[0], hit.edge.row, place)
    if hit.part is Part.BIAS:
        key = bias_key(state.document, hit.uid)
        slot = None if key is None else update.layout.slot(key)
        return None if slot is None else Asked(hit.uid, hit.index, slot.offset + hit.index)
    if hit.part is Part.NUMBER:
        return Asked(hit.uid, hit.index)
    address = state.address(hit)
    return None if address is None else Asked(address.uid, _flat(state, hit, address.index))


def place_of(update: HandUpdate, edge: EdgeAddress) -> int | None:
    """Where the weight of a connection stands in the flat array; of a kernel its first number."""
    slot = update.layout.slot(edge.key)
    if slot is None:
        return None
    index = edge.carried.index(edge.row, edge.column)
    inside = len(index) == len(slot.shape) and all(one < size for one, size in zip(index, slot.shape, strict=True))
    return slot.offset + int(np.ravel_multi_index(index, slot.shape)) if inside else None


def _flat(state: SceneState, hit: Hit, unit: int) -> int:
    """A unit counted over all numbers that leave its column: of a map the one under the pointer, else its middle."""
    plan = resolve(state.document)
    planned = plan.planned(hit.uid)
    shape = plan.shape_in if planned is None else planned.shape_out
    if len(shape) == 1:
        return unit
    cell = state.cell
    on_it = cell is not None and (cell.uid, cell.unit) == (hit.uid, hit.index)
    row, column = (cell.row, cell.column) if cell is not None and on_it else (shape[1] // 2, shape[2] // 2)
    return unit * prod(shape[1:]) + row * shape[2] + column
