"""The stepper that hands a run to the compiled kernel, in calls of a few milliseconds."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.training.fused.table import Progress, Table, build_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.training.run import Run

FIRST_GUESS_S = 1e-3
"""How long a batch may take as long as none was measured."""
TRUST = 0.9
"""Share of the time left that a call is sized for: a call cannot be interrupted."""
LONGEST_CALL = 1_000_000
"""Batches."""


class FusedStepper:
    """Advances a run in place, many batches a call. What it computes does not depend on how calls are cut."""

    name = "fused kernel"

    def __init__(self) -> None:
        self._bound: _Bound | None = None
        self._batch_s = FIRST_GUESS_S

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Train until so many batches are done or the time is up; at least one batch.

        Returns:
            Batches done.
        """
        start = perf_counter()
        bound = self._bound
        if bound is None or bound.is_stale(run):
            bound = self._bound = _Bound(run)
            self._batch_s = FIRST_GUESS_S
        limit = LONGEST_CALL if batches is None else batches
        done, left_s = 0, budget_s
        while done == 0 or (done < limit and left_s > self._batch_s):
            count = min(limit - done, self._batches_in(left_s), LONGEST_CALL)
            called = perf_counter()
            bound.train(count)
            now = perf_counter()
            done += count
            self._learn((now - called) / count)
            left_s = budget_s - (now - start)
            if batches is None:
                limit = done + LONGEST_CALL
        return done

    def _batches_in(self, seconds: float) -> int:
        return max(1, int(TRUST * seconds / self._batch_s))

    def _learn(self, batch_s: float) -> None:
        """Follow a slower batch at once, so that a busy machine is not asked for too much, and a faster one at half pace."""
        self._batch_s = max(batch_s, 0.5 * (self._batch_s + batch_s), 1e-9)


class _Bound:
    """The kernel with all its arrays, for one state of a run."""

    def __init__(self, run: Run) -> None:
        self._run, self._document, self._stamp = run, run.document, run.stamp
        self._table: Table = build_table(run.document, run.layout, run.batch_size)
        self._progress: NDArray[np.int64] = np.zeros(len(Progress), dtype=np.int64)
        self._work = np.zeros(self._table.work_size, dtype=run.dtype)
        self._kernel = _kernel()

    def is_stale(self, run: Run) -> bool:
        """Whether anything but a stepper has changed the run."""
        return not (run is self._run and run.document is self._document and run.stamp == self._stamp)

    def train(self, batches: int) -> None:
        """Move the run on by `batches`."""
        run, table, progress = self._run, self._table, self._progress
        progress[Progress.EPOCH], progress[Progress.CURSOR], progress[Progress.STEPS] = run.epoch, run.cursor, run.steps
        self._kernel(
            table.operations,
            table.values,
            table.weights,
            table.learning,
            table.numbers,
            table.settings,
            progress,
            run.order,
            run.features,
            run.targets,
            run.parameters,
            run.buffers,
            run.slots.reshape(-1),
            self._work,
            batches,
        )
        run.epoch, run.cursor, run.steps = (int(value) for value in progress)


def _kernel() -> Callable[..., None]:
    from playground.training.fused.kernel import train_kernel  # noqa: PLC0415  (numba loads when it is wanted)

    return train_kernel  # type: ignore[no-any-return]
