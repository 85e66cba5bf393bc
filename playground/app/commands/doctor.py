"""look for what is wrong with a run, and say it with a cure that was proved on 16 seeds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from playground.app.commands.arguments import MOST_EPOCHS, add_source, trainable, up_to, with_seed
from playground.app.commands.arguments import seed as seed_argument
from playground.app.experiment_course import AskedControl
from playground.app.interrupts import asked_to_end, orderly
from playground.app.progress import Progress, add_quiet
from playground.app.training_watch import Watch
from playground.experiments.experiment import ExperimentError
from playground.interop.source_errors import SourceError
from playground.training.trainee.stops import USUAL_EPOCHS

if TYPE_CHECKING:
    import argparse

    from playground.document.model import Document
    from playground.experiments.doctor.examination import DoctorReport

EXAMPLES = ("doctor circle --epochs 60", "doctor gauss --epochs 20 --json")
END_S = 60.0
"""For the runs at hand after Ctrl+C."""
NOTHING = "Nothing found that can be proved."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, and how long the run is that is looked at."""
    add_source(parser)
    parser.add_argument(
        "--epochs",
        type=up_to(MOST_EPOCHS),
        metavar="N",
        help="of the run that is looked at; as its stop rule says, else 300",
    )
    parser.add_argument("--seed", type=seed_argument, metavar="S", help="of weights and order, not the document's")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train, look, try cures, and say what was found."""
    progress = Progress(quiet=arguments.quiet)
    document = with_seed(trainable(arguments, progress).document, arguments.seed)
    Watch(progress).wait()
    report = _examined(document, arguments.epochs, progress)
    sys.stdout.write(_as_json(report) if arguments.json else _as_text(report))
    return asked_to_end()


def _examined(document: Document, epochs: int | None, progress: Progress) -> DoctorReport:
    from playground.experiments.doctor.examination import examine
    from playground.experiments.doctor.observation import observed
    from playground.experiments.outcomes import Measure
    from playground.experiments.workers import local_workers
    from playground.training.engines.kernels import one_torch_thread

    one_torch_thread()
    epochs = epochs or document.training.stop_epochs or USUAL_EPOCHS
    control = AskedControl()
    with orderly(END_S):
        progress.begin()
        progress.show(0.0, f"Training {epochs:,} epochs")
        workers = None
        try:
            seen = observed(document, epochs, control.may_go_on)
            workers = local_workers(document, Measure(epochs))
            return examine(seen, workers, control=control, tell=lambda words: progress.show(0.5, words))
        except ExperimentError as error:
            raise SourceError(str(error)) from None
        finally:
            if workers is not None:
                workers.close()
            progress.clear()


def _as_json(report: DoctorReport) -> str:
    import msgspec

    told: dict[str, Any] = {
        "finding": None,
        "unproved": report.unproved,
        "looked_at": report.looked_at,
        "not_looked_at": dict(report.not_looked_at),
        "reason": report.reason,
    }
    if report.diagnosis is not None:
        found = report.diagnosis
        told |= {
            "finding": found.finding.key,
            "title": found.finding.title,
            "says": found.suspicion.words,
            "cure": found.cure.words,
            "proof": found.proof,
            "cured": found.trial.cured.count,
            "present": found.trial.present.count,
            "runs": found.trial.cured.of,
            "epochs": found.trial.epochs,
        }
    return msgspec.json.encode(told).decode() + "\n"


def _as_text(report: DoctorReport) -> str:
    found = report.diagnosis
    if found is not None:
        return f"{found.finding.title}\n{found.suspicion.words}\n{found.proof}\n"
    lines = [report.reason or NOTHING, f"Looked at: {', '.join(report.looked_at)}."]
    if report.unproved:
        lines.append(f"Suspected, but no cure was proved: {', '.join(report.unproved_titles)}.")
    lines += [f"Not looked at: {title}. {reason}" for title, reason in report.not_looked_at]
    return "".join(f"{line}\n" for line in lines)
