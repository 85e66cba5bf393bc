"""Which runs an experiment has: values of knobs crossed with seeds, each run known by its place; and their order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

Value: TypeAlias = float | int | bool | str
Settings: TypeAlias = tuple[tuple[str, Value], ...]
LEARNER = "learner"
"""The path of the axis that says who learns: `NETWORK`, or a classical method by its key in `CLASSICAL`."""
NETWORK = "network"
PLAIN = ":plain"
"""Behind a method's key: it gets the columns alone, and no functions of them that are switched on as inputs."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One knob with the values that it takes.

    Attributes:
        path: Of the knob, as `knobs.knob_at` knows it.
        values: In the order in which they are drawn.
        is_log: Whether they are evenly spaced in their logarithm.
    """

    path: str
    values: tuple[Value, ...]
    is_log: bool = False


@dataclass(frozen=True, slots=True)
class Variation:
    """One run: what differs from the document.

    Attributes:
        settings: Paths of knobs and their values.
        seed: Of weights and order.
    """

    settings: Settings
    seed: int


def parted(settings: Settings) -> tuple[str, Settings]:
    """Who learns by the settings of a run, and the settings without that; "" where nothing says so."""
    name = next((str(value) for path, value in settings if path == LEARNER), "")
    return name, tuple(one for one in settings if one[0] != LEARNER)


@dataclass(frozen=True, slots=True)
class KnobGrid:
    """All combinations of the values of some knobs, each from as many seeds. Without axes it is seeds alone.

    Runs are counted seed by seed: all cells from the first seed, then all from the second. The last axis varies first.

    Attributes:
        axes: The knobs.
        seeds: How many runs a cell has.
        first_seed: The seed of the first; the others follow it one by one.
    """

    axes: tuple[Axis, ...]
    seeds: int
    first_seed: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(len(axis.values) for axis in self.axes)

    @property
    def cells(self) -> int:
        """How many combinations of values there are."""
        return prod(self.shape)

    @property
    def fits_methods(self) -> bool:
        """Whether classical methods learn in some of the runs."""
        return any(axis.path == LEARNER and set(axis.values) != {NETWORK} for axis in self.axes)

    def __len__(self) -> int:
        return self.cells * self.seeds

    def cell_of(self, place: int) -> int:
        """Which combination the run at a place is of."""
        return place % self.cells

    def settings_of(self, cell: int) -> Settings:
        """The values of a combination."""
        where = np.unravel_index(cell, self.shape) if self.axes else ()
        return tuple((axis.path, axis.values[int(i)]) for axis, i in zip(self.axes, where, strict=True))

    def variation(self, place: int) -> Variation:
        """The run at a place.

        Raises:
            IndexError: There are not so many.
        """
        if not 0 <= place < len(self):
            raise IndexError(f"there is no run {place} of {len(self)}")
        seed, cell = divmod(place, self.cells)
        return Variation(self.settings_of(cell), self.first_seed + seed)

    def coarse_to_fine(self) -> Iterator[int]:
        """All places so that a picture of the grid is there early and gets finer: widely spaced cells first.

        The second seed begins when every cell has had the first.
        """
        order = list(coarse_first(self.shape))
        for seed in range(self.seeds):
            for cell in order:
                yield seed * self.cells + cell


def coarse_first(shape: tuple[int, ...]) -> Iterator[int]:
    """Flat indices of a grid's cells: those on every 2^k-th line first, then what lies between."""
    stride = 1 << (max((length - 1 for length in shape), default=0)).bit_length()
    seen = np.zeros(shape, dtype=np.bool_)
    while stride:
        for where in product(*(range(0, length, stride) for length in shape)):
            if not seen[where]:
                seen[where] = True
                yield int(np.ravel_multi_index(where, shape)) if where else 0
        stride //= 2
