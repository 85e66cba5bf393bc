"""Text into a table: separator, names and the way numbers are written are found, and can be said otherwise."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.interop.tables.csv_layout import CsvError, checked_rows, listed, rows_of, shortened
from playground.interop.tables.data_table import BLANK, Column, DataTable, Reading
from playground.interop.tables.declared import Declared, orange_name
from playground.interop.tables.doubts import doubts_about
from playground.interop.tables.guess import SAMPLE_ROWS, TextLayout, said_fields, score, text_layout
from playground.interop.tables.head import (
    TableHead,
    find_head,
    is_comment,
    most_usual_width,
    names_in_comment,
    units_note,
)
from playground.interop.tables.number_style import affix_of, find_style, is_missing, without_affix
from playground.interop.tables.wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playground.interop.tables.csv_layout import Progress

Rows = list[list[str]]

PIECE_ROWS = 1_000
"""Between two words about the progress: read in some milliseconds."""
MOST_ROWS = 10_000_000
"""As many points as a document holds."""
_STRANGERS = {
    "<!doctype html": "a web page (HTML), not a table: download the file itself",
    "<html": "a web page (HTML), not a table: download the file itself",
    "<?xml": "XML, not a table",
    "<svg": "a picture (SVG), not a table",
    "%pdf-": "a PDF, not a table",
    "version https://git-lfs": "a pointer to a file in Git LFS, not the file: fetch it with git lfs pull",
}


def read_text(
    text: str,
    name: str,
    encoding: str = "",
    progress: Progress | None = None,
    wishes: Wishes = NO_WISHES,
) -> DataTable:
    """Take a text apart.

    Args:
        text: Rows of fields.
        name: For messages.
        encoding: What the text was decoded from, to be told again.
        progress: Told how far the reading is.
        wishes: What is said of it; the rest is found.

    Raises:
        CsvError: There is nothing, it is something else than a table, or has no two columns.
    """
    if not text.strip().strip("\0"):
        raise CsvError("there is nothing in it")
    _refuse_strangers(text)
    lines = text_layout(text, wishes)
    lines = replace(lines, reading=replace(lines.reading, encoding=encoding or lines.reading.encoding))
    rows, numbers, comments = _rows(text, lines, progress)
    table = _table(name, rows, numbers, lines, comments)
    if "style" in lines.reading.settled or not _has_unread(table):
        return table
    style = find_style(column.texts for column in table.columns)[0]  # the sample may have had whole numbers only
    if style is lines.reading.style:
        return table
    return _table(name, rows, numbers, replace(lines, reading=replace(lines.reading, style=style)), comments)


def table_of_rows(rows: Rows, name: str, first_line: int = 1, wishes: Wishes = NO_WISHES) -> DataTable:
    """Make a table of cells that are parted already, as a workbook has them.

    Args:
        rows: Stripped texts; numbers as texts with a decimal point, unless a person has typed them otherwise.
        name: For messages.
        first_line: The number of the first row.
        wishes: What is said of them; the rest is found.

    Raises:
        CsvError: There is nothing, or no two columns.
    """
    skip = wishes.skip_lines or 0
    rows = rows[skip:]
    filled = [row for row in rows if any(row)][:SAMPLE_ROWS]
    if most_usual_width(filled) < 2:
        raise CsvError("there is only one column; points need two, x and y" if filled else "there is nothing in it")
    style = score(filled, "", wishes)[1]
    header = find_head(filled, style).has_names if wishes.header is None else wishes.header
    settled = frozenset(name for name, said in said_fields(wishes).items() if said)
    reading = Reading("", header, style, skip=skip, settled=settled)
    lines = [first_line + skip + i for i in range(len(rows))]
    return _table(name, rows, lines, TextLayout(reading), [])


def _refuse_strangers(text: str) -> None:
    begin = text[:2000].lstrip("\ufeff \t\r\n")[:100].casefold()
    for mark, words in _STRANGERS.items():
        if begin.startswith(mark):
            raise CsvError(f"this is {words}")
    if begin.startswith(("{", "[")) and re.match(r"[\[{]\s*[\"{\[]", begin):
        raise CsvError("this is JSON, not a table")


# ---- rows -----------------------------------------------------------------------------------------------------------


def _rows(text: str, lines: TextLayout, progress: Progress | None) -> tuple[Rows, list[int], list[str]]:
    """All rows, blank ones too, with the line on which each begins, and the comments."""
    stream = io.StringIO(text, newline=None)
    comments: list[str] = []
    reader = rows_of(_without_comments(stream, lines, comments), lines.reading.separator, lines.quote)
    rows: Rows = []
    numbers: list[int] = []
    before = 0
    for row in checked_rows(reader):
        rows.append([cell.strip() for cell in row])
        numbers.append(before + 1)
        # Where this row ends: a quoted field may go over several lines, and people want to know where the next row
        # begins.
        before = reader.line_num
        if len(rows) > MOST_ROWS:
            raise CsvError(f"there are more than {MOST_ROWS:,} rows, the most that are read")
        if progress is not None and len(rows) % PIECE_ROWS == 0:
            progress(min(stream.tell() / len(text), 1.0))
    return rows, numbers, comments


def _without_comments(stream: Iterable[str], lines: TextLayout, comments: list[str]) -> Iterator[str]:
    """The lines, with an empty one in place of each that is no row, so that they count right."""
    for number, line in enumerate(stream):
        if number < lines.first:
            yield "\n"
        elif is_comment(line, lines.marks):
            comments.append(line)
            yield "\n"
        else:
            yield line


# ---- the table ------------------------------------------------------------------------------------------------------


def _table(name: str, rows: Rows, numbers: list[int], lines: TextLayout, comments: list[str]) -> DataTable:
    reading = lines.reading
    filled = [(row, line) for row, line in zip(rows, numbers, strict=True) if any(row)]
    if not filled:
        raise CsvError("there is nothing in it")
    head, names, notes = _head(filled, lines, comments)
    body = filled[head.rows :]
    if not body:
        raise CsvError("there are no points, only a header")
    width = len(names) or most_usual_width([row for row, _ in body])
    fitting = [(row, line) for row, line in body if len(row) == width]
    if 2 * len(fitting) < len(body) and names:
        usual = most_usual_width([row for row, _ in body])
        raise CsvError(_names_do_not_fit(len(names), usual, reading.separator))
    others = [line for row, line in body if len(row) != width]
    blank = len(rows) - len(filled) - len(comments) - lines.first
    dropped = [f"{_rows_word(blank)} {BLANK}"] if blank > 0 else []
    if others:
        dropped.append(
            f"{_rows_word(len(others))} with more or fewer than {width} fields (the first in line {others[0]})"
        )
    cells = list(zip(*(row for row, _ in fitting), strict=True))
    columns = _columns(names, cells, reading, lines.declared)
    if len(comments) > int(bool(names) and not head.has_names and lines.declared is None):
        notes.append(
            f"{'1 line of comments is' if len(comments) == 1 else f'{len(comments):,} lines of comments are'} left out"
        )
    where = np.array([line for _, line in fitting], dtype=np.int64)
    notes += [_affix_note(column) for column in columns if any(column.affix)]
    doubts = doubts_about(columns, reading, is_unsure=head.is_unsure)
    return DataTable(name, columns, where, tuple(dropped), tuple(doubts), reading, tuple(notes))


def _head(
    filled: list[tuple[list[str], int]], lines: TextLayout, comments: list[str]
) -> tuple[TableHead, list[str], list[str]]:
    """What stands above the rows, the names of the columns (none: there are none), and words about the rest."""
    reading, sample = lines.reading, [row for row, _ in filled[:SAMPLE_ROWS]]
    if lines.declared is not None:
        return TableHead(), list(lines.declared.names), []
    head = find_head(sample, reading.style)
    if reading.has_header != head.has_names:  # as a person says
        head = replace(head, has_names=True) if reading.has_header else TableHead(head.titles)
    notes = _title_notes(filled, head)
    if not head.has_names:
        may_be_named = bool(comments) and "has_header" not in reading.settled
        width = most_usual_width(sample[head.titles :])
        return head, names_in_comment(comments[-1], reading.separator, width) if may_be_named else [], notes
    names = filled[head.titles][0]
    if head.row_names:
        names = ["row names", *names]
    names = _fitted_names(names, [row for row, _ in filled[head.rows : head.rows + SAMPLE_ROWS]])
    if head.units:
        below = filled[head.rows - head.units : head.rows]
        notes.append(units_note([row for row, _ in below], [line for _, line in below]))
    if any(cell.isdecimal() for cell in names):
        notes.append(f"The first row ({listed(names, 4)}) is taken for the names of the columns")
    return head, names, notes


def _title_notes(filled: list[tuple[list[str], int]], head: TableHead) -> list[str]:
    if not head.titles:
        return []
    above = filled[: head.titles]
    words = shortened(" ".join(above[0][0]))
    if head.titles == 1:
        return [f"Line {above[0][1]} above the table ({words}) is left out"]
    return [f"Lines {above[0][1]} to {above[-1][1]} above the table ({words}) are left out"]


def _fitted_names(names: list[str], rows: Rows) -> list[str]:
    """The names, with one more where every row ends in a separator, or one less where only they do."""
    width = most_usual_width(rows)
    if width == len(names) + 1 and not any(row[-1] for row in rows if len(row) == width):
        return [*names, ""]
    return names[:-1] if width == len(names) - 1 and names[-1] == "" else names


def _columns(
    names: list[str], cells: list[tuple[str, ...]], reading: Reading, declared: Declared | None
) -> tuple[Column, ...]:
    found = [orange_name(name) for name in names]
    has_flags = declared is None and any(found)
    columns = []
    for i, texts in enumerate(cells):
        title = names[i] if i < len(names) else ""
        flagged = found[i] if has_flags and i < len(found) else None
        title, role = flagged or (title, declared.roles[i] if declared is not None else "")
        if not title and i == len(cells) - 1 and i > 1 and not any(texts):
            continue  # every row ends in a separator
        affix = affix_of(texts)
        named = bool(title)
        columns.append(
            Column(shortened(title) or f"Column {i + 1}", texts, reading.style, role, affix=affix, is_named=named)
        )
    return tuple(columns)


def _affix_note(column: Column) -> str:
    before, behind = column.affix
    example = next(text for text in column.texts if not is_missing(text))
    sign = before or behind
    return f"{column.name}: {sign} is left out of its numbers ({example} is {without_affix(example, column.affix)})"


def _names_do_not_fit(names: int, width: int, separator: str) -> str:
    hint = (
        "; if these are decimal commas, put semicolons between the columns"
        if separator == "," and width > names
        else ""
    )
    return f"the header names {names} columns, and the rows have {width}{hint}"


def _rows_word(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _has_unread(table: DataTable) -> bool:
    return any(
        column.is_numeric and bool((np.isnan(column.numbers) & ~column.is_missing).any()) for column in table.columns
    )
