"""Lines on a grid of pixels, antialiased: how far pixels are from a line, and how much of each is covered.

A pixel's centre stands at its index and a half; x runs to the right, y down, both in pixels.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float32]
Numbers = NDArray[Any] | float
"""What is the same for all pictures, or an array that broadcasts with their pixels."""
_PIXELS_AT_ONCE = 2**16
"""A few arrays of so many numbers lie in a processor's cache together."""


def pixel_centres(side: int) -> tuple[Floats, Floats]:
    """Centres of the pixels of a picture: x, (1, side), and y, (side, 1)."""
    along = np.arange(side, dtype=np.float32) + np.float32(0.5)
    return along[np.newaxis], along[:, np.newaxis]


def segment_distance(x: Floats, y: Floats, start: tuple[Numbers, Numbers], end: tuple[Numbers, Numbers]) -> Floats:
    """Distances of the points (x, y) from a segment, of the shape that all arguments broadcast to."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    # A segment without a length is a point.
    squared = np.maximum(along_x * along_x + along_y * along_y, np.float32(1e-12))
    from_x, from_y = x - start[0], y - start[1]
    place = np.clip((from_x * along_x + from_y * along_y) / squared, 0.0, 1.0)
    return np.asarray(np.hypot(from_x - place * along_x, from_y - place * along_y), np.float32)


def path_distance(x: Floats, y: Floats, path: NDArray[Any]) -> Floats:
    """Distances of the points (x, y) from a line through the points of `path`, (K, 2) with K of at least 2."""
    corners = [(float(at), float(down)) for at, down in path.tolist()]
    nearest = segment_distance(x, y, corners[0], corners[1])
    for start, end in pairwise(corners[1:]):
        np.minimum(nearest, segment_distance(x, y, start, end), out=nearest)
    return nearest


def covered(distance: Floats, half_width: Numbers) -> Floats:
    """The share of each pixel that a line covers, 0 to 1.

    Args:
        distance: Of the pixels' centres from the line's middle, in pixels.
        half_width: Of the line, in pixels.
    """
    # A line that is thinner than a pixel covers no more of it than its width.
    most = np.minimum(2.0 * half_width, 1.0)
    return np.asarray(np.clip(half_width - distance + 0.5, 0.0, most), np.float32)


def in_chunks(count: int, side: int, make: Callable[[slice], Floats]) -> NDArray[np.float64]:
    """Make pictures some at a time, so that what lies between is small: (count, side, side).

    Args:
        count: How many.
        side: Of each.
        make: Gives the pictures of a slice, (n, side, side).
    """
    made = np.empty((count, side, side))
    step = max(1, _PIXELS_AT_ONCE // (side * side))
    for begin in range(0, count, step):
        rows = slice(begin, min(begin + step, count))
        made[rows] = make(rows)
    return made
