"""write the network's outputs at given points."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.commands.arguments import TABLE_HELP, add_source
from playground.app.commands.tables import open_as_said, wishes_of
from playground.app.progress import Progress
from playground.interop.sources import SourceError, is_table
from playground.interop.table_wishes import NO_WISHES

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, points, result."""
    add_source(parser)
    parser.add_argument("--points", required=True, metavar="FILE", help=f"a table with x and y: {TABLE_HELP}")
    parser.add_argument("--out", required=True, metavar="FILE.csv", help="where the outputs go")
    parser.add_argument("--layers", action="store_true", help="every layer's activations as well")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate the saved weights, or the initial ones where the source has none."""
    from playground.interop.csv_layout import CsvError
    from playground.interop.csv_points import read_coordinates, write_table
    from playground.training.headless import TrainError, evaluate

    wishes = wishes_of(arguments)
    opened = open_as_said(arguments.source, wishes if is_table(arguments.source) else NO_WISHES)
    try:
        found = read_coordinates(arguments.points, wishes)
        Progress().notes((*opened.notes, *found.notes))
        columns = evaluate(opened.document, opened.weights, found.points, layers=arguments.layers)
    except (CsvError, TrainError) as error:
        raise SourceError(str(error)) from None
    write_table(Path(arguments.out), columns)
    return 0
