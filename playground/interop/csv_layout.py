"""How a text file of points is laid out: its encoding, its separator, its header and its columns."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TextIO

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", " ": "space"}
SAMPLE_ROWS = 200
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\d+,\d+|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
"""A number with a decimal point or a decimal comma, without marks for the thousands."""
NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.ASCII | re.IGNORECASE)
CLASS_WORDS = frozenset({"label", "class", "category", "group"})
VALUE_WORDS = frozenset({"value", "z"})
TARGET_WORDS = CLASS_WORDS | VALUE_WORDS | {"target"}
COORDINATES = 2
POINT_COLUMNS = 3
_NO_NAME = re.compile(r"[+-]?\.?\d.*|", re.ASCII)
"""What cannot be the name of a column: nothing, and what begins like a number."""


class RowReader(Protocol):
    """What `csv.reader` returns."""

    @property
    def line_num(self) -> int:
        """Lines read so far."""
        ...

    def __iter__(self) -> "RowReader":
        """Return itself."""
        ...

    def __next__(self) -> list[str]:
        """Return the fields of the next row."""
        ...


class CsvError(ValueError):
    """Points that cannot be read; the text is one line that says what and where."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a file are to be read.

    Attributes:
        separator: A key of `SEPARATORS`.
        has_header: Whether the first row names the columns.
        width: Fields in every row.
        columns: Positions of x, y and, where there is one, the label or value.
        names: Their names, from the header or else "x", "y", "label".
        ignored: Names of the columns that are left out.
    """

    separator: str
    has_header: bool
    width: int
    columns: tuple[int, ...]
    names: tuple[str, ...]
    ignored: tuple[str, ...]


def possible_encodings(head: bytes) -> tuple[str, ...]:
    """Return the encodings that a file with these first bytes may have, to be tried in order; none if binary.

    A byte-order mark decides; else zero bytes at every other place mean UTF-16. Text that is not UTF-8 is read
    as Windows-1252, which differs from its relatives in letters, never in numbers.
    """
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\0\0": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    for mark, encoding in marks.items():
        if head.startswith(mark):
            return (encoding,)
    if b"\0" not in head:
        return ("utf-8", "cp1252")
    first, second = head[0::2], head[1::2]
    if 2 * second.count(0) > len(second) and first.count(0) == 0:
        return ("utf-16-le",)
    if 2 * first.count(0) > len(first) and second.count(0) == 0:
        return ("utf-16-be",)
    return ()


def rows_of(lines: Iterable[str], separator: str) -> RowReader:
    """Split lines into fields; quotes may enclose a field, and runs of spaces count as one separator.

    Raises:
        csv.Error: a quote is misplaced or not closed, or a field is longer than 131,072 characters.
    """
    if separator == " ":
        lines = (line.rstrip() for line in lines)
    return csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)


def checked_rows(reader: RowReader) -> Iterator[list[str]]:
    """Pass rows on.

    Raises:
        CsvError: as the reader raises, in our words and with the row.
    """
    try:
        yield from reader
    except csv.Error as error:
        too_long = "limit" in str(error)
        fault = "a field is too long" if too_long else "a quotation mark is misplaced or never closed"
        raise CsvError(f"row {reader.line_num}: {fault}") from None


def detect_layout(stream: TextIO, coordinates_only: bool) -> Layout:
    """Find the layout from the first rows, and rewind the stream.

    Args:
        stream: An open text file.
        coordinates_only: Whether x and y will do.

    Raises:
        CsvError: There are no rows, or no layout with the columns needed.
    """
    sample = list(islice((line for line in stream if line.strip()), SAMPLE_ROWS))
    stream.seek(0)
    if not sample:
        raise CsvError("there are no points, the file is empty")
    readings = [reading for separator in SEPARATORS if (reading := _reading(sample, separator))]
    if not readings:
        list(checked_rows(rows_of(sample, ",")))
        raise CsvError("there is only one column; x, y and a label or value are needed, separated by commas")
    _, first_row, layout = max(readings, key=lambda reading: (reading[0], len(reading[2].columns)))
    _check_columns(layout, first_row, coordinates_only)
    return layout


def _reading(sample: list[str], separator: str) -> tuple[int, list[str], Layout] | None:
    """Return how many rows make sense with this separator, the first row, and its layout; None if it parts nothing.

    No two separators make sense of the same row: a coordinate would have to hold the other one, which only a
    comma can be, and splitting there leaves the first separator within a coordinate.
    """
    rows: list[list[str]] = []
    # The sample may end within quotes; what precedes is enough.
    with suppress(CsvError):
        rows.extend([field.strip() for field in row] for row in checked_rows(rows_of(sample, separator)) if any(row))
    if not rows or len(rows[0]) < COORDINATES:
        return None
    layout = _layout_of(rows[0], separator)
    fit = sum(_is_point(row, layout) for row in rows)
    return fit, rows[0], layout


def _layout_of(first: list[str], separator: str) -> Layout:
    words = [field.casefold() for field in first]
    if {"x", "y"} <= set(words):
        columns = _named_columns(words)
        names = tuple(first[column] for column in columns)
        ignored = tuple(name for column, name in enumerate(first) if column not in columns)
        return Layout(separator, True, len(first), columns, names, ignored)
    has_header = not any(_NO_NAME.fullmatch(field) or _is_numeric(field) for field in first[:COORDINATES])
    columns = tuple(range(min(len(first), POINT_COLUMNS)))
    names = tuple(first[:POINT_COLUMNS]) if has_header else ("x", "y", "label")[: len(columns)]
    return Layout(separator, has_header, len(first), columns, names, ())


def _named_columns(words: list[str]) -> tuple[int, ...]:
    """Return the positions of x and y and of the target: the column named as one, or the only other column."""
    places = (words.index("x"), words.index("y"))
    targets = [column for column, word in enumerate(words) if word in TARGET_WORDS]
    others = [column for column in range(len(words)) if column not in places]
    chosen = targets if len(targets) == 1 else others
    return (*places, chosen[0]) if len(chosen) == 1 else places


def _is_numeric(field: str) -> bool:
    return bool(NUMBER.fullmatch(field) or NOT_FINITE.fullmatch(field))


def _is_point(row: list[str], layout: Layout) -> bool:
    return len(row) == layout.width and all(_is_numeric(row[column]) for column in layout.columns[:COORDINATES])


def _check_columns(layout: Layout, first_row: list[str], coordinates_only: bool) -> None:
    by_name = {"x", "y"} <= {field.casefold() for field in first_row}
    if not by_name and layout.width > POINT_COLUMNS:
        if commas_are_ambiguous(first_row, layout.separator):
            raise CsvError(
                "the commas are ambiguous: they may be decimal commas or separators; "
                "put semicolons between the columns, or write decimal points"
            )
        raise CsvError(
            f"there are {layout.width} columns and no header that names x, y and label (or value) among them"
        )
    if coordinates_only or len(layout.columns) == POINT_COLUMNS:
        return
    if layout.ignored:
        raise CsvError("which column holds the label? The header has to name one column label, or one value")
    raise CsvError("there are only two columns; a third with the label or value of each point is needed")


def commas_are_ambiguous(row: list[str], separator: str) -> bool:
    """Whether a row with too many fields may have decimal commas: all but the last field are whole numbers."""
    return separator == "," and all(re.fullmatch(r"[+-]?\d+", field.strip()) for field in row[:-1])
