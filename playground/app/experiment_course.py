"""Experiments on the command line: how far they are, that Ctrl+C keeps what is done, that nothing is lost."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from playground.app.destinations import write_or_rescue
from playground.app.interrupts import asked_to_end, orderly
from playground.app.training_watch import Watch
from playground.experiments.experiment import ExperimentControl, ExperimentError, run_experiment
from playground.experiments.outcomes import Verdict
from playground.experiments.results_file import store
from playground.experiments.workers import local_workers
from playground.interop.source_errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playground.app.progress import Progress
    from playground.experiments.experiment import Experiment
    from playground.experiments.outcomes import Outcomes
    from playground.experiments.results import ExperimentResults
    from playground.experiments.workers import Workers

STORE_S = 10.0
"""So often what is done is stored on the way; less often where storing takes long."""
STORING_SHARE = 0.05
"""Most of the time that goes into it."""
END_S = 60.0
"""For the runs at hand and for storing after Ctrl+C; a second one ends at once."""


class AskedControl(ExperimentControl):
    """A control that is cancelled when the command is asked to end."""

    @property
    def is_cancelled(self) -> bool:
        """Whether Ctrl+C or SIGTERM came."""
        return bool(asked_to_end()) or super().is_cancelled

    def may_go_on(self) -> bool:
        """Asked by whoever trains."""
        return not self.is_cancelled


class Store:
    """Stores results now and then; a disk that is full ends nothing."""

    def __init__(self, results: ExperimentResults, path: Path, progress: Progress) -> None:
        self._results, self._path, self._progress = results, path, progress
        self._next = perf_counter() + STORE_S
        self._failed = False

    def now_and_then(self) -> None:
        """Store if it is time; where that fails, say so once and try again later."""
        start = perf_counter()
        if start < self._next:
            return
        try:
            store(self._results, self._path)
        except OSError as error:
            if not self._failed:
                self._progress.note(f"{self._path}: {error.strerror or error}. The runs go on; it is tried again.")
            self._failed = True
        now = perf_counter()
        self._next = now + max(STORE_S, (now - start) / STORING_SHARE)

    def at_end(self) -> None:
        """Store all; where that fails, beside other temporary files.

        Raises:
            SourceError: It could not be stored where it was to be; the text says where it is.
        """
        said = "what is done is in {}, from where --resume goes on"
        write_or_rescue(self._path, lambda path: store(self._results, path), said)


def carry_out(
    experiment: Experiment,
    results: ExperimentResults,
    progress: Progress,
    make_workers: Callable[[], Workers],
    keep: Store | None = None,
    *,
    counts_solved: bool = True,
) -> float:
    """Run what is not done yet, with words on how far it is. Asked to end, it keeps what is done.

    Args:
        experiment: What to do.
        results: What is done; filled.
        progress: Shows it.
        make_workers: Makes who does it, when PyTorch is loaded.
        keep: Stores it on the way and at the end.
        counts_solved: Whether to say how many runs reached the threshold.

    Returns:
        Seconds that it took, without loading.

    Raises:
        SourceError: Workers fail again and again, or the results cannot be stored.
        TorchUnavailableError: PyTorch cannot be loaded.
    """
    Watch(progress).wait()
    done, total = results.done.tolist(), len(experiment.grid)
    before = len(done)

    def put(outcomes: Outcomes) -> None:
        results.put(outcomes)
        count = len(results.done)
        share = (count - before) / max(total - before, 1)
        solved = f", {results.count(Verdict.SOLVED):,} solved" if counts_solved else ""
        progress.show(share, f"Run {count:,} of {total:,}{solved}")
        if keep is not None:
            keep.now_and_then()

    with orderly(END_S):
        workers = make_workers()
        progress.begin()
        start = perf_counter()
        try:
            run_experiment(experiment, workers, put, control=AskedControl(), done=done)
        except ExperimentError as error:
            raise SourceError(str(error)) from None
        finally:
            workers.close()
            progress.clear()
            if keep is not None:
                keep.at_end()
    return perf_counter() - start


def workers_for(address: str | None, experiment: Experiment, progress: Progress) -> Workers:
    """Who runs an experiment: a cluster, or this machine.

    Args:
        address: Of a Dask scheduler; None for none.
        experiment: What to do.
        progress: Told what may make results differ.

    Raises:
        SourceError: The cluster cannot be used.
    """
    if address is None:
        return local_workers(experiment.document, experiment.measure)
    from playground.experiments.cluster import ClusterError, ClusterWorkers

    progress.wait(f"Connecting to {address}")
    try:
        workers = ClusterWorkers(address)
    except ClusterError as error:
        raise SourceError(f"--cluster: {error}") from None
    finally:
        progress.clear()
    if workers.note:
        progress.note(workers.note)
    return workers
