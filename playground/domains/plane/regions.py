"""Parts of the plane that a network answers alike, and points scattered over them.

Maps are (H, W, K) as in a snapshot, row 0 at the bottom; regions are masks (H, W).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.domains.plane.grid import Extent


Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def class_region(answers: NDArray[np.float32], index: int) -> Mask:
    """Where class `index` is the most probable."""
    region: Mask = (answers.argmax(axis=-1) == index) & np.isfinite(answers).all(axis=-1)
    return region


def value_region(answers: NDArray[np.float32], value: float, reach: float) -> Mask:
    """Where the answer is within `reach` of a value."""
    region: Mask = np.abs(answers[..., 0] - value) <= reach
    return region


def connected(region: Mask, cell: tuple[int, int]) -> Mask:
    """The part of a region that hangs together with one of its cells (row, column), by sides; nothing outside of it."""
    found = np.zeros_like(region)
    if not region[cell]:
        return found
    found[cell] = True
    size = 0
    while (count := int(np.count_nonzero(found))) != size:
        size = count
        grown = found.copy()
        grown[1:] |= found[:-1]
        grown[:-1] |= found[1:]
        grown[:, 1:] |= found[:, :-1]
        grown[:, :-1] |= found[:, 1:]
        found = grown & region
    return found


def cell_of(shape: tuple[int, int], extent: Extent, x: float, y: float) -> tuple[int, int] | None:
    """Row and column of the sample in whose cell a place lies; None outside of the map."""
    left, right, bottom, top = extent
    row = int(np.floor((y - bottom) / (top - bottom) * shape[0]))
    column = int(np.floor((x - left) / (right - left) * shape[1]))
    return (row, column) if 0 <= row < shape[0] and 0 <= column < shape[1] else None


def scatter(random: np.random.Generator, region: Mask, extent: Extent, density: float, most: int) -> Floats:
    """Return points spread evenly over a region, (N, 2); none where it is empty.

    Args:
        random: where the randomness comes from.
        region: which cells, (H, W).
        extent: of the whole map.
        density: points for each unit of area.
        most: no more than this.
    """
    left, right, bottom, top = extent
    rows, columns = region.shape
    cell = np.array([(right - left) / columns, (top - bottom) / rows])
    cells = np.argwhere(region)
    count = min(round(len(cells) * float(cell.prod()) * density), most)
    if count == 0 or len(cells) == 0:
        return np.empty((0, 2))
    chosen = cells[random.integers(0, len(cells), count)][:, ::-1]
    points: Floats = np.array([left, bottom]) + (chosen + random.random((count, 2))) * cell
    return points
