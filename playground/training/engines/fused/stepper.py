"""The stepper that hands a run to the compiled kernel, in calls of a few milliseconds."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from playground._numba_cache import use_user_cache
from playground.training.engines.batch_budget import BatchBudget
from playground.training.engines.fused.records import PROGRESS
from playground.training.engines.fused.table import build_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from playground.training.engines.fused.table import EvaluationTable, Table
    from playground.training.state.run import Run


class FusedStepper:
    """Advances a run in place, many batches a call. What it computes does not depend on how calls are cut."""

    name = "fused kernel"

    def __init__(self) -> None:
        self._bound: _Bound | None = None
        self._ration = BatchBudget()

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Train until so many batches are done or the time is up; at least one batch.

        Returns:
            Batches done.
        """
        end = perf_counter() + budget_s
        bound = self._bound
        if bound is None or bound.is_stale(run):
            bound = self._bound = _Bound(run)
            self._ration = BatchBudget()
        done, called = 0, perf_counter()
        while done == 0 or (done != batches and self._ration.fits(end - called)):
            count = self._ration.batches(end - called, None if batches is None else batches - done)
            bound.train(count)
            now = perf_counter()
            self._ration.learn((now - called) / count)
            done, called = done + count, now
        return done


class _Bound:
    """The kernel with its table and workspace, for one state of a run."""

    def __init__(self, run: Run) -> None:
        self._run, self._document, self._stamp = run, run.document, run.stamp
        self._table = build_table(run.document, run.layout, run.batch_size)
        self._progress: NDArray[Any] = np.zeros(1, dtype=PROGRESS)
        # Zero, as vectors read what lies between rows: left as it comes, that may be NaN, which no factor of 0 takes
        # out.
        self._work = np.zeros(self._table.work_size, dtype=run.dtype)
        self._kernel = kernel_for(run.dtype.name)
        link(self._table, run.dtype.name)

    def is_stale(self, run: Run) -> bool:
        """Whether anything but a stepper has changed the run."""
        return not (run is self._run and run.document is self._document and run.stamp == self._stamp)

    def train(self, batches: int) -> None:
        """Move the run on by so many batches, a pass at a time where inputs are others in every pass."""
        run = self._run
        while batches > 0:
            # The kernel has one array of inputs for a call, and varied pictures are another one in each pass.
            some = min(batches, run.batches_until(run.epoch + 1)) if run.varies else batches
            self._train(some)
            batches -= some

    def _train(self, batches: int) -> None:
        run, table = self._run, self._table
        self._progress[0] = run.epoch, run.cursor, run.steps
        self._kernel(
            table.operations,
            table.plan,
            table.weights,
            table.learning,
            self._progress,
            run.order,
            run.pass_features(),
            run.targets,
            run.parameters,
            run.buffers,
            run.slots.reshape(-1),
            self._work,
            batches,
        )
        run.epoch, run.cursor, run.steps = (int(number) for number in self._progress[0])


_LOADED: dict[str, Callable[..., None]] = {}


def kernel_for(dtype: str) -> Callable[..., None]:
    """The compiled kernel for "float32" or "float64", from memory, from the user's cache, or compiled on the spot."""
    if dtype not in _LOADED:
        use_user_cache()
        from playground.training.engines.fused.kernel import load  # noqa: PLC0415  (numba loads when it is wanted)

        _LOADED[dtype] = load(dtype)
    return _LOADED[dtype]


def link(table: Table | EvaluationTable, dtype: str) -> None:
    """Write into a table's records where the code of their kinds lies; compile what is not there yet."""
    use_user_cache()
    from playground.training.engines.fused import linking  # noqa: PLC0415  (numba loads when it is wanted)

    linking.link(table.operations, table.kinds, dtype)


def load_kinds(dtype: str) -> None:
    """Load or compile the code of all kinds of operations, so that no network has to wait for one."""
    use_user_cache()
    from playground.training.engines.fused import linking  # noqa: PLC0415  (numba loads when it is wanted)

    linking.link_all(dtype)


def is_loaded(dtype: str) -> bool:
    """Whether `kernel_for` would answer at once."""
    return dtype in _LOADED
