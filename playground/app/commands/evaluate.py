"""write the network's outputs at given points."""

from __future__ import annotations

import sys
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.commands.arguments import TABLE_HELP, add_source
from playground.app.commands.tables import open_as_said, wishes_of
from playground.app.destinations import destination
from playground.app.progress import Progress, add_quiet
from playground.document.figures import mistakes, share
from playground.domains import DOMAINS
from playground.interop.source_errors import SourceError
from playground.interop.sources import expanded, is_stdin, is_table, label_of
from playground.interop.tables.csv_layout import listed
from playground.interop.tables.wishes import NO_WISHES
from playground.methods.losses import LOSSES
from playground.tasks import TASKS
from playground.training.engines.torch_door import require_torch

if TYPE_CHECKING:
    import argparse
    from typing import Any

    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.interop.sources import Opened
    from playground.interop.tables.csv_points import FileCoordinates
    from playground.interop.tables.wishes import Wishes

STDOUT = "-"
POINTS_HELP = f"a table with its inputs: {TABLE_HELP}; of pictures a folder, IDX, .npz or columns of pixels"


EXAMPLES = (
    "evaluate circle --points points.csv --out answers.csv",
    "evaluate circle --points points.csv --out - --layers",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, points, result."""
    add_source(parser)
    parser.add_argument("--points", required=True, metavar="FILE", help=POINTS_HELP)
    parser.add_argument("--out", required=True, metavar="FILE.csv", help="where the outputs go; - is standard output")
    parser.add_argument("--layers", action="store_true", help="every layer's activations as well")
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate the saved weights, or the initial ones where the source has none; labelled points give a score, too."""
    goes_out = arguments.out == STDOUT
    path = Path(STDOUT) if goes_out else destination(arguments.out, read=(arguments.points, arguments.source))
    from playground.interop.tables.csv_points import table_text, write_table

    if is_stdin(arguments.source) and is_stdin(arguments.points):
        raise SourceError("standard input can be read once: SOURCE and --points cannot both be it")
    progress, wishes = Progress(quiet=arguments.quiet), wishes_of(arguments)
    opened = open_as_said(arguments.source, wishes if is_table(arguments.source) else NO_WISHES)
    found = _read(arguments.points, wishes, opened.document.dataset)
    progress.notes((*opened.notes, *found.notes))
    require_torch()  # which takes a while: what cannot be read is told before
    from playground.training.headless import TrainError, evaluate

    try:
        columns = evaluate(opened.document, opened.weights, found.points, layers=arguments.layers)
        if not DOMAINS[opened.document.dataset.domain].has_map:
            columns = _without_pixels(columns, found)
        told = "" if found.dataset is None else _scores(opened, found.dataset, progress)
    except TrainError as error:
        raise SourceError(str(error)) from None
    if not opened.weights:
        progress.note(f"{label_of(arguments.source)} was not trained: these are the answers of its initial weights.")
    if goes_out:
        sys.stdout.write(table_text(columns))
        sys.stderr.write(told)
    else:
        write_table(path, columns)
        sys.stdout.write(told)
    return 0


def _read(points: str, wishes: Wishes, network: Dataset) -> FileCoordinates:
    """What a network is to answer: pictures where it was made for them, else a table.

    Raises:
        SourceError: It cannot be read.
    """
    from playground.interop.pictures.picture_dataset import read_pictures_for
    from playground.interop.tables.csv_layout import CsvError
    from playground.interop.tables.csv_points import read_coordinates
    from playground.interop.tables.kinds import STDIN

    if not DOMAINS[network.domain].has_map:
        return read_pictures_for(expanded(points), network)
    try:
        return read_coordinates(STDIN if is_stdin(points) else points, wishes, network)
    except CsvError as error:
        raise SourceError(str(error)) from None


def _without_pixels(columns: dict[str, NDArray[Any]], found: FileCoordinates) -> dict[str, NDArray[Any]]:
    """Number and label of each picture in place of its pixels."""
    import numpy as np

    count, pixels = found.points.shape
    told = dict(list(columns.items())[pixels:])
    labels = {}
    if found.dataset is not None:
        names = np.array([one.name for one in found.dataset.classes], dtype=object)
        labels = {"label": names[found.dataset.targets]}
    return {"picture": np.arange(1, count + 1), **labels, **told}


def _scores(opened: Opened, labelled: Dataset, progress: Progress) -> str:
    """Loss and accuracy or R² at the points, as lines; a note where they say nothing of this network."""
    from playground.training.scoring import scores

    found = scores(opened.document, opened.weights, labelled)
    if found is None:
        progress.note(f"There is no score: {_mismatch(opened, labelled)}.")
        return ""
    rows = {"points": f"{found.points:,}", "loss": f"{found.loss:.4g}"}
    if found.accuracy is not None:
        rows["accuracy"] = share(found.accuracy, 1, gap="")
        if LOSSES[opened.document.training.loss].counts_mistakes:
            rows["mistakes"] = f"{mistakes(found.accuracy, found.points)} of {found.points:,}"
    if found.r2 is not None:
        rows["R²"] = "not defined: all values are equal" if isnan(found.r2) else f"{found.r2:.4g}"
    if found.unknown:
        rows["left out"] = f"points of {', '.join(found.unknown)}, which the network does not know"
    return "".join(f"{name:12}{text}\n" for name, text in rows.items())


def _mismatch(opened: Opened, labelled: Dataset) -> str:
    """Why labels or values cannot be compared with the answers."""
    if not labelled.classes and TASKS[opened.document.task].has_classes:
        return "the points have values, and the network answers classes"
    if not labelled.classes:
        here, there = (listed(list(data.values)) for data in (labelled, opened.document.dataset))
        return f"the values are {here}, and the network answers {there}"
    if not TASKS[opened.document.task].has_classes:
        return "the points have labels, and the network answers values"
    known, given = ([one.name for one in classes] for classes in (opened.document.dataset.classes, labelled.classes))
    return f"the network knows {listed(known)}, and the labels are {listed(given)}"
