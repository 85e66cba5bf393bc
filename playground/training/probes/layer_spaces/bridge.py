"""Builds the way through a layer from its own operations, with the weights of the moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.training.probes.layer_spaces.morph import DEPTH, Bridge, Leg, deep, deep_matrix

if TYPE_CHECKING:
    from playground.training.probes.layer_spaces.axes import Array
    from playground.training.probes.layer_spaces.layer_activations import Projection
    from playground.training.probes.layer_spaces.pre_activations import LayerPart

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
    picture: Projection

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


def bridge(part: LayerPart, start: End, end: End) -> Bridge:
    """The way from the space before a layer, or a part of it, to the one after.

    The linear part is a path through rotation, scale and shear wherever it is a map of the picture: from up to three
    units as they are, or from the plane, into any layer. From a projection of more units, which does not tell where
    the map leads, everything goes straight to where it is after bias and sum.

    Args:
        part: Between the two.
        start: Before it.
        end: After it, as the network itself made it.
    """
    way = _Way(start)
    axes = end.axes
    if axes is not None:
        way.go_through(part, axes, end.offset)
    if end.picture.axes is None:
        way.go("picture", end.seen)
    if not way.legs:
        way.legs.append(("picture", end.seen, None))
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

    def go_through(self, part: LayerPart, axes: Array, offset: Array) -> None:
        """All operations of a layer or a part of it, seen through the axes of its own space."""
        is_first = True
        for passed in part.passed():
            # between both ends of a skip nothing is shown, unless one end of the way lies there
            if not passed.in_skip or part.part != "all":
                if passed.weight is not None and is_first and self._unit_axes is not None:
                    self._go_linear(deep_matrix(axes.T @ passed.weight @ self._unit_axes))
                self.go(passed.name, deep(passed.rows @ axes) - offset)
            is_first = False

    def _go_linear(self, matrix: Array) -> None:
        self.go("linear", self._here @ matrix.T, matrix)
