"""write the network's outputs at given points."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.commands.arguments import add_source, opened_source
from playground.interop.sources import SourceError

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Source, points, result."""
    add_source(parser)
    parser.add_argument(
        "--points", required=True, metavar="FILE", help="a table with columns x and y: .csv .tsv .tab .npz"
    )
    parser.add_argument("--out", required=True, metavar="FILE.csv", help="where the outputs go")
    parser.add_argument("--layers", action="store_true", help="every layer's activations as well")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate the saved weights, or the initial ones where the source has none."""
    from playground.interop.csv_layout import CsvError
    from playground.interop.csv_points import read_coordinates, write_table
    from playground.training.headless import TrainError, evaluate

    opened = opened_source(arguments)
    try:
        points = read_coordinates(Path(arguments.points))
        columns = evaluate(opened.document, opened.weights, points, layers=arguments.layers)
    except (CsvError, TrainError) as error:
        raise SourceError(str(error)) from None
    write_table(Path(arguments.out), columns)
    return 0
