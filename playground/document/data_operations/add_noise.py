"""Scatters points and values by normal noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.document.data_operations.base import (
    DataOperation,
    Mask,
    affected_by,
    seed_setting,
    unit_of,
    with_points,
    with_targets,
)
from playground.layers.base import setting

if TYPE_CHECKING:
    from playground.document.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNoise(DataOperation):
    """Points that are scattered."""

    key = "noise"
    title = "Add noise"
    for_map = "Pictures get noise from the slider Noise of their source, or anew in every epoch by augmentation."
    summary = "Scatters the points, and with values these too, by normal noise."
    on_selection = True

    position: float = setting(
        0.2,
        "Position",
        "Standard deviation in units of the plane; in a table, in that of each column.",
        min=0.0,
        max=2.0,
    )
    value: float = setting(0.0, "Value", "Standard deviation of the values; classes have none.", min=0.0, max=1.0)
    seed: int = seed_setting()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """Add normal noise to positions and values."""
        affected = affected_by(data, chosen)
        random = np.random.default_rng(self.seed)
        offsets = random.normal(0.0, 1.0, data.samples.shape) * self.position * unit_of(data)
        changed = with_points(data, np.where(affected[:, None], data.samples + offsets, data.samples))
        if data.classes or self.value == 0:
            return changed
        shifts = random.normal(0.0, self.value, data.targets.shape)
        return with_targets(changed, np.where(affected[:, None], data.targets + shifts, data.targets))
