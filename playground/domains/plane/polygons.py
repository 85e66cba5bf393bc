"""Which points a closed line surrounds, and filling it with points."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FILL_ROUNDS = 64


def points_in_polygon(points: Floats, polygon: Floats) -> Mask:
    """Return which points, (N,), a polygon contains, by the even-odd rule.

    Args:
        points: (N, 2).
        polygon: (M, 2) corners in order, closed by itself; it may cross itself.
    """
    inside = np.zeros(len(points), dtype=np.bool_)
    if len(polygon) == 0:
        return inside
    (left, bottom), (right, top) = polygon.min(axis=0), polygon.max(axis=0)
    x, y = points[:, 0], points[:, 1]
    near = np.flatnonzero((x >= left) & (x <= right) & (y >= bottom) & (y <= top))
    # Sorted by y, the points that an edge can concern lie next to one another.
    near = near[np.argsort(y[near])]
    inside[near] = _even_odd(x[near], y[near], polygon)
    return inside


def _even_odd(x: Floats, y: Floats, polygon: Floats) -> Mask:
    """Return the even-odd rule for points sorted by y: an edge counts where a ray to the right meets it."""
    inside = np.zeros(len(x), dtype=np.bool_)
    following = np.roll(polygon, -1, axis=0)
    lower = np.where(polygon[:, 1:] <= following[:, 1:], polygon, following)
    upper = np.where(polygon[:, 1:] <= following[:, 1:], following, polygon)
    first = np.searchsorted(y, lower[:, 1])
    last = np.searchsorted(y, upper[:, 1])
    for edge in np.flatnonzero(last > first):
        part = slice(first[edge], last[edge])
        (x0, y0), (x1, y1) = lower[edge], upper[edge]
        inside[part] ^= x[part] < x0 + (y[part] - y0) * ((x1 - x0) / (y1 - y0))
    return inside


def fill_polygon(random: np.random.Generator, polygon: Floats, count: int) -> Floats:
    """Return `count` points spread evenly over a polygon's inside.

    Points are tried in its bounding box, in a limited number of rounds: a polygon of next to no area gets
    fewer.
    """
    if len(polygon) == 0:
        return np.empty((0, 2))
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    kept: list[Floats] = []
    missing = count
    for _ in range(FILL_ROUNDS):
        trial = low + random.random((2 * missing, 2)) * (high - low)
        kept.append(trial[points_in_polygon(trial, polygon)][:missing])
        missing -= len(kept[-1])
        if missing == 0:
            break
    return np.concatenate(kept)
