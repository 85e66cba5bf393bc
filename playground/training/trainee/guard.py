"""The last states in which every number was finite, to go back to when training diverges."""

from __future__ import annotations

from math import inf, isfinite
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.state.run import Run

GAP_S = 0.25
MOST_KEPT = 8
MOST_BYTES = 200_000_000
LARGEST_LOSS = 1e30
"""Above this the next batch overflows; calling it divergence now keeps the pictures finite."""
WORSE = 10.0
"""A state whose loss is this many times the least one kept is on its way out, though still finite."""


def is_finite(run: Run, loss: float) -> bool:
    """Whether training can go on from here."""
    return isfinite(loss) and abs(loss) <= LARGEST_LOSS and bool(np.isfinite(run.parameters).all())


class Guard:
    """Keeps checkpoints with their losses: the first one, and of the newest as many as fit the memory allowed."""

    def __init__(self, run: Run) -> None:
        """Begin with the state of now: the first batch may diverge."""
        # Its loss is not known yet and would cost a measurement; infinity makes it the last resort.
        self._first = (inf, run.checkpoint())
        self._newest: tuple[tuple[float, Checkpoint], ...] = ()
        self._time = -inf

    def __len__(self) -> int:
        """How many states are kept."""
        return 1 + len(self._newest)

    def keep(self, run: Run, loss: float) -> None:
        """Keep a state known to be finite, unless the last one was kept just now."""
        now = perf_counter()
        if now - self._time >= GAP_S:
            size = run.parameters.nbytes + run.slots.nbytes + run.buffers.nbytes
            most = min(max(MOST_BYTES // max(size, 1), 1), MOST_KEPT)
            self._newest = (*self._newest, (loss, run.checkpoint()))[-most:]
            self._time = now

    def last(self) -> Checkpoint:
        """The newest state that was not already on its way out. Called from any thread."""
        # One tuple that is replaced as a whole is read, never a list that another thread appends to.
        kept = (self._first, *self._newest)
        # At least a thousandth: of a loss that was nearly 0 ten times as much is still nothing, and every state but the
        # best one would count as on its way out.
        limit = WORSE * max(min(loss for loss, _ in kept), 1e-3)
        return next(checkpoint for loss, checkpoint in reversed(kept) if loss <= limit)
