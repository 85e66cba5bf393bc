"""Numbers along the cells of a sweep: each cell is one wide, so that decades of a logarithmic range are even."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from playground.experiments.axis_places import place_of, value_at
from playground.views.experiments.words import value_words
from playground.widgets.ticks import tick_texts, ticks

if TYPE_CHECKING:
    from playground.experiments.variations import Axis
    from playground.widgets.plot_axis import Places


def cell_places(axis: Axis, most: int, sight: tuple[float, float] | None = None) -> Places:
    """Where values stand along the cells of an axis, and how they are written.

    Args:
        axis: Its cells lie from 0 to their number.
        most: About so many are written; of choices every one, where they are few.
        sight: Between which places; None for all there are.
    """
    values, count = axis.values, len(axis.values)
    start, end = sight or (0.0, float(count))
    first, last = value_at(axis, start), value_at(axis, end)
    if first is None or last is None or _is_whole(axis):
        shown = range(max(ceil(start - 0.5), 0), min(floor(end - 0.5) + 1, count))
        stride = max(-(-len(shown) // max(most, 1)), 1)
        return [(index + 0.5, value_words(values[index])) for index in shown if index % stride == 0]
    if first == last:
        return []
    found = ticks(min(first, last), max(first, last), max(most, 2), log=axis.is_log)
    placed = list(zip([place_of(axis, value) for value in found], tick_texts(found), strict=True))
    return [one for one in placed if start <= one[0] <= end]


def _is_whole(axis: Axis) -> bool:
    """Whether every cell has a whole number, which is written as it is."""
    return all(number == round(number) for number in axis.values if isinstance(number, int | float))
