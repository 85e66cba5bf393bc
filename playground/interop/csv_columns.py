"""The columns of a file of points, read in pieces: numbers checked, labels counted, every error with its row."""

import re
from collections.abc import Callable, Sequence
from itertools import accumulate, islice
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from playground.interop.csv_layout import (
    COORDINATES,
    NOT_FINITE,
    NUMBER,
    CsvError,
    Layout,
    checked_rows,
    commas_are_ambiguous,
    rows_of,
)

Floats = NDArray[np.float64]

PIECE_ROWS = 1_000
"""Few enough that other threads, which wait for single calls on a whole piece, hardly notice."""
MOST_LABELS = 1_000
"""With more different texts than this, a column with numbers in it is read as numbers from there on."""
LARGEST = 1e9
"""Coordinates and values beyond this are refused: their squares must be safe in single precision."""
_NUMBER_LETTERS = frozenset("0123456789+-.,eE ")
_MAYBE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)


class NumberReader:
    """Turns fields into numbers, and watches that the decimal mark means one thing throughout.

    Attributes:
        mark: The decimal mark met so far, "." or ","; empty while every number was whole.
    """

    def __init__(self) -> None:
        self.mark = ""
        self._only_thousands = True

    def read(self, fields: Sequence[str], rows: Sequence[int], column: str) -> Floats:
        """Return the numbers of a column.

        Args:
            fields: One for each row.
            rows: The row in the file of each, for messages.
            column: The column's name, for messages.

        Raises:
            CsvError: A field is no finite number, or has the other decimal mark.
        """
        text = "".join(fields)
        if not _NUMBER_LETTERS.issuperset(text):
            fields = [field.strip() for field in fields]  # of tabs, for one
            text = "".join(fields)
        marks = {mark for mark in (".", ",") if mark in text or mark == self.mark}
        if not _NUMBER_LETTERS.issuperset(text) or len(marks) > 1:
            raise self._blame(fields, rows, column)
        try:
            points = [field.replace(",", ".") for field in fields] if "," in marks else fields
            values = np.array([*map(float, points)])
        except ValueError:
            raise self._blame(fields, rows, column) from None
        if not (np.abs(values) <= LARGEST).all():
            raise self._blame(fields, rows, column)
        self.mark = "".join(marks)
        self._watch_thousands(fields)
        return values

    def check_thousands(self) -> None:
        """Raise when every comma may just as well part thousands.

        Raises:
            CsvError: 1,234 may be a little more than one, or more than a thousand.
        """
        if self.mark == "," and self._only_thousands:
            raise CsvError(AMBIGUOUS_THOUSANDS)

    def _watch_thousands(self, fields: Sequence[str]) -> None:
        if self.mark == "," and self._only_thousands:
            with_comma = (field for field in fields if "," in field)
            self._only_thousands = all(_MAYBE_THOUSANDS.fullmatch(field.strip()) for field in with_comma)

    def _blame(self, fields: Sequence[str], rows: Sequence[int], column: str) -> CsvError:
        """Return the error for the first bad field."""
        for field, row in zip(fields, rows, strict=True):
            reason = self._fault(field.strip())
            if reason:
                return CsvError(f"row {row}, column {column}: {reason}")
        raise AssertionError("a field that cannot be read has no fault")

    def _fault(self, field: str) -> str:
        if not field:
            return "there is no number"
        if NOT_FINITE.fullmatch(field):
            return f"'{field}' is not a finite number"
        if not NUMBER.fullmatch(field):
            return f"'{shortened(field)}' is not a number"
        mark = "".join(mark for mark in ".," if mark in field)
        self.mark = self.mark or mark
        if mark not in ("", self.mark):
            return f"'{field}' has another decimal mark than the numbers before"
        beyond = abs(float(field.replace(",", "."))) > LARGEST
        return f"{field} is beyond ±{LARGEST:g}" if beyond else ""


AMBIGUOUS_THOUSANDS = (
    "the commas are ambiguous: every number with one has three digits after it, so it may part the thousands; "
    "write decimal points, or no commas"
)


def shortened(field: str) -> str:
    """Return a field short enough for a message of one line."""
    line = " ".join(field.split())
    return line if len(line) <= 40 else line[:39] + "…"


