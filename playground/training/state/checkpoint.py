"""A run's state as frozen arrays, from which training goes on as if it had never stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that training carries from batch to batch: continuing from it equals never having stopped.

    Attributes:
        parameters: Flat, (P,), in the order of the layout.
        buffers: Flat running statistics, (B,).
        slots: Optimizer state, (3, P).
        steps: Updates done, for Adam's bias correction.
        epoch: Whole passes done.
        cursor: Points used of the pass at hand.
    """

    parameters: NDArray[np.floating[Any]]
    buffers: NDArray[np.floating[Any]]
    slots: NDArray[np.floating[Any]]
    steps: int
    epoch: int
    cursor: int

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """By name, for a file."""
        counters = np.array([self.steps, self.epoch, self.cursor], dtype=np.int64)
        return {
            "parameters": self.parameters,
            "buffers": self.buffers,
            "slots": self.slots,
            "counters": counters,
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Checkpoint:
        """The inverse of `to_arrays`.

        Raises:
            KeyError: An array is missing.
            ValueError: The counters are not three.
        """
        steps, epoch, cursor = arrays["counters"].tolist()
        return cls(arrays["parameters"], arrays["buffers"], arrays["slots"], steps, epoch, cursor)
