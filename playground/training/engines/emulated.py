"""Trains with the loop of another program, for documents that ask for it."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from playground.training.engines.batch_budget import BatchBudget

if TYPE_CHECKING:
    from playground.document.emulation import Emulation
    from playground.training.state.run import Run


class EmulationStepper:
    """Advances a run in place, by calls of the program's loop that fit into the time given.

    Attributes:
        name: What trains, as the status bar says.
        emulation: The program.
    """

    def __init__(self, emulation: Emulation) -> None:
        self.name = f"as {emulation.title}"
        self.emulation = emulation
        self._ration = BatchBudget()
        self._place: tuple[Any, ...] = ()

    def prepare(self, dtype: str) -> None:
        """Compile the loop now, rather than within the first slice.

        Raises:
            Exception: numba does not work here.
        """
        self.emulation.prepare(dtype)

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Train until so many batches are done or the time is up; at least one batch.

        Returns:
            Batches done; the rest of a pass counts as one.
        """
        end = perf_counter() + budget_s
        self.prepare(run.dtype.name)
        place = run, run.document, run.stamp
        if place != self._place:
            self._place, self._ration = place, BatchBudget()
        done, called = 0, perf_counter()
        while done == 0 or (done != batches and self._ration.fits(end - called)):
            count = self._ration.batches(end - called, None if batches is None else batches - done)
            self.emulation.train(run, count)
            now = perf_counter()
            self._ration.learn((now - called) / count)
            done, called = done + count, now
        return done
