"""Places along the values of an axis: each value has a cell that is one wide, the first one from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.experiments.variations import Axis, Value


def place_of(axis: Axis, value: Value) -> float:
    """Where a value stands: in the middle of its cell, or between two values where it is a number between them.

    Args:
        axis: Whose values they are.
        value: One of them, or a number from the least to the largest of a range.

    Raises:
        ValueError: It is none of the choices.
    """
    numbers = _numbers(axis)
    if numbers is None:
        return axis.values.index(value) + 0.5
    return float(np.interp(_scaled(axis, float(value)), *_rising(axis, numbers)))


def value_at(axis: Axis, place: float) -> float | None:
    """The number at a place, that of the first or last value beyond their middles; None along choices."""
    numbers = _numbers(axis)
    if numbers is None:
        return None
    middles = np.arange(len(numbers)) + 0.5
    found = float(np.interp(place, middles, _scaled(axis, numbers)))
    return float(10.0**found) if axis.is_log else found


def span_of(axis: Axis, part: Axis) -> tuple[float, float] | None:
    """Where the cells of a part of an axis begin and end; None where it is no part of it.

    Args:
        axis: The whole.
        part: Of the same knob: some of the choices that follow each other, or a range within it, cut in any way.
    """
    if part.path != axis.path or not part.values:
        return None
    numbers = _numbers(axis)
    if numbers is None:
        first = axis.values.index(part.values[0]) if part.values[0] in axis.values else len(axis.values)
        last = first + len(part.values)
        return (float(first), float(last)) if axis.values[first:last] == part.values else None
    inner = _numbers(part) if len(part.values) > 1 else np.asarray(part.values, dtype=np.float64)
    if inner is None or inner.min() < numbers.min() or inner.max() > numbers.max():
        return None
    start, end = place_of(axis, part.values[0]), place_of(axis, part.values[-1])
    half = 0.5 * (end - start) / (len(inner) - 1) if len(inner) > 1 else 0.5
    return (start - half, end + half) if half > 0.0 else None


def _numbers(axis: Axis) -> NDArray[np.float64] | None:
    """The values, where they are at least two numbers that rise or fall; None for choices."""
    values = axis.values
    if len(values) < 2 or any(isinstance(value, bool | str) for value in values):
        return None
    numbers = np.asarray(values, dtype=np.float64)
    steps = np.diff(numbers)
    return numbers if (steps > 0.0).all() or (steps < 0.0).all() else None


def _rising(axis: Axis, numbers: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Numbers, even ones or their logarithms, in rising order, and the middles of their cells."""
    scaled, middles = _scaled(axis, numbers), np.arange(len(numbers), dtype=np.float64) + 0.5
    return (scaled, middles) if scaled[0] < scaled[-1] else (scaled[::-1], middles[::-1])


def _scaled(axis: Axis, numbers: float | NDArray[np.float64]) -> NDArray[np.float64]:
    plain = np.asarray(numbers, dtype=np.float64)
    return np.log10(plain) if axis.is_log else plain
