"""What an edge between two columns carries: one weight, the kernel between two channels, or the weights over a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.views.network.traits import weight_of

if TYPE_CHECKING:
    from playground.document.plan import PlannedLayer

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Carried:
    """What stands behind every edge from one column to another.

    Attributes:
        name: The parameter of the right layer that holds the weights; None where edges carry none.
        shape: Of what one edge carries, (height, width); empty for a single weight.
        group: How many numbers that enter the right layer each unit of the left column stands for.
        is_turned: Whether the parameter's first axis counts what enters.
    """

    name: str | None
    shape: tuple[int, ...] = ()
    group: int = 1
    is_turned: bool = False

    @property
    def is_kernel(self) -> bool:
        """Whether every pair of channels has a kernel."""
        return bool(self.shape) and self.group == 1

    def index(self, row: int, column: int, place: tuple[int, int] = (0, 0)) -> tuple[int, ...]:
        """Where in the parameter a weight of an edge stands.

        Args:
            row: Unit of the right column.
            column: The first number, or the channel, that the left unit stands for.
            place: In what the edge carries, row and column.
        """
        if not self.is_kernel:
            width = self.shape[1] if self.shape else 0
            return row, column + place[0] * width + place[1]
        pair = (column, row) if self.is_turned else (row, column)
        return (*pair, *place)

    def numbers(self, weights: Array, row: int, column: int) -> Array | None:
        """What an edge carries, in its shape; None where the parameter has no such place."""
        if not self.shape:
            return None
        if self.is_kernel:
            row, column = self.index(row, column)[:2]
            inside = weights.ndim == 4 and row < weights.shape[0] and column < weights.shape[1]
            return weights[row, column] if inside else None
        inside = weights.ndim == 2 and row < weights.shape[0] and column + self.group <= weights.shape[1]
        return weights[row, column : column + self.group].reshape(self.shape) if inside else None


PLAIN = Carried("linear.weight")


def carried_by(right: PlannedLayer, left_units: int, count: int, maps: tuple[int, ...]) -> Carried:
    """What edges into a layer carry.

    Args:
        right: The layer.
        left_units: Tiles, or channels that pass, of the column on the left.
        count: How many numbers of what enters the layer that column gives.
        maps: (height, width) of the maps that were laid out in a row on the left; empty where none were.
    """
    weight = weight_of(right)
    if len(right.shape_in) > 1:
        if weight is None:
            return Carried(None)
        return Carried(weight.name, weight.shape[2:], is_turned=weight.axes[0] == "inputs")
    group = max(count // max(left_units, 1), 1)
    if group == 1:
        return PLAIN
    shape = maps if np.prod(maps) == group else (1, group)
    return Carried(PLAIN.name, tuple(shape), group)


def strengths(weights: Array, carried: Carried, first: int, count: int) -> Array:
    """One number for each pair of units, (rows, left units): the weight itself, or the norm with the sign of the sum.

    Args:
        weights: The parameter.
        carried: What of it each edge carries.
        first: Which input of the right layer the left column's first number is.
        count: How many numbers the left column gives.
    """
    if carried.is_kernel:
        if weights.ndim != 4:
            return np.zeros((0, 0))
        if carried.is_turned:
            weights = weights.swapaxes(0, 1)
        return signed_norm(weights.reshape(*weights.shape[:2], -1))
    if weights.ndim != 2:
        return np.zeros((0, 0))
    block = weights[:, first : first + count]
    if carried.group == 1:
        return block
    whole = block.shape[1] // carried.group
    return signed_norm(block[:, : whole * carried.group].reshape(len(block), whole, carried.group))


def signed_norm(values: Array) -> Array:
    """The root of the sum of squares along the last axis, with the sign of the sum."""
    with np.errstate(over="ignore", invalid="ignore"):
        norm = np.sqrt((values * values).sum(axis=-1))
        return np.asarray(np.where(values.sum(axis=-1) < 0.0, -norm, norm))
