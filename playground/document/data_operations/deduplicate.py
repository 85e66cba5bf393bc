"""Keeps one of several points of one target in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.document.data_operations.base import DataOperation, Mask, kept, unit_of
from playground.layers.base import setting

if TYPE_CHECKING:
    from playground.document.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduplicate(DataOperation):
    """One point in place of several."""

    key = "deduplicate"
    title = "Remove duplicates"
    summary = "Keeps the first of the points of one class or value that lie in the same place."

    distance: float = setting(
        0.0,
        "Grid",
        "Points in one square of this size count as one place; 0 for the very same. "
        "In a table sizes count in the standard deviation of each column.",
        min=0.0,
        max=2.0,
    )

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Keep the first point of each place and target."""
        places = np.floor(data.samples / unit_of(data) / self.distance) if self.distance > 0 else data.samples + 0.0
        keys = *np.atleast_2d(data.targets.T), *places.T[::-1]
        order = np.lexsort(keys)  # stable: of equal ones the first stays the first
        differs = np.zeros(len(data), np.bool_)
        differs[:1] = True
        for key in keys:
            differs[1:] |= np.diff(key[order]) != 0
        keep = np.zeros(len(data), np.bool_)
        keep[order[differs]] = True
        return kept(data, keep)
