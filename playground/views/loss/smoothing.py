"""A calm line through the records of a run: means of neighbours, then a running mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.floating[Any]]

WIDEST = 0.03
"""Of the whole width: how far the calmest line looks to either side."""


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
    """A running mean over as much before each place as after it, so that it neither lags nor leads.

    Towards the ends it covers less, and ends where the values do. The mean is taken twice, which leaves no corners.

    Args:
        y: (N,); gaps (nan) stay gaps and are not counted.
        strength: 0 changes nothing, 1 covers `WIDEST` of the whole to either side.
    """
    reach = int(strength * WIDEST * len(y))
    if reach < 1:
        return y
    place = np.arange(len(y))
    half = np.minimum(reach, np.minimum(place, len(y) - 1 - place))
    known = np.isfinite(y)
    low, high = np.where(known, y, np.inf).min(initial=np.inf), np.where(known, y, -np.inf).max(initial=-np.inf)
    middle = 0.5 * low + 0.5 * high if known.any() else 0.0
    calm = np.where(known, y.astype(np.float64) - middle, np.nan)
    for _ in range(2):
        calm = _centred_means(calm, known, half)
    return np.asarray(np.where(half > 0, np.clip(calm + middle, low, high), np.where(known, y, np.nan)))


def _centred_means(y: Floats, known: NDArray[np.bool_], half: NDArray[np.int64]) -> Floats:
    """Means of what is known up to `half` places away, (N,); nan where nothing is known."""
    totals = np.concatenate(([0.0], np.cumsum(np.where(known, y, 0.0))))
    counts = np.concatenate(([0], np.cumsum(known)))
    place = np.arange(len(y))
    start, end = place - half, place + half + 1
    covered = np.maximum(counts[end] - counts[start], 1)
    return np.where(known, np.where(half > 0, (totals[end] - totals[start]) / covered, y), np.nan)
