"""A million records as a few hundred points that look the same, and a calm line through them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

LONGEST_MEMORY = 0.045
"""Of the whole width: what the calmest line remembers."""


def extremes(x: Floats, y: Floats, buckets: int) -> tuple[Floats, Floats]:
    """Least and greatest value of every bucket of neighbouring records, in the order in which they came.

    Args:
        x: Ascending, (N,).
        y: (N,); what is not finite is a gap, and stays one.
        buckets: Two points come of each at most; short input comes back as it is.

    Returns:
        x and y of the points kept; nan in y separates what a gap separates.
    """
    y = np.where(np.isfinite(y), y, np.nan)
    if len(y) <= 2 * buckets:
        return x, y
    edges = np.arange(buckets + 1) * len(y) // buckets
    starts = edges[:-1]
    low = np.minimum.reduceat(np.nan_to_num(y, nan=np.inf), starts)
    high = np.maximum.reduceat(np.nan_to_num(y, nan=-np.inf), starts)
    bucket = np.repeat(np.arange(buckets), np.diff(edges))
    first_low = _first(y == low[bucket], bucket, buckets)
    first_high = _first(y == high[bucket], bucket, buckets)
    empty = np.isinf(low)
    places = np.sort(
        np.stack((np.where(empty, starts, first_low), np.where(empty, starts, first_high)), axis=1), axis=1
    )
    places = np.unique(np.concatenate(([0], places.reshape(-1), [len(y) - 1])))
    return x[places], y[places]


def _first(hits: NDArray[np.bool_], bucket: NDArray[np.intp], buckets: int) -> NDArray[np.intp]:
    """The first hit in every bucket; 0 where there is none."""
    found = np.flatnonzero(hits)[::-1]
    places = np.zeros(buckets, dtype=np.intp)
    places[bucket[found]] = found
    return places


def means(x: Floats, y: Floats, buckets: int) -> tuple[Floats, Floats]:
    """Mean of every bucket of neighbouring records, at the x of its last record; nan where nothing is finite."""
    if len(y) <= buckets:
        return x, np.where(np.isfinite(y), y, np.nan)
    edges = np.arange(buckets + 1) * len(y) // buckets
    finite = np.isfinite(y)
    totals = np.add.reduceat(np.where(finite, y, 0.0), edges[:-1])
    counts = np.add.reduceat(finite.astype(np.int64), edges[:-1])
    return x[edges[1:] - 1], np.where(counts > 0, totals / np.maximum(counts, 1), np.nan)


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
