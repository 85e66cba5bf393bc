"""The plane as a grid of places, and parts of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.domains.section import REACH

if TYPE_CHECKING:
    from playground.domains.section import Section

Extent = tuple[float, float, float, float]
"""Left, right, bottom, top of a part of the plane."""
WHOLE_PLANE: Extent = (-REACH, REACH, -REACH, REACH)


@dataclass(frozen=True, slots=True)
class SectionGrid:
    """The cells that divide a part of a map, of the samples of a section.

    Attributes:
        section: The plane of samples that the map shows.
        columns, rows: How many cells stand side by side, and one above the other.
        extent: The part.
    """

    section: Section
    columns: int
    rows: int
    extent: Extent = WHOLE_PLANE

    def samples(self) -> NDArray[np.float64]:
        """The samples at the middles of the cells, (rows * columns, D), row by row from the bottom."""
        return self.section.samples(grid(self.extent, self.columns, self.rows))


def grid(extent: Extent, columns: int, rows: int) -> NDArray[np.float64]:
    """Centres of the cells that divide a part of the plane, (rows * columns, 2), row by row from the bottom."""
    left, right, bottom, top = extent
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    return np.stack([np.tile(x, rows), np.repeat(y, columns)], axis=1)


def around(one: Extent, other: Extent) -> Extent:
    """The smallest part of the plane that holds two."""
    return min(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), max(one[3], other[3])
