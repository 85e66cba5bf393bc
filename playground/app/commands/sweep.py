"""train over ranges of one or more knobs, from several seeds each, and keep what came of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from playground.app.commands.arguments import MOST_EPOCHS, MOST_SEEDS, add_source, seed, threshold, trainable, up_to
from playground.app.experiment_course import Store, carry_out, workers_for
from playground.app.experiment_files import begun, results_path
from playground.app.interrupts import asked_to_end
from playground.app.progress import Progress, add_quiet
from playground.experiments.data_knobs import KnobError
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.ranges import SHAPE, parse_axis
from playground.experiments.variations import KnobGrid
from playground.interop.source_errors import SourceError

if TYPE_CHECKING:
    import argparse

    from playground.document.model import Document
    from playground.experiments.results import ExperimentResults
    from playground.experiments.variations import Axis

EXAMPLES = (
    "sweep xor --over learning_rate=1e-3:1:log:6 --over layer1.units=1:4 --seeds 2 --epochs 20 --out sweep.npz",
    "sweep circle --over optimizer=adam,sgd --over data.noise=0,0.2 --seeds 4 --epochs 20 --out sweep.csv --json",
)
MOST_RUNS = 1_000_000
MAP_SIDE = 24


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, knobs, seeds and where to keep results."""
    add_source(parser)
    parser.add_argument(
        "--over",
        action="append",
        required=True,
        metavar="RANGE",
        help=f"{SHAPE}: learning_rate=1e-4:1:log:32, layer1.units=1:16, data.noise=0:0.5; once for each knob",
    )
    parser.add_argument("--seeds", type=up_to(MOST_SEEDS), default=1, metavar="N", help="runs of each combination; 1")
    parser.add_argument("--seed", type=seed, metavar="S", help="the first of them, instead of the document's")
    parser.add_argument(
        "--epochs", type=up_to(MOST_EPOCHS), metavar="N", help="the document's stop rule decides, else 300"
    )
    parser.add_argument(
        "--threshold", type=threshold, default=0.95, metavar="T", help="accuracy (or R²) that counts as solved; 0.95"
    )
    parser.add_argument("--maps", action="store_true", help="keep a small decision map of every run, points only")
    parser.add_argument("--out", required=True, metavar="FILE", help="a .npz or .csv file; stored on the way as well")
    parser.add_argument("--resume", action="store_true", help="go on with what FILE has, to the same bits")
    parser.add_argument("--cluster", metavar="ADDRESS", help="of a Dask scheduler, tcp://host:8786, in place of here")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run it and tell what came of it; Ctrl+C keeps what is done."""
    path = results_path(arguments.out, arguments.source)
    progress = Progress(quiet=arguments.quiet)
    document = trainable(arguments, progress).document
    experiment = _experiment(arguments, document)
    results = begun(path, experiment, resume=arguments.resume, progress=progress)
    keep = Store(results, path, progress)
    seconds = carry_out(
        experiment, results, progress, lambda: workers_for(arguments.cluster, experiment, progress), keep
    )
    if asked_to_end():
        progress.note(f"{len(results.done):,} of {len(experiment.grid):,} runs are in {path}; --resume goes on.")
    summary = summary_of(results) | {"seconds": round(seconds, 3), "out": str(path)}
    sys.stdout.write(_as_json(summary) if arguments.json else _as_text(results, summary))
    return asked_to_end()


def _experiment(arguments: argparse.Namespace, document: Document) -> Experiment:
    try:
        axes = tuple(parse_axis(document, text) for text in arguments.over)
    except KnobError as error:
        raise SourceError(f"--over {error}") from None
    paths = [axis.path for axis in axes]
    doubled = next((path for path in paths if paths.count(path) > 1), None)
    if doubled is not None:
        raise SourceError(f"--over names {doubled} twice")
    first = document.training.seed if arguments.seed is None else arguments.seed
    grid = KnobGrid(axes, arguments.seeds, first)
    if len(grid) > MOST_RUNS:
        raise SourceError(f"{len(grid):,} runs are more than the {MOST_RUNS:,} that one sweep may have")
    measure = Measure(arguments.epochs, threshold=arguments.threshold, map_side=MAP_SIDE if arguments.maps else 0)
    return Experiment(document, grid, measure)


# ---- what is told ----------------------------------------------------------------------------------------------------


def summary_of(results: ExperimentResults) -> dict[str, Any]:
    """What came of it, as plain values."""
    grid = results.experiment.grid
    counts = {verdict.name.lower(): results.count(verdict) for verdict in Verdict if verdict != Verdict.OPEN}
    best = _best(results)
    return {
        "runs": len(grid),
        "done": len(results.done),
        "cells": grid.cells,
        "seeds": grid.seeds,
        "first_seed": grid.first_seed,
        "threshold": results.experiment.measure.threshold,
        **counts,
        "axes": {axis.path: list(axis.values) for axis in grid.axes},
        "best": None if best is None else _cell(results, best),
        "refusals": sorted(set(results.refusals.values())),
    }


def _best(results: ExperimentResults) -> int | None:
    """The cell with most runs solved, among those the one of lowest loss; None where nothing was trained."""
    kinds = ("test_loss", "train_loss")

    def rank(cell: int) -> tuple[float, float]:
        losses = [results.spread(kind, cell).median for kind in kinds]
        known = [loss for loss in losses if loss == loss]  # noqa: PLR0124 - false for nan alone
        return -results.solved(cell).share, known[0] if known else float("inf")

    cells = [cell for cell in range(results.experiment.grid.cells) if results.spread("train_loss", cell).count]
    return min(cells, key=rank, default=None)


def _cell(results: ExperimentResults, cell: int) -> dict[str, Any]:
    solved = results.solved(cell)
    return {
        "settings": dict(results.experiment.grid.settings_of(cell)),
        "solved": solved.count,
        "of": solved.of,
        "low": solved.low,
        "high": solved.high,
        "train_loss": results.spread("train_loss", cell).median,
        "test_loss": results.spread("test_loss", cell).median,
        "reached": results.spread("reached", cell).median,
    }


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _as_json(summary: dict[str, Any]) -> str:
    import msgspec

    return msgspec.json.encode(summary).decode() + "\n"


def _as_text(results: ExperimentResults, summary: dict[str, Any]) -> str:
    axes: tuple[Axis, ...] = results.experiment.grid.axes
    rows = {
        "runs": f"{summary['done']:,} of {summary['runs']:,} in {summary['seconds']:.1f} s",
        "knobs": ", ".join(f"{axis.path} ({len(axis.values)} values)" for axis in axes),
        "solved": f"{results.solved().words}, score at least {summary['threshold']:g}",
        "stuck": f"{summary['stuck']:,}",
        "diverged": f"{summary['diverged']:,}",
    }
    if summary["refused"]:
        rows["refused"] = f"{summary['refused']:,}: {' '.join(summary['refusals'][:2])}"
    best = summary["best"]
    if best is not None:
        where = ", ".join(f"{path} {_short(value)}" for path, value in best["settings"].items())
        rows["best"] = f"{where}: {results.solved(_best(results)).words} solved"
    return "".join(f"{name:12}{text}\n" for name, text in (rows | {"results": summary["out"]}).items())
