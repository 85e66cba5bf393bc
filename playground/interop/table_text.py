"""Text into a table: separator, header and the way numbers are written are found, and can be said otherwise."""

from __future__ import annotations

import io
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from playground.interop.csv_layout import (
    NOT_FINITE,
    SEPARATORS,
    CsvError,
    checked_rows,
    possible_encodings,
    rows_of,
    shortened,
)
from playground.interop.data_table import BLANK, MISSING, Column, DataTable, NumberStyle, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from playground.interop.csv_layout import Progress

Rows = list[list[str]]

SAMPLE_ROWS = 400
PIECE_ROWS = 1_000
"""Between two words about the progress: read in some milliseconds."""
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
}
HEAD_BYTES = 65_536
LEAST_AMBIGUOUS = 4
"""Two and three whole numbers in a row are x, y and a label; from four on they may be halves of decimals."""


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text of a file and the encoding that it turned out to have.

    Args:
        data: The whole file.
        encoding: Of `ENCODINGS`; found when empty.

    Raises:
        CsvError: It is no text.
    """
    for candidate in (encoding,) if encoding else possible_encodings(data[:HEAD_BYTES]):
        with suppress(UnicodeError):
            return data.decode(candidate), candidate
    named = f"no text in {ENCODINGS.get(encoding, encoding)}" if encoding else "not a text file"
    raise CsvError(f"this is {named}")


def read_text(
    text: str, name: str, reading: Reading | None = None, encoding: str = "", progress: Progress | None = None
) -> DataTable:
    """Take a text apart.

    Args:
        text: Rows of fields.
        name: For messages.
        reading: How; found when None.
        encoding: What the text was decoded from, to be told again.
        progress: Told how far the reading is.

    Raises:
        CsvError: There is nothing, or no two columns.
    """
    if not text.strip().strip("\0"):
        raise CsvError("there is nothing in it")
    chosen = replace(reading or guess_reading(text), encoding=encoding)
    rows, lines = _rows(text, chosen.separator, progress)
    table = _table(name, rows, lines, chosen)
    if reading is None and table.doubts:
        style, _ = _style([cell for row in rows for cell in row])  # the sample may have had whole numbers only
        if style is not chosen.style:
            return _table(name, rows, lines, replace(chosen, style=style))
    return table


def guess_reading(text: str) -> Reading:
    """Find how a text is taken apart: the way in which most cells become numbers.

    Raises:
        CsvError: No separator parts it into columns.
    """
    sample = list(islice((line for line in io.StringIO(text, newline=None) if line.strip()), SAMPLE_ROWS))
    guesses = [guess for separator in SEPARATORS if (guess := _guess(sample, separator))]
    if not guesses:
        list(checked_rows(rows_of(sample, ",")))
        raise CsvError("there is only one column; points need two, x and y, with a comma, semicolon or tab between")
    return max(guesses, key=lambda guess: guess[0])[1]


def _guess(sample: list[str], separator: str) -> tuple[float, Reading] | None:
    """How much sense a separator makes, 0 to 1, with the best way to go on from it."""
    rows: Rows = []
    # The sample may end within quotes; what precedes is enough.
    with suppress(CsvError):
        rows.extend(_stripped(row) for row in checked_rows(rows_of(sample, separator)) if any(row))
    widths = Counter(len(row) for row in rows)
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    if width < 2:
        return None
    fitting = [row for row in rows if len(row) == width]
    cells = [cell for row in fitting for cell in row]
    style, share = _style(cells)
    has_header = _is_header(rows[0], fitting, style)
    return share * len(fitting) / len(rows), Reading(separator, has_header, style)


def _style(cells: Sequence[str]) -> tuple[NumberStyle, float]:
    """The way in which most cells are numbers, and the share of these; grouping only where it is needed."""
    filled = [cell for cell in cells if cell.casefold() not in MISSING]
    found = {style: sum(map(_matcher(style), filled)) for style in NumberStyle}
    best = max(NumberStyle, key=lambda style: found[style])
    return best, found[best] / max(len(filled), 1)


def _matcher(style: NumberStyle) -> Callable[[str], bool]:
    match = style.pattern.fullmatch
    return lambda cell: match(cell.replace("−", "-")) is not None


def _is_header(first: list[str], rows: Rows, style: NumberStyle) -> bool:
    """Whether the first row has words only, and there are numbers below."""
    words = [cell for cell in first if cell]
    match = _matcher(style)
    if not words or any(match(cell) or NOT_FINITE.fullmatch(cell) or cell[0].isdigit() for cell in words):
        return False
    return any(match(cell) for row in rows[1:] for cell in row) or {"x", "y"} <= {cell.casefold() for cell in words}


def _stripped(row: Iterable[str]) -> list[str]:
    return [cell.strip() for cell in row]


def _rows(text: str, separator: str, progress: Progress | None) -> tuple[Rows, list[int]]:
    """All rows, blank ones too, with the line on which each begins."""
    stream = io.StringIO(text, newline=None)
    reader = rows_of(stream, separator)
    rows: Rows = []
    lines: list[int] = []
    before = 0
    for row in checked_rows(reader):
        rows.append([cell.strip() for cell in row])
        lines.append(before + 1)
        before = reader.line_num
        if progress is not None and len(rows) % PIECE_ROWS == 0:
            progress(min(stream.tell() / len(text), 1.0))
    return rows, lines


def _table(name: str, rows: Rows, lines: list[int], reading: Reading) -> DataTable:
    filled = [(row, line) for row, line in zip(rows, lines, strict=True) if any(row)]
    header = filled.pop(0)[0] if reading.has_header and filled else []
    if not filled:
        raise CsvError("there are no points, only a header")
    widths = Counter(len(row) for row, _ in filled)
    width = len(header) or max(widths, key=lambda one: (widths[one], one))
    fitting = [(row, line) for row, line in filled if len(row) == width]
    others = [line for row, line in filled if len(row) != width]
    if not fitting:
        raise CsvError(_nothing_fits(header, [row for row, _ in filled], reading.separator))
    names = [shortened(cell) or f"Column {i}" for i, cell in enumerate(header or [""] * width, start=1)]
    cells = zip(*(row for row, _ in fitting), strict=True)
    columns = tuple(Column(title, texts, reading.style) for title, texts in zip(names, cells, strict=True))
    blank = len(rows) - len(filled) - bool(header)
    dropped = [f"{_rows_word(blank)} {BLANK}"] if blank else []
    if others:
        dropped.append(
            f"{_rows_word(len(others))} with more or fewer than {width} fields (the first in line {others[0]})"
        )
    return DataTable(
        name,
        columns,
        np.array([line for _, line in fitting], dtype=np.int64),
        tuple(dropped),
        tuple(_doubts(columns, reading)),
        reading,
    )


def _nothing_fits(header: list[str], rows: Rows, separator: str) -> str:
    hint = "; if these are decimal commas, put semicolons between the columns" if separator == "," else ""
    return f"the header names {len(header)} columns, and the rows have {len(rows[0])}{hint}"


def _doubts(columns: tuple[Column, ...], reading: Reading) -> list[str]:
    """What may have been meant otherwise."""
    style = reading.style
    doubts = []
    if reading.separator == "," and not reading.has_header and len(columns) >= LEAST_AMBIGUOUS:
        whole = all(text.lstrip("+-").isdigit() for column in columns[:-1] for text in column.texts)
        if whole:
            doubts.append("Every comma may be a separator or a decimal mark; here each one separates two columns.")
    if style is NumberStyle.COMMA:
        with_comma = [
            text for column in columns if column.is_numeric for text in column.texts if style.pattern.fullmatch(text)
        ]
        with_comma = [text for text in with_comma if "," in text]
        grouped = NumberStyle.POINT_GROUPED.pattern
        if with_comma and all(grouped.fullmatch(text) and not text.lstrip("+-").startswith("0") for text in with_comma):
            example = with_comma[0]
            plain, whole_number = example.replace(",", "."), example.replace(",", "")
            doubts.append(f"{example} is read as {plain}; it may also be {whole_number}.")
    unread = [column.texts[i] for column in columns if column.is_numeric for i in np.isnan(column.numbers).nonzero()[0]]
    mixed = sum(_is_other_style(text, style) for text in unread)
    if mixed:
        cells = "1 cell is a number" if mixed == 1 else f"{mixed:,} cells are numbers"
        doubts.append(f"{cells} only if written otherwise than {style.value}.")
    return doubts


def _is_other_style(text: str, style: NumberStyle) -> bool:
    if not text or style.pattern.fullmatch(text):
        return False
    return any(other.pattern.fullmatch(text) for other in NumberStyle if other is not style)


def _rows_word(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
