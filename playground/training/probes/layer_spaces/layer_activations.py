"""One layer to be projected, its projection, and what is kept of it for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from playground.training.probes.layer_spaces.axes import Array

ENOUGH_CORNERS = 700


@dataclass(frozen=True, slots=True)
class Values:
    """Numbers at the data points, (M, seen), and at the corners of the sheet, (S, seen).

    Attributes:
        even: How many corners stand evenly over the plane: those before all others.
        whole: All numbers of both, (M + S, width), where the layer has more than are seen; else None.
    """

    points: Array
    sheet: Array
    even: int
    whole: NDArray[np.floating[Any]] | None = None

    @property
    def width(self) -> int:
        """Units, those that are not seen as well."""
        return int((self.sheet if self.whole is None else self.whole).shape[1])

    def of_units(self, units: Sequence[int]) -> Values:
        """Some units alone, of those that are not seen as well, so that all that is left is seen."""
        if self.whole is None:
            return Values(self.points[:, units], self.sheet[:, units], self.even)
        some, count = self.whole[:, units].astype(np.float64), len(self.points)
        return Values(some[:count], some[count:], self.even)

    def some_sheet(self) -> Array:
        """Enough corners to know where the sheet lies."""
        return self.thinned(self.sheet)

    def thinned(self, sheet: Array) -> Array:
        """As many of another sheet's corners, (S, d): at most `ENOUGH_CORNERS`, evenly over the plane."""
        # Of the even corners alone: those that refinement adds crowd where the sheet bends, and would pull every mean
        # there.
        return sheet[: self.even : max(1, -(-self.even // ENOUGH_CORNERS))]


def rows_of(values: Values) -> Array:
    """All numbers of points and corners, (M + S, width)."""
    if values.whole is not None:
        return values.whole.astype(np.float64)
    return np.concatenate((values.points, values.sheet))


@dataclass(frozen=True, slots=True)
class LayerActivations:
    """One layer to be projected.

    Attributes:
        view: As in `LayerSpaces.view`.
        units: The pair for the view "units", the triple for "units3".
        classes: 0 for regression.
        order: Targets of the points: dots of one class keep together.
        sums: What the output layer makes of the same places.
        probabilities: Probabilities of three classes; the output alone has them.
        last_hidden: Whether the output reads this layer.
        frozen: Whether the axes stay as they are.
    """

    uid: int
    values: Values
    view: str
    units: tuple[int, ...]
    classes: int
    order: NDArray[Any]
    sums: Values
    probabilities: Values | None
    last_hidden: bool
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Projection:
    """One layer in two or three dimensions: points (M, d), sheet (S, d), and the rest as in `space.Space`.

    Attributes:
        axes: (width, d), of a linear view: the picture is the activations times them, less `offset`, (d,).
    """

    points: Array
    sheet: Array
    view: str = "plane"
    explained_variance: float = 1.0
    cut: Array | None = None
    scores: Array | None = None
    axes: Array | None = None
    offset: Array | None = None


@dataclass(slots=True)
class Memory:
    """The last picture of a layer.

    Attributes:
        view: How it was seen; another view begins anew.
        axes: (width, d), of a linear view.
        offset: (d,), what that view took for its middle.
        span: Least and greatest value of a histogram.
        width: How many numbers the axes are of: the layer's units, or the output's sums where those are shown.
    """

    view: str = ""
    axes: Array | None = None
    offset: Array | None = None
    span: tuple[float, float] | None = None
    width: int = 0

    def begin(self, view: str, width: int) -> None:
        """Forget what belongs to another view, or to other numbers."""
        if (view, width) != (self.view, self.width):
            self.view, self.width = view, width
            self.axes, self.offset, self.span = None, None, None
