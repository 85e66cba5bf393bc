"""What text files of points are made of: encodings, separators, rows, numbers, and words for columns."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", " ": "space"}
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\d+,\d+|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
"""A number with a decimal point or a decimal comma, without marks for the thousands."""
NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.ASCII | re.IGNORECASE)
CLASS_WORDS = frozenset({"label", "class", "category", "group"})
VALUE_WORDS = frozenset({"value", "z"})
TARGET_WORDS = CLASS_WORDS | VALUE_WORDS | {"target"}
COORDINATES = 2
Progress = Callable[[float], None]
"""Is told now and then what share of a file has been read; what it raises ends the reading and passes through."""


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


def shortened(field: str) -> str:
    """Return a field short enough for a message of one line."""
    line = " ".join(field.split())
    return line if len(line) <= 40 else line[:39] + "…"
