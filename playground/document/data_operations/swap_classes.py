"""Lets two classes change places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.document.data_operations.base import DataOperation, Mask, class_setting, with_targets

if TYPE_CHECKING:
    from playground.document.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapClasses(DataOperation):
    """Two classes that change places."""

    key = "swap"
    title = "Swap classes"
    summary = "The points of one class become those of another, and the other way round."
    needs = "classes"

    first: int = class_setting(0, "Class", "One of the two.")
    second: int = class_setting(1, "With", "The other one.")

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Exchange the two indices."""
        place = np.arange(len(data.classes))
        place[[self.first, self.second]] = place[[self.second, self.first]]
        return with_targets(data, place[data.targets])
