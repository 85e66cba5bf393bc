"""train network and classical methods on more and more of the samples, and test all on the same ones."""

from __future__ import annotations

import sys
from math import isnan
from typing import TYPE_CHECKING, Any

from playground.app.commands.arguments import (
    MOST_EPOCHS,
    MOST_SEEDS,
    add_source,
    chosen_methods,
    trainable,
    up_to,
)
from playground.app.commands.arguments import seed as seed_argument
from playground.app.experiment_course import Store, carry_out, workers_for
from playground.app.experiment_files import begun, results_path
from playground.app.interrupts import asked_to_end
from playground.app.progress import Progress, add_quiet
from playground.experiments.classical import CLASSICAL
from playground.experiments.hunger import (
    USUAL_DRAWS,
    USUAL_METHODS,
    USUAL_SIZES,
    findings,
    hunger_curves,
    hunger_experiment,
    hunger_refusal,
)
from playground.experiments.results import ExperimentResults
from playground.interop.source_errors import SourceError
from playground.tasks import TASKS

if TYPE_CHECKING:
    import argparse

    from playground.experiments.experiment import Experiment
    from playground.experiments.hunger import HungerCurve

MOST_SIZES = 1_000
EXAMPLES = (
    "hunger moons --methods logistic,svm-rbf --seeds 2 --sizes 4 --epochs 20",
    "hunger circle --methods tree --seeds 2 --sizes 3 --epochs 20 --out hunger.csv --json",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, methods, how many draws and sizes, where to keep results."""
    add_source(parser)
    parser.add_argument(
        "--methods", metavar="NAME,NAME", help=f"of {', '.join(CLASSICAL)}; {','.join(USUAL_METHODS)} unless told"
    )
    parser.add_argument(
        "--seeds", type=up_to(MOST_SEEDS), default=USUAL_DRAWS, metavar="N", help=f"draws of each size; {USUAL_DRAWS}"
    )
    parser.add_argument(
        "--sizes", type=up_to(MOST_SIZES), default=USUAL_SIZES, metavar="N", help=f"numbers of samples; {USUAL_SIZES}"
    )
    parser.add_argument(
        "--epochs", type=up_to(MOST_EPOCHS), metavar="N", help="of all samples; fewer get as many updates; 300"
    )
    parser.add_argument(
        "--seed", type=seed_argument, metavar="S", help="the first of the draws, instead of the document's"
    )
    parser.add_argument("--out", metavar="FILE", help="a .npz or .csv file with a row a run; stored on the way as well")
    parser.add_argument("--resume", action="store_true", help="go on with what FILE has")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run it and tell what it shows; Ctrl+C keeps and tells what is done."""
    progress = Progress(quiet=arguments.quiet)
    path = results_path(arguments.out, arguments.source) if arguments.out is not None else None
    if arguments.resume and path is None:
        raise SourceError("--resume goes on with a file: name it with --out")
    experiment = _experiment(arguments, progress)
    if path is None:
        results, keep = ExperimentResults(experiment), None
    else:
        results = begun(path, experiment, resume=arguments.resume, progress=progress)
        keep = Store(results, path, progress)
    carry_out(experiment, results, progress, lambda: workers_for(None, experiment, progress), keep, counts_solved=False)
    sys.stdout.write(_as_json(results) if arguments.json else _as_text(results))
    return asked_to_end()


def _experiment(arguments: argparse.Namespace, progress: Progress) -> Experiment:
    methods = chosen_methods(arguments.methods, USUAL_METHODS)
    document = trainable(arguments, progress).document
    if refusal := hunger_refusal(document):
        raise SourceError(refusal)
    return hunger_experiment(
        document,
        methods,
        draws=arguments.seeds,
        sizes=arguments.sizes,
        first_seed=document.training.seed if arguments.seed is None else arguments.seed,
        epochs=arguments.epochs,
    )


# ---- what is told ----------------------------------------------------------------------------------------------------


def _as_json(results: ExperimentResults) -> str:
    import msgspec

    curves, grid = hunger_curves(results), results.experiment.grid
    told = {
        "score": TASKS[results.experiment.document.task].score_key,
        "sizes": curves[0].sizes.tolist(),
        "draws": grid.seeds,
        "runs": len(grid),
        "done": len(results.done),
        "says": findings(results),
        "learners": {curve.name: _as_dict(curve) for curve in curves},
    }
    return msgspec.json.encode(told).decode() + "\n"


def _as_dict(curve: HungerCurve) -> dict[str, Any]:
    found: dict[str, Any] = {"title": curve.title}
    for name in ("median", "low", "high"):
        found[name] = [None if isnan(value) else value for value in getattr(curve, name).tolist()]
    return found | ({"refusal": curve.refusal} if curve.refusal else {})


def _as_text(results: ExperimentResults) -> str:
    curves = hunger_curves(results)
    word = TASKS[results.experiment.document.task].score_word
    lines = [[f"test {word} with", *(curve.title for curve in curves)]]
    for place, size in enumerate(curves[0].sizes.tolist()):
        lines.append([f"{size:,}", *(_cell(curve, place) for curve in curves)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = "".join("  ".join(map(str.ljust, line, widths)).rstrip() + "\n" for line in lines)
    refusals = dict.fromkeys(curve.refusal for curve in curves if curve.refusal)
    return table + "".join(f"{text}\n" for text in (*refusals, findings(results)) if text)


def _cell(curve: HungerCurve, place: int) -> str:
    """Median and quartiles: "0.933 (0.920 to 0.947)"."""
    low, middle, high = (float(values[place]) for values in (curve.low, curve.median, curve.high))
    if isnan(middle):
        return "–"
    return f"{middle:.3f}" + (f" ({low:.3f} to {high:.3f})" if curve.counts[place] > 1 else "")
