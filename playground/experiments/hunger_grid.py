"""Which runs a measurement of data hunger has: learners by sizes, each seed a draw of the training samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.experiments.data_knobs import DRAW
from playground.experiments.variations import LEARNER, Axis, KnobGrid, Variation, coarse_first

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = "data.samples"
"""The path of the second axis."""


class HungerGrid(KnobGrid):
    """Learners by sizes, both axes of it; every seed draws the samples that train, too, the same for all learners.

    Samples of a smaller size are among those of a larger one of the same draw.
    """

    __slots__ = ()

    def variation(self, place: int) -> Variation:
        """The run at a place."""
        plain = KnobGrid.variation(self, place)
        return Variation((*plain.settings, (f"data.{DRAW}", plain.seed)), plain.seed)

    def coarse_to_fine(self) -> Iterator[int]:
        """The ends of all curves first, then what lies between; the second draw when each size has had the first."""
        learners, sizes = self.shape
        for seed in range(self.seeds):
            for size in coarse_first((sizes,)):
                for learner in range(learners):
                    yield seed * self.cells + learner * sizes + size


def grid_of(axes: tuple[Axis, ...], seeds: int, first_seed: int) -> KnobGrid:
    """The grid that axes were made for: one of data hunger is known by its two."""
    is_hunger = tuple(axis.path for axis in axes) == (LEARNER, SIZES)
    return HungerGrid(axes, seeds, first_seed) if is_hunger else KnobGrid(axes, seeds, first_seed)
