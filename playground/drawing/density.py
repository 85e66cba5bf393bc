"""Counting points into the cells of a picture, for clouds too large to draw point by point."""

import numpy as np
from numpy.typing import NDArray

Extent = tuple[float, float, float, float]


def density_image(
    points: NDArray[np.float64],
    class_index: NDArray[np.int64],
    extent: Extent,
    shape: tuple[int, int],
    class_count: int,
) -> NDArray[np.int64]:
    """Return how many points of each class lie in each cell, shape (class_count, H, W), row 0 at the bottom.

    Args:
        points: (N, 2).
        class_index: (N,), from 0 to class_count - 1.
        extent: left, right, bottom, top of the picture; points outside, and points that are not numbers, are
            left out.
        shape: rows H and columns W.
        class_count: how many classes.
    """
    left, right, bottom, top = extent
    rows, columns = shape
    column = (points[:, 0] - left) * (columns / (right - left))
    row = (points[:, 1] - bottom) * (rows / (top - bottom))
    inside = (column >= 0.0) & (column < columns) & (row >= 0.0) & (row < rows)
    cell = row[inside].astype(np.int64) * columns + column[inside].astype(np.int64)
    cell += class_index[inside] * (rows * columns)
    counts = np.bincount(cell, minlength=class_count * rows * columns)
    return counts.reshape(class_count, rows, columns)
