"""Makes one class of two."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from playground.document.data_operations.base import DataOperation, Mask, class_setting, with_targets
from playground.document.dataset import Dataset, frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeClasses(DataOperation):
    """Two classes that become one."""

    key = "merge"
    title = "Merge classes"
    summary = "The points of one class go over to another, and the empty class goes."
    needs = "classes"

    first: int = class_setting(1, "Merge", "This class goes.")
    second: int = class_setting(0, "Into", "This class takes its points.")

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Move the points over; the class itself goes where two are left without it."""
        if self.first == self.second:
            return data
        moved = with_targets(data, np.where(data.targets == self.first, self.second, data.targets))
        if len(data.classes) <= 2:
            return moved
        targets = moved.targets - (moved.targets > self.first)
        classes = data.classes[: self.first] + data.classes[self.first + 1 :]
        return replace(moved, targets=frozen(targets, np.int64), classes=classes)
