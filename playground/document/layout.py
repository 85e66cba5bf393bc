"""Where every parameter and running statistic of a network lies in its flat buffers."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.layers.base import ParameterRole

Array = NDArray[np.floating[Any]]
Key = tuple[int, str]
"""A layer's uid and a parameter's name: what survives an edit of the network."""
UnitNames = tuple[object, ...]
"""Names of units: an input's key, or the uid of the layer that made the unit with its place there."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One parameter's (or running statistic's) place.

    Attributes:
        key: Layer and parameter.
        offset: First index in the flat buffer.
        shape: As torch stores it.
        role: What it is; "buffer" for a running statistic.
        rows: Names of the units, or channels, along the first axis.
        columns: Names of those along the second axis; empty for vectors.
        frozen: The optimizer leaves it alone.
        initialization: A key of `methods.initializations.INITIALIZATIONS`.
        start: The value before training where it is not drawn at random.
        spread: How far from it numbers are drawn that are not weights.
        turned: Whether what enters stands along the first axis, and what is made of it along the second.
    """

    key: Key
    offset: int
    shape: tuple[int, ...]
    role: ParameterRole | str
    rows: UnitNames
    columns: UnitNames
    frozen: bool
    initialization: str
    start: float
    spread: float = 0.0
    turned: bool = False

    @property
    def size(self) -> int:
        """Count of numbers."""
        return prod(self.shape)

    def view(self, flat: Array) -> Array:
        """This slot's part of a flat array, in its shape; no copy."""
        return flat[self.offset : self.offset + self.size].reshape(self.shape)


@dataclass(frozen=True, slots=True)
class Layout:
    """All slots of a network, parameters and running statistics apart.

    Two networks of equal layouts have the same parameters in the same places.
    """

    parameters: tuple[Slot, ...]
    buffers: tuple[Slot, ...]

    @property
    def parameter_size(self) -> int:
        """Length of the flat parameter buffer."""
        return sum(slot.size for slot in self.parameters)

    @property
    def buffer_size(self) -> int:
        """Length of the flat buffer of running statistics."""
        return sum(slot.size for slot in self.buffers)

    def slot(self, key: Key) -> Slot | None:
        """The parameter of this key; None when the network has none."""
        return next((slot for slot in self.parameters if slot.key == key), None)

    def mask(self, chosen: Callable[[Slot], bool]) -> NDArray[np.bool_]:
        """True, (P,), on the slots that are chosen."""
        mask = np.zeros(self.parameter_size, dtype=np.bool_)
        for slot in self.parameters:
            mask[slot.offset : slot.offset + slot.size] = chosen(slot)
        return mask
