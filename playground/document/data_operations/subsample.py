"""Keeps a share of the points at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.document.data_operations.base import DataOperation, Mask, affected_by, kept, seed_setting
from playground.layers.base import setting

if TYPE_CHECKING:
    from playground.document.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsample(DataOperation):
    """Fewer points."""

    key = "subsample"
    title = "Subsample"
    summary = "Keeps a share of the points at random, of every class alike."
    on_selection = True

    share: float = setting(0.5, "Keep", "Share of the points that stay.", min=0.01, max=1.0, step=0.01, unit="%")
    seed: int = seed_setting()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """Keep a share of each class, at least one point of it."""
        affected = affected_by(data, chosen)
        random = np.random.default_rng(self.seed)
        order = random.permutation(len(data))
        keep = ~affected
        for index in range(max(len(data.classes), 1)):
            group = order[affected[order] & ((data.targets[order] == index) if data.classes else True)]
            keep[group[: max(round(self.share * len(group)), 1)]] = True
        return kept(data, keep)
