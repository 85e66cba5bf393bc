"""`train --seeds`: how a document does from many seeds, as text and as one JSON object."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.app.experiment_course import carry_out
from playground.app.interrupts import asked_to_end
from playground.document.edits_network import change_training
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import COLUMNS, Measure, Verdict
from playground.experiments.results import ExperimentResults
from playground.experiments.variations import KnobGrid
from playground.experiments.workers import local_workers
from playground.interop.source_errors import SourceError
from playground.interop.sources import label_of
from playground.tasks import TASKS

if TYPE_CHECKING:
    import argparse

    from playground.app.progress import Progress
    from playground.document.model import Document
    from playground.experiments.statistics import Spread
    from playground.experiments.workers import Workers

SPREADS = ("train_loss", "test_loss", "train_score", "test_score", "reached")
USUAL_THRESHOLD = 0.95
NOT_WITH = {"save": "one run is saved", "resume": "one run goes on"}


def run_seeds(arguments: argparse.Namespace, document: Document, progress: Progress) -> int:
    """Train from so many seeds and tell how it went.

    Raises:
        SourceError: An option does not go with it.
    """
    for option, why in NOT_WITH.items():
        if getattr(arguments, option):
            raise SourceError(f"--{option} is for one seed ({why}); leave out --seeds")
    if arguments.dtype != "float32":
        raise SourceError("--seeds trains in float32; leave out --dtype")
    chosen = {name: getattr(arguments, name) for name in ("stepper", "device") if getattr(arguments, name) != "auto"}
    document = change_training(document, **chosen)
    measure = Measure(arguments.epochs, threshold=arguments.threshold or USUAL_THRESHOLD)
    experiment = Experiment(document, KnobGrid((), arguments.seeds, document.training.seed), measure)
    results = ExperimentResults(experiment)

    def workers() -> Workers:
        """Who trains, when PyTorch is there to say what devices there are."""
        from playground.training.headless import TrainError, refuse_device

        try:
            refuse_device(document, arguments.device)
        except TrainError as error:
            raise SourceError(f"{label_of(arguments.source)}: {error}") from None
        return local_workers(document, measure)

    seconds = carry_out(experiment, results, progress, workers)
    summary = _summary(results, seconds)
    if len(results.done):
        sys.stdout.write(_as_json(summary) if arguments.json else _as_text(results, summary))
    return asked_to_end()


def _summary(results: ExperimentResults, seconds: float) -> dict[str, Any]:
    solved, grid = results.solved(), results.experiment.grid
    titles = _titles(results)
    return {
        "seeds": grid.seeds,
        "first_seed": grid.first_seed,
        "done": len(results.done),
        "seconds": round(seconds, 3),
        "threshold": results.experiment.measure.threshold,
        "solved": solved.count,
        "solved_share": solved.share,
        "solved_low": solved.low,
        "solved_high": solved.high,
        "stuck": results.count(Verdict.STUCK),
        "diverged": results.count(Verdict.DIVERGED),
        **{titles[name]: _as_dict(results.spread(name)) for name in SPREADS},
        "runs": _rows(results, titles),
    }


def _titles(results: ExperimentResults) -> dict[str, str]:
    """Names of columns, scores by their own."""
    key = TASKS[results.experiment.document.task].score_key
    return {name: name.replace("score", key) for name in COLUMNS}


def _rows(results: ExperimentResults, titles: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for place in results.done.tolist():
        row: dict[str, Any] = {"seed": results.experiment.grid.variation(place).seed}
        for name, title in titles.items():
            value = results.columns[name][place]
            row[title] = value.item() if np.isfinite(value) else None
        rows.append(row | {"verdict": Verdict(row["verdict"]).name.lower()})
    return rows


def _as_dict(spread: Spread) -> dict[str, Any]:
    """Median and quartiles; None where nothing is finite."""
    if not spread.count:
        return {"median": None, "low": None, "high": None, "count": 0}
    return {"median": spread.median, "low": spread.low, "high": spread.high, "count": spread.count}


def _as_json(summary: dict[str, Any]) -> str:
    import msgspec

    return msgspec.json.encode(summary).decode() + "\n"


def _as_text(results: ExperimentResults, summary: dict[str, Any]) -> str:
    task = TASKS[results.experiment.document.task]
    last = summary["first_seed"] + summary["seeds"] - 1
    score = f"{task.score_word} {summary['threshold']:g}"
    rows = {
        "seeds": f"{summary['done']:,}, {summary['first_seed']} to {last}, in {summary['seconds']:.2f} s",
        f"reach {score}": results.solved().words,
        "diverged": f"{summary['diverged']:,}",
        "epochs to it": _range(results.spread("reached"), "{:,.0f}"),
        "train loss": _range(results.spread("train_loss")),
        "test loss": _range(results.spread("test_loss")),
        f"train {task.score_word}": _range(results.spread("train_score")),
        f"test {task.score_word}": _range(results.spread("test_score")),
    }
    width = max(map(len, rows)) + 2
    return "".join(f"{name:{width}}{text}\n" for name, text in rows.items() if text)


def _range(spread: Spread, form: str = "{:.4g}") -> str:
    """The median, and between what the middle half lies; "" where nothing is finite."""
    if not spread.count:
        return ""
    middle, low, high = (form.format(value) for value in (spread.median, spread.low, spread.high))
    return f"{middle} (the middle half {low} to {high})"
