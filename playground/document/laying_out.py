"""Where points of any numbers lie on the plane, so that they can be seen and drawn on; the axes keep their units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.dataset import frozen
from playground.document.scaling import UNCHANGED, Scaling, filling
from playground.domains import DOMAINS
from playground.domains.section import REACH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.document.scaling import AxisScale

FILLED = 5.0
"""Points that are laid out reach from −5 to 5: the plane without a margin."""
LEAST_SPREAD = 1.0
"""Points that fill less of the plane cannot be told apart there."""
LARGEST_VALUE, LEAST_VALUES = 1.0, 0.1
"""Values that reach farther, or span less, are shown by their own range."""


def laid_out(data: Dataset, *, alike: bool = False) -> Dataset:
    """Points and values in units of their own over the plane; those that lie well there already stay where they are.

    Args:
        data: Its points and values are its units.
        alike: All columns have one unit, as principal components have: a circle stays one.
    """
    units = Scaling(_axes(data, alike=alike), () if data.classes else tuple(map(_value, data.targets.T)))
    if units.is_identity:
        return data
    points = frozen(units.samples_from_units(data.samples), np.float64)
    targets = data.targets if data.classes else frozen(units.values_from_units(data.targets), np.float64)
    return replace(data, samples=points, targets=targets, units=units)


def _axes(data: Dataset, *, alike: bool) -> tuple[AxisScale, ...]:
    samples = data.samples
    if not len(samples):
        return ()
    low, high = samples.min(axis=0), samples.max(axis=0)
    # the two axes of a plane lie well together; any two columns of a table may meet on a map
    spread = high - low
    lies_well = spread.max() if DOMAINS[data.domain].is_drawn else spread.min()
    if np.abs(samples).max() <= REACH and lies_well >= LEAST_SPREAD:
        return ()
    half = float((high / 2 - low / 2).max()) if alike else None
    return tuple(filling(column, FILLED, half) for column in samples.T)


def _value(numbers: NDArray[np.float64]) -> AxisScale:
    if not len(numbers):
        return UNCHANGED
    low, high = float(numbers.min()), float(numbers.max())
    is_plain = max(abs(low), abs(high)) <= LARGEST_VALUE and high - low >= LEAST_VALUES
    return UNCHANGED if is_plain else filling(numbers, LARGEST_VALUE)
