"""How many batches are due at the speed that was chosen, by the clock."""

from __future__ import annotations

from collections import deque
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

from playground.training.loop.commands import SetSpeed

if TYPE_CHECKING:
    from playground.training.state.run import Run

FRAME_S = 1 / 60
MOST_BEHIND_S = 0.05
"""Time that is made up for when training could not keep pace; more than that is let go."""


class Pace:
    """Turns time into batches. Fractions are carried, so that the rate is exact over any length of time."""

    def __init__(self) -> None:
        self.speed = SetSpeed(None, 1.0)
        self._owed = 0.0
        self._last = perf_counter()

    @property
    def full(self) -> bool:
        """Whether the machine alone sets the speed."""
        return self.speed.batches_per_second is None and self.speed.epochs_per_frame == inf

    def take(self, speed: SetSpeed) -> None:
        """Go on at another speed."""
        self.speed = speed

    def begin(self) -> None:
        """Start the clock: the first batch is due at once."""
        self._owed, self._last = 1.0, perf_counter()

    def due(self, run: Run) -> int | None:
        """Whole batches due now; None for as many as the machine does."""
        if self.full:
            return None
        now, rate = perf_counter(), self._rate(run)
        # Capped: a machine that was asleep, or a slider that was held, would else be followed by a burst of all the
        # batches missed.
        self._owed = min(self._owed + (now - self._last) * rate, 1.0 + rate * MOST_BEHIND_S)
        self._last = now
        return int(self._owed)

    def spend(self, batches: int) -> None:
        """Tell how many were done."""
        if not self.full:
            self._owed -= batches

    def seconds_until_due(self, run: Run) -> float:
        """How long to sleep: until the next batch, and where batches come faster than frames until the next frame."""
        if self.full:
            return 0.0
        # Not sooner than a frame: at a thousand batches a second the thread would else wake for each of them, and
        # nobody sees more than one step a frame.
        wait = max((1.0 - self._owed) / self._rate(run), FRAME_S)
        return max(self._last + wait - perf_counter(), 0.0)

    def _rate(self, run: Run) -> float:
        """Batches a second."""
        if self.speed.batches_per_second is not None:
            return max(self.speed.batches_per_second, 1e-3)
        return max(self.speed.epochs_per_frame / FRAME_S * run.batches_per_epoch, 1e-3)


class Tachometer:
    """Epochs a second over the last second."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, float]] = deque()

    def __len__(self) -> int:
        """How many marks are kept."""
        return len(self._marks)

    def clear(self) -> None:
        """Training has paused, or the epochs are counted anew."""
        self._marks.clear()

    def mark(self, position: float) -> None:
        """Note the epoch reached now."""
        now = perf_counter()
        self._marks.append((now, position))
        while len(self._marks) > 2 and now - self._marks[0][0] > 1.0:
            self._marks.popleft()

    def epochs_per_second(self) -> float:
        """0 before there are two marks."""
        if len(self._marks) < 2:
            return 0.0
        (start, first), (end, last) = self._marks[0], self._marks[-1]
        return max(last - first, 0.0) / (end - start) if end > start else 0.0
