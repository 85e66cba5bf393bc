"""How much a second worker process of a Dask cluster on this machine brings."""

from __future__ import annotations

from contextlib import ExitStack
from time import perf_counter
from typing import TYPE_CHECKING, Any

from playground.experiments.cluster import LACKING, ClusterWorkers
from playground.experiments.experiment import Experiment, run_experiment
from playground.experiments.results import ExperimentResults
from playground.experiments.variations import KnobGrid

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.outcomes import Measure
    from playground.experiments.workers import Workers

WORKERS = (1, 2)
RUNS = 800
"""Some seconds for one worker, so that sending tiles to and fro does not count."""
WARM = 16
ROUNDS = 2
LOCAL: dict[str, Any] = {"threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}


def cluster_row(document: Document, measure: Measure, runs: int = RUNS, rounds: int = ROUNDS) -> dict[str, Any]:
    """Seconds of an experiment with one worker process and with two, each the best of some rounds, taken in turn.

    Starting the processes and loading kernels are left out: workers of a cluster are there already.

    Args:
        document: Whose seeds are trained.
        measure: How.
        runs: How many.
        rounds: How often.

    Returns:
        "runs", "one", "two" in seconds, and their "ratio"; or "skipped", why it cannot be measured here, a sentence.
    """
    try:
        from distributed import LocalCluster
    except ImportError:
        return {"skipped": LACKING}
    with ExitStack() as stack:
        clusters = [stack.enter_context(LocalCluster(n_workers=count, **LOCAL)) for count in WORKERS]
        workers = [ClusterWorkers(one.scheduler_address) for one in clusters]
        for one in workers:
            stack.callback(one.close)
            timed(document, KnobGrid((), WARM, 0), measure, one)
        grid = KnobGrid((), runs, 0)
        found = [[timed(document, grid, measure, one) for one in workers] for _ in range(rounds)]
    one, two = map(min, zip(*found, strict=True))
    return {"runs": runs, "one": one, "two": two, "ratio": one / two}


def timed(document: Document, grid: KnobGrid, measure: Measure, workers: Workers) -> float:
    """Seconds that an experiment takes with workers."""
    experiment = Experiment(document, grid, measure)
    results = ExperimentResults(experiment)
    start = perf_counter()
    run_experiment(experiment, workers, results.put)
    return perf_counter() - start
