"""How many batches fit into a slice of time, for steppers whose calls cannot be interrupted."""

from __future__ import annotations

from math import inf

TRUST = 0.9
"""Share of the time left that a call is sized for."""
LONGEST_CALL = 1_000_000
"""Batches."""


class BatchBudget:
    """Sizes the next call by how long the batches before it took."""

    def __init__(self) -> None:
        self._batch_s = inf

    def fits(self, seconds: float) -> bool:
        """Whether there is time for another call."""
        return seconds > self._batch_s

    def batches(self, seconds: float, limit: int | None) -> int:
        """Batches of the next call, 1 or more; one while nothing is known.

        Args:
            seconds: Left of the slice.
            limit: The most that are wanted, 1 or more; None for no limit.
        """
        count = 1 if self._batch_s == inf else max(1, int(min(TRUST * seconds / self._batch_s, LONGEST_CALL)))
        return count if limit is None else min(count, limit)

    def learn(self, batch_s: float) -> None:
        """Believe that batches take longer at once, that they take less time by and by."""
        known = batch_s if self._batch_s == inf else self._batch_s
        # At once when it gets slower, since a call cannot be interrupted and the window waits for it; by halves when it
        # gets faster, since one quick call may have been luck. Never 0, by which `batches` divides.
        self._batch_s = max(batch_s, 0.5 * (known + batch_s), 1e-9)