class Columns:
    """Coordinates and labels, gathered piece by piece.

    Attributes:
        numbers: What has read the coordinates, with the decimal mark it met.
        labels: The different texts of the target column with their codes, in order of appearance; not all of
            them once there are `values`.
        first_rows: The row where each of them first stands.
        blank_rows: Rows without anything in them, left out.
    """

    def __init__(self, layout: Layout, stream: TextIO, after_piece: Callable[[], None]) -> None:
        """Read everything.

        Args:
            layout: How the rows are to be read.
            stream: An open text file.
            after_piece: Called now and then; what it raises passes through.

        Raises:
            CsvError: A row has another number of fields, or a coordinate is no finite number.
        """
        self.numbers = NumberReader()
        self.labels: dict[str, int] = {}
        self.first_rows: list[int] = []
        self.blank_rows = 0
        self._layout = layout
        self._points: list[Floats] = []
        self._codes: list[NDArray[np.int64]] = []
        self._values: list[Floats] | None = None
        self._read(stream, after_piece)

    @property
    def points(self) -> Floats:
        """The coordinates, (N, 2)."""
        return np.concatenate(self._points)

    @property
    def codes(self) -> NDArray[np.int64]:
        """The code of each row's label, (N,)."""
        return np.concatenate(self._codes)

    @property
    def values(self) -> Floats | None:
        """The numbers of the target column, (N,), where it has too many different ones for labels."""
        return None if self._values is None else np.concatenate(self._values)

    def _read(self, stream: TextIO, after_piece: Callable[[], None]) -> None:
        reader = rows_of(stream, self._layout.separator)
        header_is_due = self._layout.has_header
        checked, before = checked_rows(reader), 0
        while piece := list(islice(checked, PIECE_ROWS)):
            rows = _row_numbers(piece, before, reader.line_num)
            before = reader.line_num
            filled = [(row, fields) for row, fields in zip(rows, piece, strict=True) if any(fields)]
            self.blank_rows += len(piece) - len(filled)
            self._add(filled[header_is_due:])
            header_is_due = header_is_due and not filled
            after_piece()
        if not self._points:
            raise CsvError("there are no points, only a header")

    def _add(self, filled: list[tuple[int, list[str]]]) -> None:
        if not filled:
            return
        layout = self._layout
        for row, fields in filled:
            if len(fields) != layout.width:
                raise _wrong_width(row, fields, layout)
        rows = [row for row, _ in filled]
        columns = list(zip(*(fields for _, fields in filled), strict=True))
        parts = list(zip(layout.columns, layout.names, strict=True))
        xy = [self.numbers.read(columns[column], rows, name) for column, name in parts[:COORDINATES]]
        self._points.append(np.column_stack(xy))
        for column, name in parts[COORDINATES:]:
            self._add_targets(columns[column], rows, name)

    def _add_targets(self, fields: Sequence[str], rows: list[int], name: str) -> None:
        if self._values is not None:
            self._values.append(self.numbers.read(fields, rows, name))
            return
        stripped = [field.strip() for field in fields]
        unknown = set(stripped) - self.labels.keys()
        for field, row in zip(stripped, rows, strict=True) if unknown else ():
            if field in unknown and field not in self.labels:
                self.labels[field] = len(self.labels)
                self.first_rows.append(row)
        self._codes.append(np.array([self.labels[field] for field in stripped], dtype=np.int64))
        if len(self.labels) > MOST_LABELS and any(map(NUMBER.fullmatch, self.labels)):
            by_label = self.numbers.read(list(self.labels), self.first_rows, name)
            self._values = [by_label[self.codes]]


def _row_numbers(piece: list[list[str]], before: int, after: int) -> Sequence[int]:
    """Return the line on which each row begins, given the lines read before and after the piece."""
    if after - before == len(piece):
        return range(before + 1, after + 1)
    lengths = (1 + sum(field.count("\n") for field in fields) for fields in piece[:-1])
    return list(accumulate(lengths, initial=before + 1))


def _wrong_width(row: int, fields: list[str], layout: Layout) -> CsvError:
    columns = "one column" if len(fields) == 1 else f"{len(fields)} columns"
    fault = f"row {row} has {columns}, the first row has {layout.width}"
    if len(fields) > layout.width and commas_are_ambiguous(fields, layout.separator):
        fault += "; if these are decimal commas, put semicolons between the columns"
    return CsvError(fault)
