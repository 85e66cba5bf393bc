"""The plane through the samples that a map shows: two columns vary, the others are held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

REACH = 6.0
"""Maps show a plane from −6 to 6 both ways at first; columns are laid out over it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A plane in the space of samples of D numbers.

    Attributes:
        across, up: The columns that vary from left to right and from bottom to top.
        held: What all columns are, (D,); of those two it does not matter.
    """

    across: int
    up: int
    held: tuple[float, ...]

    @property
    def is_whole(self) -> bool:
        """Whether samples are places of the plane, so that nothing is held."""
        return len(self.held) == 2 and (self.across, self.up) == (0, 1)

    def samples(self, places: Array) -> Array:
        """The samples at places of the plane, (M, 2), as (M, D)."""
        if self.is_whole:
            return places
        found = np.tile(np.asarray(self.held, dtype=np.float64), (len(places), 1))
        found[:, self.across], found[:, self.up] = places.T
        return found

    def places(self, samples: Array) -> Array:
        """Where samples, (N, D), are seen on the plane, (N, 2): their two columns."""
        return samples if self.is_whole else np.ascontiguousarray(samples[:, [self.across, self.up]])
