"""Builds the way through a layer from its own operations, with the weights of the moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.layers.activations import ACTIVATIONS
from playground.layers.ops import NORM_EPSILON, OpCode
from playground.training.morph import DEPTH, Bridge, Leg, deep, deep_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from playground.layers import Layer
    from playground.layers.ops import Op
    from playground.training.layout import Key
    from playground.training.spaces_stage import Picture
    from playground.training.spaces_views import Array

    Numbers = Mapping[Key, NDArray[np.floating[Any]]]

_CURVES: dict[int, Callable[[Any], Any]] = {a.code: a.curve for a in ACTIVATIONS.values()}
STILL = 1e-12
"""What moves less does not move."""


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """One end of the way.

    Attributes:
        uid: Of the space.
        rows: Activations at the data points and, below them, at the corners of the sheet, (M + S, width).
        picture: How they are seen.
    """

    uid: int
    rows: Array
    picture: Picture

    @property
    def seen(self) -> Array:
        """The picture in three dimensions, (M + S, 3)."""
        return deep(np.concatenate((self.picture.points, self.picture.sheet)))

    @property
    def axes(self) -> Array | None:
        """(width, d) of a linear view; a narrow layer seen in another way is shown as it is on the way there."""
        width = self.rows.shape[1]
        return self.picture.axes if self.picture.axes is not None else np.eye(width) if width <= DEPTH else None

    @property
    def offset(self) -> Array:
        """What a linear view takes away, (3,)."""
        return np.zeros(DEPTH) if self.picture.offset is None else deep(self.picture.offset)


def bridge(layer: Layer, numbers: Numbers, start: End, end: End) -> Bridge:
    """The way from the space before a layer to the one after it.

    The linear part is a path through rotation, scale and shear wherever it is a map of the picture: from up to three
    units as they are, or from the plane, into any layer. From a projection of more units, which does not tell where
    the map leads, everything goes straight to where it is after bias and sum.

    Args:
        layer: Between the two.
        numbers: Its parameters and running statistics, by key.
        start: Before the layer.
        end: After it, as the network itself made it.
    """
    way = _Way(start)
    axes = end.axes
    if axes is not None:
        way.go_through(layer, numbers, axes, end.offset)
    if end.picture.axes is None or not way.legs:
        way.go("picture", end.seen)
    # the way ends where the network says, not where the same sums in another order lie
    way.legs[-1] = (way.legs[-1][0], end.seen, way.legs[-1][2])
    count = len(start.picture.points)
    legs = tuple(Leg(name, there[:count], there[count:], matrix) for name, there, matrix in way.legs)
    return Bridge((start.uid, end.uid), start.seen[:count], start.seen[count:], legs)


class _Way:
    """Collects legs, all points in one array (M + S, 3)."""

    def __init__(self, start: End) -> None:
        self.legs: list[tuple[str, Array, Array | None]] = []
        self._here = start.seen
        self._rows = start.rows
        self._unit_axes = self._unfold(start)

    def _unfold(self, start: End) -> Array | None:
        """Axes that turn the picture back into units, (width, d); None where units were lost in it."""
        axes, width = start.picture.axes, start.rows.shape[1]
        if axes is not None and width <= axes.shape[1]:
            return axes
        if axes is not None or width > DEPTH:
            return None
        self.go("unfold", deep(start.rows))
        return np.eye(width)

    def go(self, name: str, there: Array, matrix: Array | None = None) -> None:
        """One more leg, unless nothing moves on it."""
        if matrix is not None or np.abs(there - self._here).max(initial=0.0) > STILL:
            self.legs.append((name, there, matrix))
            self._here = there

    def go_through(self, layer: Layer, numbers: Numbers, axes: Array, offset: Array) -> None:
        """All operations of a layer, seen through the axes of its own space."""
        width = self._rows.shape[1]
        rows, kept = self._rows, None
        given = iter([np.asarray(numbers[layer.uid, p.name], np.float64) for p in layer.parameters(width)])
        for op in layer.lower(width) or ():
            if op.code is OpCode.SKIP_SAVE:
                kept = rows
                continue
            if op.code is OpCode.SKIP_ADD and kept is not None:
                name, rows, kept = "skip", rows + kept, None
            elif op.code in {OpCode.AFFINE, OpCode.BATCH_NORM}:
                weight, bias = _affine(op, layer, numbers, given)
                if kept is None and rows is self._rows and self._unit_axes is not None:
                    self._go_linear(deep_matrix(axes.T @ weight @ self._unit_axes))
                name, rows = "bias", rows @ weight.T + bias
            else:
                name, rows = _bent(op, rows, given)
            if kept is None:
                self.go(name, deep(rows @ axes) - offset)

    def _go_linear(self, matrix: Array) -> None:
        self.go("linear", self._here @ matrix.T, matrix)


def _bent(op: Op, rows: Array, given: Iterator[Array]) -> tuple[str, Array]:
    """What an operation that is not affine does outside training, and the name of that leg."""
    if op.code is OpCode.ACTIVATION:
        return "activation", np.asarray(_CURVES[op.option](rows))
    if op.code is OpCode.LAYER_NORM:
        centred = rows - rows.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + NORM_EPSILON)
        return "normalization", scaled * next(given) + next(given)
    return "noise", rows


def _affine(op: Op, layer: Layer, numbers: Numbers, given: Iterator[Array]) -> tuple[Array, Array]:
    """Weight, (out, in), and bias, (out,), of an operation that is affine once training stands still."""
    if op.code is OpCode.AFFINE:
        weight = next(given)
        return weight, next(given) if op.option else np.zeros(len(weight))
    scale, shift = next(given), next(given)
    mean, variance = (np.asarray(numbers[layer.uid, name], np.float64) for name in ("running_mean", "running_var"))
    scale = scale / np.sqrt(variance + NORM_EPSILON)
    return np.asarray(np.diag(scale)), np.asarray(shift - scale * mean)
