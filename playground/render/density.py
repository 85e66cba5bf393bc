"""Counting points into the cells of a picture, for clouds too large to draw point by point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Extent = tuple[float, float, float, float]
FARTHEST = 1e15
"""Coordinates beyond this are outside of every picture; their products must not overflow."""


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """Points ready to be counted again and again, at any magnification.

    Attributes:
        x, y: Where they are, float32 (N,): finite.
        kinds: What each of them is, int32 (N,), from 0 to `kind_count` - 1.
        kind_count: How many kinds there are.
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    kinds: NDArray[np.int32]
    kind_count: int

    def __len__(self) -> int:
        return len(self.x)

    def part(self, chosen: NDArray[np.bool_]) -> Cloud:
        """Those of its points where the mask, (N,), is true, all of one kind."""
        x, y = self.x[chosen], self.y[chosen]
        return Cloud(x, y, np.zeros(len(x), np.int32), 1)


def cloud_of(points: NDArray[np.float64], kinds: NDArray[np.int64], kind_count: int) -> Cloud:
    """The cloud of some points, (N, 2), and their kinds, (N,); points that are not numbers stay out of it."""
    lowest, highest = (points.min(), points.max()) if len(points) else (0.0, 0.0)
    if not (lowest >= -FARTHEST and highest <= FARTHEST):
        finite = np.isfinite(points).all(axis=1)
        points, kinds = np.clip(points[finite], -FARTHEST, FARTHEST), kinds[finite]
    x, y = (points[:, axis].astype(np.float32) for axis in (0, 1))
    return Cloud(x, y, kinds.astype(np.int32), kind_count)


def density_image(cloud: Cloud, extent: Extent, shape: tuple[int, int]) -> NDArray[np.int64]:
    """Return how many points of each kind lie in each cell, shape (kind_count, H, W), row 0 at the bottom.

    Args:
        cloud: The points. Single precision places them: a point within a millionth of a cell's edge may be counted
            on its other side.
        extent: left, right, bottom, top of the picture; points outside are left out.
        shape: rows H and columns W.
    """
    left, right, bottom, top = extent
    rows, columns = shape
    # A border of one cell round the picture takes what is outside: cheaper than choosing the points inside.
    width, height = columns + 2, rows + 2
    cell = _cells(cloud.y, bottom, top, rows)
    cell *= width
    cell += _cells(cloud.x, left, right, columns)
    cell += cloud.kinds * np.int32(width * height)
    counts = np.bincount(cell, minlength=cloud.kind_count * width * height)
    return counts.reshape(cloud.kind_count, height, width)[:, 1:-1, 1:-1]


def _cells(places: NDArray[np.float32], low: float, high: float, count: int) -> NDArray[np.int32]:
    """The cell of each place along one axis: 1 to `count` between low and high, else 0 or `count` + 1."""
    found = places - np.float32(low)
    found *= np.float32(count / (high - low))
    found += np.float32(1.0)
    np.clip(found, 0.0, count + 1.0, out=found)
    return found.astype(np.int32)
