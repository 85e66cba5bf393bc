"""Numbers along the cells of a sweep: each cell is one wide, so that decades of a logarithmic range are even."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from playground.views.experiments.words import value_words
from playground.widgets.ticks import tick_texts, ticks

if TYPE_CHECKING:
    from playground.experiments.variations import Axis
    from playground.widgets.plot_axis import Places


def cell_places(axis: Axis, most: int) -> Places:
    """Where values stand along the cells of an axis, and how they are written.

    Args:
        axis: Its cells lie from 0 to their number.
        most: About so many are written; of choices every one, where they are few.
    """
    values, count = axis.values, len(axis.values)
    numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) < count or count < 2 or _is_whole(numbers):
        stride = max(-(-count // max(most, 1)), 1)
        return [(index + 0.5, value_words(values[index])) for index in range(0, count, stride)]
    low, high = sorted((numbers[0], numbers[-1]))
    found = ticks(low, high, max(most, 2), log=axis.is_log)
    return list(zip([_place(axis, numbers, value) for value in found], tick_texts(found), strict=True))


def _is_whole(numbers: list[float]) -> bool:
    """Whether every cell has a whole number, which is written as it is."""
    return all(number == round(number) for number in numbers)


def _place(axis: Axis, numbers: list[float], value: float) -> float:
    first, last = numbers[0], numbers[-1]
    if axis.is_log:
        first, last, value = log10(first), log10(last), log10(value)
    return 0.5 + (value - first) / (last - first) * (len(numbers) - 1)
