"""train without a window and print the result."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial
from math import isnan
from typing import TYPE_CHECKING

from playground.app.commands.arguments import (
    MOST_EPOCHS,
    MOST_SEEDS,
    add_source,
    adversarial,
    adversarial_steps,
    seed,
    threshold,
    trainable,
    up_to,
    with_seed,
)
from playground.app.destinations import destination, write_or_rescue
from playground.app.interrupts import GRACE_S, asked_to_end, orderly
from playground.app.progress import Progress, add_quiet
from playground.app.training_watch import Watch
from playground.document.edits_network import change_training
from playground.document.figures import mistakes, share
from playground.document.network_presets import NETWORK_PRESETS
from playground.document.training import STEPPERS
from playground.interop.source_errors import SourceError
from playground.interop.sources import label_of
from playground.methods.losses import LOSSES
from playground.storage.project import SUFFIX, Project, write_project
from playground.training.emulations import emulation_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.interop.sources import Opened
    from playground.training.headless import TrainReport


SAVE_S = 60.0
"""For a batch at hand and for saving, where what was learned is to be saved; a second Ctrl+C ends it at once."""


EXAMPLES = (
    "train circle --epochs 500",
    "train spiral --epochs 2000 --save spiral.nnplay",
    "train spiral.nnplay --resume --epochs 1000 --save spiral.nnplay",
    "train xor --seed 7 --dtype float64 --json",
    "train circle --network one-layer --epochs 500",
    "train xor --seeds 16 --epochs 100",
    "train circle --adversarial 0.5 --epochs 50",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, length and machinery."""
    add_source(parser)
    parser.add_argument(
        "--epochs", type=up_to(MOST_EPOCHS), metavar="N", help="the document's stop rule decides, else 300"
    )
    parser.add_argument("--stepper", choices=tuple(STEPPERS), default="auto", help="what advances the training")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--dtype", choices=("float32", "float64"), default="float32")
    parser.add_argument("--seed", type=seed, metavar="S", help="seed of weights and order, instead of the document's")
    parser.add_argument(
        "--seeds", type=up_to(MOST_SEEDS), metavar="N", help="train from N seeds, and tell how many succeed"
    )
    parser.add_argument(
        "--threshold", type=threshold, metavar="T", help="accuracy (or R²) that is success with --seeds; 0.95"
    )
    parser.add_argument(
        "--adversarial",
        type=adversarial,
        metavar="EPS",
        help="learn each sample stepped by EPS along the sign of its gradient; 0 is off",
    )
    parser.add_argument(
        "--adversarial-steps", type=adversarial_steps, metavar="K", help="in so many steps, held within EPS together"
    )
    parser.add_argument("--network", metavar="PRESET", help=f"hidden layers: {', '.join(NETWORK_PRESETS)}")
    parser.add_argument(
        "--resume", action="store_true", help="go on from the weights of a saved project, N epochs more"
    )
    parser.add_argument("--save", metavar="FILE", help="write a .nnplay file: document, weights, loss curve, film")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train and report. Asked to end, it saves what it was to save, and says so."""
    target = None
    if arguments.save is not None:
        target = destination(arguments.save, (SUFFIX,), f"project files end in {SUFFIX}")
    progress = Progress(quiet=arguments.quiet)
    opened = trainable(arguments, progress, arguments.network)
    document = _against(with_seed(opened.document, arguments.seed), arguments)
    if arguments.seeds is not None:
        from playground.app.seeds_report import run_seeds

        if opened.weights:
            progress.note("Each seed begins with weights of its own, not with those of the file.")
        return run_seeds(arguments, document, progress)
    if arguments.threshold is not None:
        raise SourceError("--threshold is what many seeds are counted by; say how many with --seeds")
    start = _start(arguments, opened, progress)
    with ExitStack() as stack:
        watch = Watch(progress, lambda: stack.enter_context(orderly(GRACE_S if target is None else SAVE_S)))
        report, project = _trained(arguments, document, start, watch)
        try:
            if target is not None:
                write_or_rescue(target, lambda path: write_project(path, project), "what was learned is in {}")
        finally:
            if report.message:
                progress.note(report.message)
            sys.stdout.write(_as_json(report, document) if arguments.json else _as_text(report, document))
    if asked_to_end() and target is not None:
        progress.note(f"What was learned so far is in {target}.")
    return asked_to_end()


def _against(document: Document, arguments: argparse.Namespace) -> Document:
    """With the adversary that the command line asks for, in place of the document's."""
    asked = {name: getattr(arguments, name) for name in ("adversarial", "adversarial_steps")}
    document = change_training(document, **{name: value for name, value in asked.items() if value is not None})
    if arguments.adversarial_steps is not None and not document.training.adversarial:
        raise SourceError("--adversarial-steps divides the way of --adversarial; say how far with that")
    return document


