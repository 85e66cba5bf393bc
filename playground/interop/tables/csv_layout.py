"""What text files of points are made of: separators, rows, and words for what is wrong with them."""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blanks"}
"""The last one stands for any run of blanks and tabs."""
MOST_COLUMNS = 2_000
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
    """Points that cannot be read; the text is one line that says what and where.

    Attributes:
        options: The options of the command line that may help; empty for none.
    """

    def __init__(self, text: str, options: str = "") -> None:
        super().__init__(text)
        self.options = options


def rows_of(lines: Iterable[str], separator: str, quote: str = '"') -> RowReader:
    """Split lines into fields; quotes may enclose a field, and runs of blanks and tabs count as one separator.

    Raises:
        csv.Error: a quote is misplaced or not closed, or a field is longer than 131,072 characters.
    """
    if separator == " ":
        lines = (line.replace("\t", " ").strip() for line in lines)
    return csv.reader(lines, delimiter=separator, quotechar=quote, skipinitialspace=True, strict=True)


def checked_rows(reader: RowReader) -> Iterator[list[str]]:
    """Pass rows on.

    Raises:
        CsvError: as the reader raises, in our words and with the row; or a row has more than `MOST_COLUMNS` fields.
    """
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise CsvError(f"line {reader.line_num} has {len(row):,} fields; {MOST_COLUMNS:,} columns are the most")
            yield row
    except csv.Error as error:
        too_long = "limit" in str(error)
        fault = "a field is too long" if too_long else "a quotation mark is misplaced or never closed"
        raise CsvError(f"row {reader.line_num}: {fault}") from None


def shortened(field: str) -> str:
    """Return a field short enough for a message of one line."""
    line = " ".join(field.split())
    return line if len(line) <= 40 else line[:39] + "…"


def listed(names: Iterable[str], most: int = 8) -> str:
    """Return names for a sentence: "a, b, c", the rest counted."""
    short = [shortened(name) for name in names]
    more = f" and {len(short) - most:,} more" if len(short) > most else ""
    return ", ".join(short[:most]) + more
