"""A toy operation on the points: left becomes right."""

from dataclasses import dataclass

import numpy as np

from playground.document.data_operations.base import DataOperation, affected_by, class_setting, with_points
from playground.layers.base import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror(DataOperation):
    """The points of one class on the other side."""

    key, title = "mirror", "Mirror"
    summary = "The points of a class change their side."
    needs = "classes"

    one: int = class_setting(0, "Class", "Whose points change their side.")
    upside_down: bool = setting(False, "Upside down", "Above becomes below as well.")

    def apply(self, data, chosen):
        """The points of the class with the opposite sign."""
        signs = np.array([-1.0, -1.0 if self.upside_down else 1.0])
        mine = affected_by(data, chosen) & (data.targets == self.one)
        return with_points(data, np.where(mine[:, None], data.samples * signs, data.samples))
