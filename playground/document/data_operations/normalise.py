"""Moves and stretches the points until they fill the plane that is shown at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.document.data_operations.base import DataOperation, Mask, with_points
from playground.domains.section import REACH
from playground.layers.base import setting

if TYPE_CHECKING:
    from playground.document.dataset import Dataset

MARGIN = 0.5
LEAST_SPAN = 1e-150
"""Points closer together than this lie in one place: what stretches them would be no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalise(DataOperation):
    """Points that fill the view."""

    key = "normalise"
    title = "Normalise to the view"
    for_map = "The numbers of pictures run from 0 to 1 already."
    for_plane = "The columns of a table fill the map as they are, and a network gets them standardised."
    summary = "Moves and stretches all points so that they fill the plane that is shown at first."

    reach: float = setting(
        REACH - 1.0, "Reach", "How far the points reach from the middle.", min=0.5, max=REACH - MARGIN, step=0.5
    )
    keep_shape: bool = setting(True, "Keep shape", "Stretch x and y alike.")

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Centre the box around the points and stretch it."""
        if len(data) == 0:
            return data
        low, high = data.samples.min(axis=0), data.samples.max(axis=0)
        half = (high - low) / 2
        half = np.full(2, half.max()) if self.keep_shape else half
        rounding = np.finfo(np.float64).eps * np.maximum(np.abs(low), np.abs(high)) + LEAST_SPAN
        fitted = (data.samples - (low + high) / 2) * (self.reach / np.where(half > rounding, half, 1.0))
        return data if np.allclose(fitted, data.samples, atol=1e-12) else with_points(data, fitted)
