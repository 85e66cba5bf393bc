"""Lets the selected points test instead of train."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from playground.document.data_operations.base import DataOperation, Mask
from playground.document.dataset import Dataset, frozen
from playground.layers.base import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class TestFromSelection(DataOperation):
    """The selected points test."""

    key = "test_from_selection"
    title = "Make test set from selection"
    summary = "The selected points only test; the network never learns from them."
    needs = "selection"
    __test__ = False  # no test class

    others: str = setting(
        "train", "Others", "What the rest does.", choices={"train": "All train", "keep": "As they are"}
    )

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """Mark the selected points."""
        if chosen is None:
            return data
        is_test = chosen if self.others == "train" else chosen | data.is_test
        return data if np.array_equal(is_test, data.is_test) else replace(data, is_test=frozen(is_test, np.bool_))
