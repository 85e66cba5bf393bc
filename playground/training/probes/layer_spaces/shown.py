"""What the pictures of layers are made of: which samples, where the corners of their sheet lie, which numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from playground.document.dataset import sealed
from playground.document.model import domain_of
from playground.document.plan import resolve
from playground.domains.section import REACH
from playground.render.mesh import even_mesh
from playground.training.probes.layer_spaces.layer_activations import Values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.domains.section import Section
    from playground.render.mesh import Mesh
    from playground.training.probes.layer_spaces.axes import Array
    from playground.training.probes.layer_spaces.sheet import Refinement

MOST_POINTS, FEWEST_POINTS = 1000, 100
"""Of more points a sample is shown; of a network with very many numbers a smaller one, but no less than the second."""
MOST_HELD = 12_000_000
"""Activations of all shown points in all layers that are held at once."""
LEAST_CELLS = 2
MOST_NUMBERS = 256
"""Of a wider layer projections and straight cuts see so many numbers."""


def points_shown(document: Document) -> NDArray[np.int64]:
    """Indices of the samples that the spaces show: at random by seed, of each class its share, always the same ones."""
    held = sum(resolve(document).units)
    return document.dataset.sample(int(np.clip(MOST_HELD // max(held, 1), FEWEST_POINTS, MOST_POINTS)))


def is_held_out(document: Document) -> bool:
    """Whether straight cuts are fitted to the training samples and told by the test samples.

    So it is where samples have too many numbers for a cut of all of them to tell anything, as pictures have; in the
    plane, and where there are no samples of both sets, the cut is that of all samples.
    """
    if domain_of(document).has_map:
        return False
    held = document.dataset.is_test[points_shown(document)]
    return bool(held.any()) and not bool(held.all())


def first_mesh(document: Document, sheet: Refinement, cells: int, corners: int) -> Mesh:
    """The sheet's mesh: of equal cells, so many along a side, and of no more corners than told.

    Where samples have no map, as pictures have none, there is no sheet: the least mesh stands for it.
    """
    return sheet.mesh(cells, corners) if domain_of(document).has_map else even_mesh(LEAST_CELLS)


def sheet_samples(document: Document, section: Section, mesh: Mesh, chosen: NDArray[np.int64]) -> Array:
    """The samples at the corners of the sheet, (S, D).

    Where samples have no map all of its corners are the mean of the chosen ones, so that they pull at no projection.
    """
    if domain_of(document).has_map:
        return section.samples(on_plane(mesh))
    samples = document.dataset.samples
    middle = samples[chosen].mean(axis=0) if len(chosen) else np.zeros(samples.shape[1])
    return np.tile(middle, (len(mesh.steps), 1))


def on_plane(mesh: Mesh) -> Array:
    """Where the corners of the sheet lie in the plane, (S, 2)."""
    return np.asarray((2.0 * mesh.places() - 1.0) * REACH)


@lru_cache(maxsize=64)
def numbers_seen(width: int) -> NDArray[np.int64]:
    """Which of a layer's numbers are seen, `MOST_NUMBERS` at most, ascending: at random, always the same ones.

    Neighbours in a feature map tell much the same, so that a choice keeps the distances between samples up to a
    factor: axes, shares of variance and cuts of a wider layer are those of the choice.
    """
    if width <= MOST_NUMBERS:
        return sealed(np.arange(width))
    # Sealed, because the cache hands the same array to everybody.
    return sealed(np.sort(np.random.default_rng(width).choice(width, MOST_NUMBERS, replace=False)))


@dataclass(frozen=True, slots=True)
class Split:
    """How many rows are data points, and how many of those after them are even corners."""

    points: int
    even: int

    def of(self, layer: NDArray[np.floating]) -> Values:
        """A layer's activations, (points + S, width), apart."""
        width = layer.shape[1]
        seen = np.asarray(layer if width <= MOST_NUMBERS else layer[:, numbers_seen(width)], dtype=np.float64)
        whole = None if width <= MOST_NUMBERS else layer
        return Values(seen[: self.points], seen[self.points :], self.even, whole)
