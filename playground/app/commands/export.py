"""write code, a model, weights, the loss curve or a report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.commands.arguments import MOST_EPOCHS, add_source, opened_source, up_to
from playground.app.destinations import destination, write_or_rescue
from playground.app.progress import Progress, add_quiet
from playground.app.training_watch import Watch
from playground.interop.exports.table import EXPORTS, ExportError, ExportWork, export_to, kind_of_suffix
from playground.interop.source_errors import SourceError

if TYPE_CHECKING:
    import argparse

    from playground.interop.sources import Opened


STDOUT = "-"
EXAMPLES = (
    "export circle --as pytorch --out circle.py",
    "export circle --epochs 200 --out circle.onnx",
    "export spiral --as csv --out curve.csv",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, format, file."""
    add_source(parser)
    parser.add_argument("--as", dest="kind", choices=tuple(EXPORTS), help="format; the file's name tells when left out")
    parser.add_argument("--out", required=True, metavar="FILE", help="where it goes; - for standard output")
    parser.add_argument(
        "--epochs",
        type=up_to(MOST_EPOCHS, 0),
        metavar="N",
        help="train so long first; default: not where the source has weights",
    )
    parser.add_argument("--theme", choices=("dark", "light"), default="light", help="of a report")
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train where that is needed, and write the file."""
    goes_out = arguments.out == STDOUT
    path = Path(STDOUT) if goes_out else destination(arguments.out, read=(arguments.source,))
    kind = arguments.kind or (None if goes_out else kind_of_suffix(path.suffix))
    if kind is None:
        raise SourceError(
            f"{arguments.out}: its name does not tell the format; say it with --as ({', '.join(EXPORTS)})"
        )
    progress = Progress(quiet=arguments.quiet)
    opened = opened_source(arguments)
    progress.notes(opened.notes)
    wanted = arguments.epochs
    if EXPORTS[kind].needs_training and wanted != 0 and (wanted or not opened.weights):
        opened = _trained(arguments.source, opened, wanted, Watch(progress))
    work = ExportWork(opened.document, opened.name, opened.weights, opened.history)
    if EXPORTS[kind].needs_pictures:
        work = _with_pictures(opened, work, arguments.theme, progress)
    try:
        if goes_out:
            sys.stdout.buffer.write(EXPORTS[kind].make(work))
        else:
            write_or_rescue(path, lambda where: export_to(where, kind, work), "the export is in {}")
    except ExportError as error:
        raise SourceError(f"{arguments.source}: {error}") from None
    if not goes_out:
        sys.stdout.write(f"{EXPORTS[kind].title}: {path}\n")
    return 0


def _trained(source: str, opened: Opened, epochs: int | None, watch: Watch) -> Opened:
    """What the source is after training, with its loss curve."""
    from dataclasses import replace

    watch.wait()
    from playground.training.headless import TrainError, train
    from playground.training.trainee.history import History

    history = History()
    try:
        report = train(opened.document, epochs=epochs, on_progress=history.append, go_on=watch.go_on)
    except TrainError as error:
        raise SourceError(f"{source}: {error}") from None
    finally:
        watch.end()
    return replace(opened, weights=report.checkpoint.to_arrays(), history=history.to_arrays())


def _with_pictures(opened: Opened, work: ExportWork, theme: str, progress: Progress) -> ExportWork:
    """The work with pictures from an invisible window that shows it."""
    from dataclasses import replace

    from playground.app.offscreen import shown_offscreen
    from playground.app.pictures.report import pictures_of, theme_colours

    with shown_offscreen(opened, theme, progress) as window:
        return replace(work, pictures=pictures_of(window.docks), colours=theme_colours())
