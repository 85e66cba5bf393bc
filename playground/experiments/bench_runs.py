"""How fast many runs are here: seeds of one document, and a large sweep by a sample of its tiles."""

from __future__ import annotations

import sys
from dataclasses import replace
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, Any

from playground.experiments.bench_cluster import cluster_row, timed
from playground.experiments.outcomes import Measure
from playground.experiments.ranges import parse_axis
from playground.experiments.variations import KnobGrid
from playground.experiments.workers import ThreadWorkers

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document

SEEDS = 64
EPOCHS = 200
MANY = 10_000
SAMPLE = 240
"""Runs of the many that are measured; the rest is estimated from them."""
MAP_SIDE = 32
ROUNDS = 5
"""Of what takes a moment; the best of them counts."""


def experiments_table(
    small: Document, large: Document, tell: Callable[[float, str], object] = lambda *_: None
) -> dict[str, dict[str, Any]]:
    """Seconds of experiments on all cores, by what they are.

    "single" is one run of the same engine and looks, "train" one as the command trains it, with 200 rows of losses.
    Each figure of the seeds is the best of some.

    Args:
        small: A document whose seeds, and phase map, are timed.
        large: One of which very many runs are estimated.
        tell: Told how far it is, 0 to 1, and what is measured next.
    """
    from playground.training.headless import train

    measure = Measure(EPOCHS)
    _timed(small, KnobGrid((), 2, 0), measure)  # kernels and threads are there
    tell(0.0, "Experiments: seeds")
    single = min(_timed(small, KnobGrid((), 1, seed), measure) for seed in range(ROUNDS))
    train(small, epochs=EPOCHS)
    found = {"runs": SEEDS, "single": single, "seconds": inf, "train": inf}
    for _ in range(ROUNDS):  # in turn: what else the machine does meets both alike
        start = perf_counter()
        train(small, epochs=EPOCHS)
        found["train"] = min(found["train"], perf_counter() - start)
        found["seconds"] = min(found["seconds"], _timed(small, KnobGrid((), SEEDS, 0), measure))
    tell(0.3, "Experiments: phase map")
    rates = parse_axis(small, f"learning_rate=1e-4:1:log:{MAP_SIDE}")
    units = parse_axis(small, f"layer1.units=1:{MAP_SIDE}")
    phase = _timed(small, KnobGrid((rates, units), 1, 0), replace(measure, epochs=EPOCHS // 2))
    tell(0.5, "Experiments: many runs")
    sample, memory = _timed(large, KnobGrid((), SAMPLE, 0), measure), _memory_mb()
    tell(0.6, "Experiments: a cluster of this machine")
    return {
        "seeds": {**found, "ratio": found["seconds"] / single, "train_ratio": found["seconds"] / found["train"]},
        "phase_map": {"runs": MAP_SIDE * MAP_SIDE, "seconds": phase, "epochs": EPOCHS // 2},
        "many": {"runs": MANY, "seconds": sample * MANY / SAMPLE, "estimated_from": SAMPLE, "memory_mb": memory},
        "cluster": cluster_row(large, measure),
    }


def _timed(document: Document, grid: KnobGrid, measure: Measure) -> float:
    """The seconds of an experiment on all cores, with the start and the end of the threads."""
    start, workers = perf_counter(), ThreadWorkers()
    timed(document, grid, measure, workers)
    seconds = perf_counter() - start
    workers.close()
    return seconds


def _memory_mb() -> float | None:
    """The most that the process has held so far."""
    if sys.platform == "win32":
        return None
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)
