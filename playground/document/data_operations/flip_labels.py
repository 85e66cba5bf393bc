"""Gives a share of the points a wrong class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.document.data_operations.base import DataOperation, Mask, affected_by, seed_setting, with_targets
from playground.layers.base import setting

if TYPE_CHECKING:
    from playground.document.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipLabels(DataOperation):
    """Labels that are wrong."""

    key = "flip"
    title = "Flip labels"
    summary = "Gives a share of the points another class at random: wrong labels, as real data have them."
    needs = "classes"
    on_selection = True

    share: float = setting(
        0.1, "Flip", "Share of the points with another label.", min=0.0, max=1.0, step=0.01, unit="%"
    )
    seed: int = seed_setting()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """Give the first of the shuffled points one of the other classes, each as likely."""
        random = np.random.default_rng(self.seed)
        rows = random.permutation(affected_by(data, chosen).nonzero()[0])
        rows = rows[: round(self.share * len(rows))]
        shift = random.integers(1, max(len(data.classes), 2), len(rows))
        targets = data.targets.copy()
        targets[rows] = (targets[rows] + shift) % len(data.classes)
        return with_targets(data, targets)
