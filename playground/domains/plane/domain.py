"""Points of the plane: drawn with the mouse, made by generators, or read from two columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.domains.base import Domain
from playground.domains.making import Made
from playground.domains.plane.generators import GENERATORS, generate
from playground.domains.plane.inputs import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.domains.base import Array, InputFeature
    from playground.domains.making import AnyGenerator, Recipe


class PlaneDomain(Domain):
    """Two coordinates, and functions of them."""

    name = "plane"
    title, tab = "Points of the plane", "Points"
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

    @property
    def generators(self) -> Mapping[str, AnyGenerator]:
        """The data sets of `domains.plane.generators`."""
        return GENERATORS

    def make(self, recipe: Recipe) -> Made:
        """Points of one of them."""
        wanted = recipe.generator, recipe.count, recipe.noise, recipe.seed, recipe.parameter, recipe.stream
        sample = generate(*wanted)
        return Made(sample.points, sample.targets, sample.class_count)

    def around(self, samples: Array, reach: float, side: int) -> Array:
        """A grid over the plane."""
        del samples
        places = np.linspace(-reach, reach, side)
        return np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)
