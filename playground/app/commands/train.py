"""train without a window and print the result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.commands.arguments import add_source, positive, seed, trainable, with_seed
from playground.document.exactness import is_exact
from playground.document.project import SUFFIX, Project, write_project
from playground.document.training import STEPPERS
from playground.interop.sources import SourceError, label_of

if TYPE_CHECKING:
    import argparse

    from playground.document.model import Document
    from playground.training.headless import TrainReport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, length and machinery."""
    add_source(parser)
    parser.add_argument("--epochs", type=positive, metavar="N", help="the document's stop rule decides, else 300")
    parser.add_argument("--stepper", choices=tuple(STEPPERS), default="auto", help="what advances the training")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--dtype", choices=("float32", "float64"), default="float32")
    parser.add_argument("--seed", type=seed, metavar="S", help="seed of weights and order, instead of the document's")
    parser.add_argument("--save", metavar="FILE", help="write document and weights to a .nnplay file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Train and report."""
    from playground.training.headless import TrainError, train

    target = _project_path(arguments.save) if arguments.save else None
    opened = trainable(arguments)
    document = with_seed(opened.document, arguments.seed)
    in_full = bool(arguments.json) and is_exact(document)
    try:
        report = train(
            document,
            epochs=arguments.epochs,
            stepper=arguments.stepper,
            device=arguments.device,
            dtype=arguments.dtype,
            every_epoch=in_full,
        )
    except TrainError as error:
        raise SourceError(f"{label_of(arguments.source)}: {error}") from None
    if target is not None:
        write_project(target, Project(document, report.checkpoint.to_arrays()))
    sys.stdout.write(_as_json(report, document if in_full else None) if arguments.json else _as_text(report))
    return 0


def _project_path(target: str) -> Path:
    """Where to save, looked at before the training, which would be lost by a mistake."""
    path = Path(target).expanduser()
    if path.suffix.lower() != SUFFIX:
        raise SourceError(f"{target}: project files end in {SUFFIX}")
    if not path.resolve().parent.is_dir():
        raise SourceError(f"{target}: there is no folder {path.parent}")
    return path


def _as_json(report: TrainReport, exact: Document | None) -> str:
    """One object; where a document trains as TensorFlow Playground, with all that can be compared."""
    import msgspec

    from playground.training.exact_report import exact_report

    added = exact_report(exact, report.initial, report.checkpoint) if exact is not None else {}
    return msgspec.json.encode(report.to_dict() | added).decode() + "\n"


def _as_text(report: TrainReport) -> str:
    rows = {
        "epochs": f"{report.epochs:,} in {report.seconds:.2f} s ({report.epochs_per_second:,.0f} epochs/s)",
        "engine": f"{report.stepper}, {report.device}",
        "parameters": f"{report.parameters:,}",
        "loss": f"{report.train_loss:.4g} train, {report.test_loss:.4g} test",
    }
    if report.train_accuracy is not None:
        rows["accuracy"] = f"{report.train_accuracy:.1%} train, {report.test_accuracy:.1%} test"
    return "".join(f"{name:12}{text}\n" for name, text in rows.items())
