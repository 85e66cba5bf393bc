"""The plane as a grid of places, and parts of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.domains.section import REACH

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.domains.section import Section
    from playground.training.probes.addresses import Extent

WHOLE_PLANE: Extent = (-REACH, REACH, -REACH, REACH)


def grid(extent: Extent, columns: int, rows: int) -> NDArray[np.float64]:
    """Centres of the cells that divide a part of the plane, (rows * columns, 2), row by row from the bottom."""
    left, right, bottom, top = extent
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    return np.stack([np.tile(x, rows), np.repeat(y, columns)], axis=1)


def section_of(document: Document, wanted: Section | None) -> Section:
    """The plane of samples that maps show: what was asked for, or those two that tell most.

    A request may be late, of a document whose samples had other columns.
    """
    data = document.dataset
    return wanted if wanted is not None and len(wanted.held) == data.samples.shape[1] else data.section()


def around(one: Extent, other: Extent) -> Extent:
    """The smallest part of the plane that holds two."""
    return min(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), max(one[3], other[3])
