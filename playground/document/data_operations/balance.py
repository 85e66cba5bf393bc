"""Makes all classes equally large, by taking points away or repeating them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.document.data_operations.base import DataOperation, Mask, rows_of, seed_setting
from playground.layers.base import setting

if TYPE_CHECKING:
    from playground.document.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance(DataOperation):
    """As many points of one class as of another."""

    key = "balance"
    title = "Balance classes"
    summary = "Makes all classes equally large, so that none wins by its size."
    needs = "classes"

    way: str = setting(
        "fewer",
        "How",
        "Points are taken from large classes, or repeated in small ones.",
        choices={"fewer": "Thin the large ones", "more": "Repeat the small ones"},
    )
    seed: int = seed_setting()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Keep or repeat points at random until every class that has any is as large as the smallest or largest."""
        counts = [number for number in data.counts() if number]
        if len(set(counts)) < 2:
            return data
        random = np.random.default_rng(self.seed)
        groups = [(data.targets == index).nonzero()[0] for index in range(len(data.classes))]
        groups = [random.permutation(group) for group in groups if len(group)]
        if self.way == "fewer":
            rows = np.sort(np.concatenate([group[: min(counts)] for group in groups]))
        else:
            most = max(counts)
            added = [np.resize(group, most)[len(group) :] for group in groups]
            rows = np.concatenate([np.arange(len(data)), *added])
        return rows_of(data, rows)
