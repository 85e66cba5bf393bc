"""What of the maps before it a number of a map looks at: its receptive field, layer by layer back to the picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID
from playground.operations.base import with_arrays

if TYPE_CHECKING:
    from playground.document.plan import Plan, PlannedLayer

Seen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """A rectangle of a map: rows `top` to `bottom` and columns `left` to `right`, both ends included."""

    top: int
    bottom: int
    left: int
    right: int


def receptive_fields(plan: Plan, uid: int, row: int, column: int) -> dict[int, ReceptiveField]:
    """The receptive field of a place in the maps of a layer.

    Args:
        plan: The network.
        uid: A layer whose shape is (channels, height, width).
        row: Of the place.
        column: Likewise.

    Returns:
        By uid, in the layer itself (the place), in the maps before it, and in the picture (`INPUT_UID`).
    """
    place = plan.uids.index(uid)
    field = ReceptiveField(row, row, column, column)
    found = {uid: field}
    befores = (INPUT_UID, *plan.uids)
    for index in range(place, -1, -1):
        one = plan.layers[index]
        if len(one.shape_in) != 3 or len(one.shape_out) != 3:
            break
        rows, columns = (_along(one, axis) for axis in (1, 2))
        top, bottom = _ends(rows[field.top : field.bottom + 1])
        left, right = _ends(columns[field.left : field.right + 1])
        field = found[befores[index]] = ReceptiveField(top, bottom, left, right)
    return found


def field_shape(plan: Plan, uid: int) -> tuple[int, int]:
    """Height and width of what a layer's maps look at in the picture, where no rim cuts it off.

    Args:
        plan: The network.
        uid: A layer whose shape is (channels, height, width).
    """
    planned = plan.planned(uid)
    _, height, width = (0, 0, 0) if planned is None else planned.shape_out
    down = [receptive_fields(plan, uid, row, 0)[INPUT_UID] for row in range(height)]
    across = [receptive_fields(plan, uid, 0, column)[INPUT_UID] for column in range(width)]
    return max(one.bottom - one.top + 1 for one in down), max(one.right - one.left + 1 for one in across)


def _ends(seen: Seen) -> tuple[int, int]:
    places = np.flatnonzero(seen.any(axis=0))
    return (int(places[0]), int(places[-1])) if len(places) else (0, 0)


@lru_cache(maxsize=256)
def _along(one: PlannedLayer, axis: int) -> Seen:
    """Which lines of what enters a layer reach which lines of what leaves it, (lines out, lines in), along an axis.

    The operations tell it themselves: what is not a number goes wherever a number would. An operation without a form
    in numpy counts as one that looks at everything.
    """
    lines_in, lines_out = one.shape_in[axis], one.shape_out[axis]
    everything = np.ones((lines_out, lines_in), dtype=np.bool_)
    if one.operations is None or not all(operation.is_computable for operation in one.operations):
        return everything
    rows: NDArray[Any] = np.zeros((lines_in, *one.shape_in))
    lines = np.arange(lines_in)
    if axis == 1:
        # One batch for all lines: sample i has NaN in line i alone, and what comes out as NaN has looked at it.
        rows[lines, :, lines, :] = np.nan
    else:
        rows[lines, :, :, lines] = np.nan
    parameters = [np.ones(parameter.shape) for parameter in one.parameters]
    statistics = [np.ones(buffer.shape) for buffer in one.buffers]
    saved: list[NDArray[Any]] = []
    with np.errstate(all="ignore"):
        for operation, arrays in with_arrays(one.operations, parameters, statistics):
            rows = operation.forward(rows, arrays, saved)
    across = (1, 3) if axis == 1 else (1, 2)
    reached: Seen = np.isnan(rows).any(axis=across).T
    return reached if reached.any() else everything
