"""Points of the plane: drawn with the mouse, made by generators, or read from two columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.domains.base import Domain
from playground.domains.plane.inputs import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.domains.base import Array, InputFeature


class PlaneDomain(Domain):
    """Two coordinates, and functions of them."""

    name = "plane"
    title = "Points of the plane"
    sample, samples, own = "point", "points", "Own points"
    least_columns = most_columns = 2
    is_drawn = True

    def keys(self, count: int) -> tuple[str, ...]:
        """The axes."""
        del count
        return ("x", "y")

    def inputs(self, columns: tuple[str, ...]) -> Mapping[str, InputFeature]:
        """The same for all points."""
        del columns
        return INPUTS

    def around(self, samples: Array, reach: float, side: int) -> Array:
        """A grid over the plane."""
        del samples
        places = np.linspace(-reach, reach, side)
        return np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)
