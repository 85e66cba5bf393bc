"""Straight changes of units: between the plane and the numbers that a person brought, and from those to the network's.

Two of them meet in a document. `Dataset.units` says which of the person's units the plane stands for: the axes show
them, and points far from ±6 still lie where they can be seen and drawn on. `Document.scaling` says which numbers the
network gets and answers with: standardised ones, so that exam scores and house prices learn like anything else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Floats = NDArray[np.float64]

FARTHEST_CENTRE = 1e13
LEAST_SCALE, LARGEST_SCALE = 1e-12, 1e12
"""Within these no place of the plane overflows a float32 on its way to the network."""
LEAST_SHARE = 1e-10
"""A spread that is a smaller share of the centre is taken for rounding: the numbers are constant."""
SPARE_DIGITS, MOST_DIGITS = 3, 18
"""Decimals of the scale's own size that are tried: fewer first, then to the end of what a float64 holds."""


@dataclass(frozen=True, slots=True)
class AxisScale:
    """A straight change of units of one axis: unit = centre + scale · number.

    Attributes:
        centre: The unit at 0.
        scale: Units in 1; above 0.
    """

    centre: float = 0.0
    scale: float = 1.0

    def to_units(self, numbers: Any) -> Any:
        """Units of numbers; an array or one."""
        return numbers if self == UNCHANGED else numbers * self.scale + self.centre

    def from_units(self, units: Any) -> Any:
        """Numbers of units; an array or one."""
        return units if self == UNCHANGED else (units - self.centre) / self.scale

    def exact_units(self, numbers: Floats) -> Floats:
        """Units of numbers, each the shortest decimal that gives just this number back, where there is one.

        Coordinates that were read from a file come out as they were written there, without digits of rounding.
        """
        if self == UNCHANGED:
            return numbers
        units = np.asarray(self.to_units(numbers), dtype=np.float64).copy()
        left = np.flatnonzero(np.isfinite(units))
        coarse = -math.floor(math.log10(self.scale)) - SPARE_DIGITS
        for decimals in range(coarse, coarse + SPARE_DIGITS + MOST_DIGITS):
            rounded = np.round(units[left], decimals)
            found = self.from_units(rounded) == numbers[left]
            units[left[found]] = rounded[found]
            left = left[~found]
            if not left.size:
                break
        return units

    def of(self, other: AxisScale) -> AxisScale:
        """The change from this one's numbers to another's, both of the same units: number = centre + scale · other."""
        if self == other:
            return UNCHANGED
        return AxisScale((other.centre - self.centre) / self.scale, other.scale / self.scale)


UNCHANGED = AxisScale()


@dataclass(frozen=True, slots=True)
class Scaling:
    """Straight changes of the units of samples, column by column, and of a regression's values.

    Attributes:
        columns: Of the first columns; those beyond are their own units. Two scalings that do the same are equal.
        values: Of the first values, likewise.
    """

    columns: tuple[AxisScale, ...] = ()
    values: tuple[AxisScale, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", _trimmed(self.columns))
        object.__setattr__(self, "values", _trimmed(self.values))

    @property
    def is_identity(self) -> bool:
        """Whether all numbers are their own units."""
        return self == IDENTITY

    def column(self, index: int) -> AxisScale:
        """The change of one column."""
        return self.columns[index] if index < len(self.columns) else UNCHANGED

    def value(self, index: int) -> AxisScale:
        """The change of one value."""
        return self.values[index] if index < len(self.values) else UNCHANGED

    def samples_to_units(self, samples: Floats) -> Floats:
        """Samples, (N, D), in units."""
        return np.asarray(_by_column(samples, self.columns, AxisScale.to_units))

    def samples_from_units(self, units: Floats) -> Floats:
        """Samples in units, (N, D), as numbers."""
        return np.asarray(_by_column(units, self.columns, AxisScale.from_units))

    def exact_samples(self, samples: Floats) -> Floats:
        """Samples, (N, D), in units as they were written; see `AxisScale.exact_units`."""
        return np.asarray(_by_column(samples, self.columns, AxisScale.exact_units))

    def values_to_units(self, values: Any) -> Any:
        """Values, (N, O), in units."""
        return _by_column(values, self.values, AxisScale.to_units)

    def values_from_units(self, units: Any) -> Any:
        """Values in units, (N, O), as numbers."""
        return _by_column(units, self.values, AxisScale.from_units)

    def exact_values(self, values: Floats) -> Floats:
        """Values, (N, O), in units as they were written; see `AxisScale.exact_units`."""
        return np.asarray(_by_column(values, self.values, AxisScale.exact_units))

    def of(self, other: Scaling) -> Scaling:
        """The change from this one's numbers to another's, axis by axis; see `AxisScale.of`."""
        pairs = zip_longest(self.columns, other.columns, fillvalue=UNCHANGED)
        values = zip_longest(self.values, other.values, fillvalue=UNCHANGED)
        return Scaling(tuple(one.of(its) for one, its in pairs), tuple(one.of(its) for one, its in values))


def _trimmed(axes: tuple[AxisScale, ...]) -> tuple[AxisScale, ...]:
    count = len(axes)
    while count and axes[count - 1] == UNCHANGED:
        count -= 1
    return axes[:count]


def _by_column(numbers: Any, axes: tuple[AxisScale, ...], change: Callable[[AxisScale, Any], Any]) -> Any:
    if not axes:
        return numbers
    known = len(axes)
    changed = [change(axes[i] if i < known else UNCHANGED, column) for i, column in enumerate(numbers.T)]
    return np.column_stack(changed)


IDENTITY = Scaling()


def spread(centre: float, scale: float) -> AxisScale:
    """A change of units by a measured centre and spread; a spread that is none, or out of range, counts as 1."""
    if not abs(centre) <= FARTHEST_CENTRE:
        return UNCHANGED
    least = LEAST_SHARE * abs(centre)
    is_constant = not LEAST_SCALE <= scale <= LARGEST_SCALE or scale <= least
    return AxisScale(float(centre), max(1.0, least) if is_constant else float(scale))


def standardising(numbers: Sequence[float] | NDArray[Any]) -> AxisScale:
    """The change that makes numbers, (N,), of mean 0 and standard deviation 1; constant ones keep their unit."""
    values = np.asarray(numbers, dtype=np.float64)
    if not len(values) or not np.isfinite(values).all():
        return UNCHANGED
    return spread(float(values.mean()), float(values.std()))


def filling(numbers: NDArray[Any], reach: float, half: float | None = None) -> AxisScale:
    """The change that makes numbers, (N,), reach from −reach to reach.

    Args:
        numbers: Finite.
        reach: Of the result.
        half: Half of what is to reach so far, in place of these numbers' own span.
    """
    low, high = float(np.min(numbers)), float(np.max(numbers))
    # Halved before they are added: the sum of two very large numbers is infinite.
    middle = low / 2 + high / 2
    return spread(middle, (high / 2 - low / 2 if half is None else half) / reach)
