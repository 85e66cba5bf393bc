"""A million records as a few hundred points that look the same, and a calm line through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.floating[Any]]

LONGEST_MEMORY = 0.045
"""Of the whole width: what the calmest line remembers."""


def extremes(x: Floats, y: Floats, buckets: int) -> tuple[Floats, Floats]:
    """Least and greatest value of every bucket of neighbouring records, in the order in which they came.

    Args:
        x: Ascending, (N,).
        y: (N,); what is not finite is a gap, and stays one.
        buckets: Two points come of each, and of what is left over; short input comes back as it is.

    Returns:
        x and y of the points kept; nan in y separates what a gap separates.
    """
    finite = np.isfinite(y)
    if len(y) <= 2 * buckets:
        return x, np.where(finite, y, np.nan)
    whole = bool(finite.all())
    length = len(y) // buckets
    low = _in_buckets(np.argmin, y if whole else np.where(finite, y, np.inf), length)
    high = _in_buckets(np.argmax, y if whole else np.where(finite, y, -np.inf), length)
    begin = np.arange(len(low)) * length
    places = np.unique(np.concatenate((begin + low, begin + high, [0, len(y) - 1])))
    return x[places], np.where(finite[places], y[places], np.nan)


def means(x: Floats, y: Floats, buckets: int) -> tuple[Floats, Floats]:
    """Mean of every bucket of neighbouring records, at the x of its last record; nan where nothing is finite."""
    finite = np.isfinite(y)
    if len(y) <= buckets:
        return x, np.where(finite, y, np.nan)
    length = -(-len(y) // buckets)
    whole = bool(finite.all())
    totals = _in_buckets(_sum, y if whole else np.where(finite, y, 0.0), length)
    ends = np.minimum(np.arange(1, len(totals) + 1) * length, len(y)) - 1
    counts = np.diff(ends, prepend=-1) if whole else _in_buckets(_sum, finite, length)
    return x[ends], np.where(counts > 0, totals / np.maximum(counts, 1), np.nan)


def _in_buckets(reduce: Callable[..., Any], y: NDArray[Any], length: int) -> NDArray[Any]:
    """A reduction over every bucket of `length` neighbours; the last bucket holds what is left over."""
    rows = len(y) // length
    found = reduce(y[: rows * length].reshape(rows, length), axis=1)
    rest = y[rows * length :]
    return np.append(found, reduce(rest, axis=0)) if len(rest) else np.asarray(found)


def _sum(y: NDArray[Any], axis: int) -> Any:
    return y.sum(axis=axis, dtype=np.float64)


def smoothed(y: Floats, strength: float) -> Floats:
    """A running mean that forgets evenly, without a slow start (as Adam corrects its own).

    Args:
        y: (N,); gaps (nan) stay gaps and are not counted.
        strength: 0 changes nothing, 1 remembers `LONGEST_MEMORY` of the whole.
    """
    memory = strength * LONGEST_MEMORY * len(y)
    if memory < 1.0:
        return y
    keep = memory / (memory + 1.0)
    result = np.full(len(y), np.nan)
    total = weight = 0.0
    for place, value in enumerate(y.tolist()):
        if value == value:  # not nan  # noqa: PLR0124
            total, weight = keep * total + value, keep * weight + 1.0
            result[place] = total / weight
    return result