def _start(arguments: argparse.Namespace, opened: Opened, progress: Progress) -> Opened | None:
    """What training goes on from; None where it begins anew."""
    if not opened.weights:
        if arguments.resume:
            raise SourceError(f"{label_of(arguments.source)}: there is nothing to resume, it was not trained")
        return None
    if arguments.resume:
        for option in ("seed", "network"):
            if getattr(arguments, option) is not None:
                raise SourceError(f"--{option} is for new weights; --resume goes on with those that are there")
        return opened
    if not opened.weights["counters"].any():  # of a document.json: given to begin with
        progress.note("Training begins with the weights of the document.")
        return opened
    progress.note("Training begins anew, from the initial weights; --resume goes on from the saved ones.")
    return None


def _trained(
    arguments: argparse.Namespace, document: Document, start: Opened | None, watch: Watch
) -> tuple[TrainReport, Project]:
    """The report, and what can be saved: weights, loss curve, and moments for the window's film."""
    watch.wait()
    from playground.storage.saved_timeline import from_saved, to_saved
    from playground.training.headless import MOST_ROWS, TrainError, train
    from playground.training.timeline.timeline import Timeline
    from playground.training.trainee.history import History

    history, timeline = History(), Timeline()
    records = bool(arguments.save) and arguments.dtype == "float32"  # as the window has it
    if start is not None and start.history:
        history.load(start.history)
    if start is not None and start.runs:
        saved = from_saved(start.runs)
        timeline.restore(saved.branches, saved.number, saved.name, is_named=saved.is_named)
        timeline.recorder.load(saved.moments)
    try:
        report = train(
            document,
            epochs=arguments.epochs,
            stepper=arguments.stepper,
            device=arguments.device,
            dtype=arguments.dtype,
            looks=None if arguments.json and emulation_of(document) is not None else MOST_ROWS,
            start=None if start is None else start.weights,
            on_progress=history.put,
            go_on=watch.go_on,
            timeline=timeline if records else None,
        )
    except TrainError as error:
        raise SourceError(f"{label_of(arguments.source)}: {error}") from None
    finally:
        watch.end()
    runs = to_saved(timeline, document) if records else ()
    return report, Project(document, report.checkpoint.to_arrays(), history.to_arrays(), runs=runs)


def _as_json(report: TrainReport, document: Document) -> str:
    """One object; where a document trains as another program, with all that can be compared."""
    import msgspec

    from playground.training.exact_report import exact_report

    is_usual = emulation_of(document) is None
    added = {} if is_usual else exact_report(document, report.initial, report.checkpoint)
    return msgspec.json.encode(report.to_dict() | added).decode() + "\n"


def _as_text(report: TrainReport, document: Document) -> str:
    rows = {
        "epochs": f"{report.epochs:,} in {report.seconds:.2f} s ({report.epochs_per_second:,.0f} epochs/s)",
        "engine": f"{report.stepper}, {report.device}",
        "parameters": f"{report.parameters:,}",
        "loss": _pair(report.train_loss, report.test_loss, "{:.4g}".format),
    }
    if report.train_accuracy is not None:
        rows["accuracy"] = _pair(report.train_accuracy, report.test_accuracy, partial(share, digits=1, gap=""))
        if LOSSES[document.training.loss].counts_mistakes:
            test = document.dataset.test_count
            texts = (
                f"{mistakes(report.train_accuracy, len(document.dataset) - test)} train",
                f"{mistakes(report.test_accuracy or 0.0, test)} test",
            )
            rows["mistakes"] = ", ".join(texts[: 2 if test else 1])
    if report.train_r2 is not None:
        rows["R²"] = _pair(report.train_r2, report.test_r2, "{:.4g}".format)
    return "".join(f"{name:12}{text}\n" for name, text in rows.items())


def _pair(train: float, test: float | None, written: Callable[[float], str]) -> str:
    """A figure of both sets; only of the one that has points."""
    shown = ((train, "train"), (test, "test"))
    told = [f"{written(value)} {name}" for value, name in shown if value is not None and not isnan(value)]
    return ", ".join(told) or "not defined: all values are equal"
