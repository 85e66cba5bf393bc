"""The state of training at one time, as it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.document.model import Document

OVERHEAD = 1_000
"""Bytes of a moment beside its arrays, about."""

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class RecordedState:
    """The state of training at one time.

    Attributes:
        number: Tells it from all others of the program's life.
        document: What was trained.
        position: The epoch with its fraction.
        parameters: Flat, (P,).
        buffers: Flat running statistics, (B,).
        slots: Optimizer state without its rows of zeros, (rows, P).
        rows: Which rows these are.
        steps, epoch, cursor: As in `Checkpoint`.
    """

    number: int
    document: Document
    position: float
    parameters: Floats
    buffers: Floats
    slots: Floats
    rows: tuple[int, ...]
    steps: int
    epoch: int
    cursor: int

    @property
    def nbytes(self) -> int:
        """What it holds in memory, about."""
        return self.parameters.nbytes + self.buffers.nbytes + self.slots.nbytes + OVERHEAD

    @property
    def place(self) -> float:
        """Where it lies on the film: log(1 + epoch)."""
        return log1p(self.position)
