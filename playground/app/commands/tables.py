"""Options that say how a table is read and what its columns are; every command that takes a table has them."""

from __future__ import annotations

import argparse
import csv
from typing import TYPE_CHECKING

from playground.interop.source_errors import SourceError
from playground.interop.sources import is_table, label_of, open_source
from playground.interop.tables.csv_layout import SEPARATORS
from playground.interop.tables.wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from playground.interop.sources import Opened

MOST_SKIPPED = 100_000
LARGEST_SHARE = 0.9
"""Of points that test: some have to train."""


def add_table_options(parser: argparse.ArgumentParser) -> None:
    """Columns, the way a text is taken apart, and the share that tests."""
    group = parser.add_argument_group("tables", "how a table is read; COL is a column's name or its number from 1")
    group.add_argument("--x", metavar="COL", default="", help="column of x")
    group.add_argument("--y", metavar="COL", default="", help="column of y")
    group.add_argument(
        "--columns",
        type=_columns,
        default=(),
        metavar="COL,COL,...",
        help="in place of x and y 3 to 64 columns of a table; of few texts each becomes columns of 0 and 1; "
        "all: every column that can be one, beside label and test",
    )
    target = group.add_mutually_exclusive_group()
    target.add_argument("--label", metavar="COL", default="", help="column of the class of each point")
    target.add_argument(
        "--value",
        type=_columns,
        default=(),
        metavar="COL,COL,...",
        help="column of the value of each point, or 2 to 16 columns of values",
    )
    words = ", ".join(SEPARATORS.values())
    group.add_argument("--separator", metavar="S", default="", help=f"between the columns: {words}, or the sign itself")
    group.add_argument("--decimal", choices=(".", ","), default="", help="the decimal mark")
    group.add_argument("--encoding", metavar="E", default="", help="of the letters: utf-8, cp1252, gbk, shift-jis, ...")
    group.add_argument("--header", choices=("yes", "no"), default=None, help="whether the first row names the columns")
    group.add_argument("--skip-lines", type=_lines, default=None, metavar="N", help="lines to leave out at the top")
    group.add_argument("--sheet", metavar="NAME", default="", help="sheet of a workbook; default: the first")
    group.add_argument(
        "--no-standardise",
        "--no-standardize",
        dest="standardise",
        action="store_false",
        help="train on its numbers as they are, not on those with a mean of 0 and a deviation of 1",
    )
    group.add_argument(
        "--drop-rows", action="store_true", help="leave out rows without a number or label that is needed, and say so"
    )
    group.add_argument("--test", type=_share, default=None, metavar="FRACTION", help="share of the points that test")


def _columns(text: str) -> tuple[str, ...]:
    """Names with commas between; one that has a comma itself stands in quotes."""
    names = tuple(name.strip() for name in next(csv.reader([text], skipinitialspace=True), ()))
    if not all(names) or not names:
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of columns such as age,height,3, or all")
    return names


def _lines(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_SKIPPED:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of lines, 0 to {MOST_SKIPPED:,}")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share such as 0.3 or 30%") from None
    if not 0.0 <= value <= LARGEST_SHARE:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and {LARGEST_SHARE}")
    return value


def wishes_of(arguments: argparse.Namespace) -> Wishes:
    """What the options say of a table."""
    return Wishes(
        x=arguments.x,
        y=arguments.y,
        columns=arguments.columns,
        label=arguments.label,
        value=arguments.value,
        separator=arguments.separator,
        decimal=arguments.decimal,
        encoding=arguments.encoding,
        skip_lines=arguments.skip_lines,
        header=None if arguments.header is None else arguments.header == "yes",
        sheet=arguments.sheet,
        test=arguments.test,
        standardise=arguments.standardise,
        drop_rows=arguments.drop_rows,
    )


def open_as_said(source: str, wishes: Wishes = NO_WISHES) -> Opened:
    """Open a source.

    Raises:
        SourceError: It cannot be opened, or something is said of a table where there is none.
    """
    if wishes != NO_WISHES and not is_table(source):
        raise SourceError(f"{label_of(source)}: this is no table; options such as --label and --test are for tables")
    return open_source(source, wishes=wishes)
