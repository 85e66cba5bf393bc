"""Chooses anew which points train and which only test."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from playground.document.data_operations.base import MOST_SEED, DataOperation, Mask, seed_setting
from playground.document.dataset import Dataset, sealed
from playground.domains.split import split_mask
from playground.layers.base import setting

LEAST_TRAINED = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitAgain(DataOperation):
    """Other points test."""

    key = "split"
    title = "Split again"
    summary = "Chooses anew which points train and which only test."

    share: float = setting(
        0.7, "Train", "Share of the points that train.", min=LEAST_TRAINED, max=1.0, step=0.01, unit="%"
    )
    seed: int = seed_setting()

    @classmethod
    def start(cls, data: Dataset) -> SplitAgain:
        """The share stays, and the next seed chooses other points."""
        return cls(share=max(data.train_fraction, LEAST_TRAINED), seed=(data.split_seed + 1) % (MOST_SEED + 1))

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Draw the split from the seed."""
        mask = split_mask(len(data), self.share, self.seed)
        same = np.array_equal(mask, data.is_test) and (self.share, self.seed) == (data.train_fraction, data.split_seed)
        return data if same else replace(data, is_test=sealed(mask), train_fraction=self.share, split_seed=self.seed)
