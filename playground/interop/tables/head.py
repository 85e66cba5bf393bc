"""What stands above the rows of a table: lines of words, comments, the names of the columns, their units."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.interop.tables.columns.words import TARGET_WORDS
from playground.interop.tables.csv_layout import CsvError, listed
from playground.interop.tables.number_style import NOT_FINITE, affix_below, is_missing, without_affix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.interop.tables.number_style import NumberStyle

Rows = list[list[str]]

COMMENT_MARKS = ("#", "%", "//", ";", "@", "!")
MOST_UNIT_ROWS = 2
_SEP_LINE = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)
_BARE_MARK = re.compile(r"\s*#\s*[,;\t|]")
"""A column that is called #."""


@dataclass(frozen=True, slots=True)
class TableHead:
    """How many of the first rows are none of the table, and what they say.

    Attributes:
        titles: Rows above the names.
        has_names: Whether the next one names the columns.
        units: Rows below the names that hold words where numbers follow.
        row_names: Whether the rows have one field more than the names, in front: R's names of rows.
        is_unsure: Whether the names may be numbers of a point.
    """

    titles: int = 0
    has_names: bool = False
    units: int = 0
    row_names: bool = False
    is_unsure: bool = False

    @property
    def rows(self) -> int:
        """The number of lines above the first data row: titles, column names and units."""
        return self.titles + self.has_names + self.units


# ---- lines ----------------------------------------------------------------------------------------------------------


def separator_line(line: str) -> str:
    """What a first line such as "sep=;" says, for spreadsheets; "" where it is none."""
    match = _SEP_LINE.fullmatch(line.strip("\r\n"))
    return match[1] if match else ""


def comment_marks(lines: Sequence[str]) -> tuple[str, ...]:
    """The marks with which some of these lines begin, and not most of them: those lines are no rows."""
    begun = Counter(mark for line in lines for mark in COMMENT_MARKS if line.lstrip().startswith(mark))
    plain = [line for line in lines if not line.lstrip().startswith(";")]
    if any(";" in line for line in plain):
        del begun[";"]  # a separator, behind an empty first field
    return tuple(mark for mark, count in begun.items() if 2 * count <= len(lines))


def is_comment(line: str, marks: tuple[str, ...]) -> bool:
    """Whether a line is none of the table."""
    return bool(marks) and line.lstrip().startswith(marks) and not _BARE_MARK.match(line)


def names_in_comment(line: str, separator: str, width: int) -> list[str]:
    """The names of the columns in the last comment above the rows, as numpy writes them; none where it has others."""
    text = line.strip().lstrip("".join(COMMENT_MARKS)).strip()
    for fields in (text.split(separator), text.split()):
        names = [field.strip().strip("\"'") for field in fields]
        if len(names) == width and all(names) and not any(name[0].isdigit() for name in names):
            return names
    return []


# ---- rows -----------------------------------------------------------------------------------------------------------


def most_usual_width(rows: Rows) -> int:
    """How many fields most rows have, the longer ones where as many are shorter."""
    widths = Counter(map(len, rows))
    return max(widths, key=lambda one: (widths[one], one), default=0)


def columns_of(rows: Rows, width: int) -> list[list[str]]:
    """The cells of the rows of this width, column by column."""
    return [list(cells) for cells in zip(*(row for row in rows if len(row) == width), strict=True)]


class NumberPlaces:
    """Which cells of rows are numbers, and in which places numbers stand.

    Args:
        rows: The first rows of a table.
        width: Of most of them.
        style: How numbers are written.
    """

    def __init__(self, rows: Rows, width: int, style: NumberStyle) -> None:
        self._style = style
        columns = columns_of(rows, width)
        self._affixes = [affix_below(cells) for cells in columns]
        self.places = [i for i, cells in enumerate(columns) if self._mostly(i, cells)]

    def _mostly(self, place: int, cells: list[str]) -> bool:
        filled = [cell for cell in cells if not is_missing(cell)]
        found = sum(self.is_number(place, cell) for cell in filled)
        return found > 0 and 2 * found >= len(filled)

    def is_number(self, place: int, cell: str) -> bool:
        """Whether a cell is a number, with its unit where its column has one."""
        affix = self._affixes[place] if place < len(self._affixes) else ("", "")
        return self._style.matches(cell) or (any(affix) and self._style.matches(without_affix(cell, affix)))

    def has_numbers(self, row: list[str]) -> bool:
        """Whether any cell of a row is a number."""
        return any(self.is_number(i, cell) for i, cell in enumerate(row))

    def is_head(self, row: list[str]) -> bool:
        """Whether a row has words, and no number, where numbers follow."""
        cells = [(place, row[place]) for place in self.places if place < len(row)]
        words = any(not is_missing(cell) and not NOT_FINITE.fullmatch(cell) for _, cell in cells)
        return words and not any(self.is_number(place, cell) for place, cell in cells)


def find_head(rows: Rows, style: NumberStyle) -> TableHead:
    """What stands above the rows of a table.

    Args:
        rows: The first ones, stripped, without blank ones.
        style: How numbers are written.

    Raises:
        CsvError: The names are fewer or more than the columns.
    """
    width = most_usual_width(rows)
    numbers = NumberPlaces(rows, width, style)
    titles = 0
    while titles < len(rows) and len(rows[titles]) != width and not numbers.has_numbers(rows[titles]):
        titles += 1
    if titles == len(rows):
        return TableHead()
    if titles and not numbers.is_head(rows[titles]):
        return _head_of_other_width(rows, width, titles)
    return _head_of_same_width(rows, titles, numbers)


def _head_of_other_width(rows: Rows, width: int, above: int) -> TableHead:
    names = rows[above - 1]
    spare = width - len(names)
    body = [row for row in rows[above:] if len(row) == width]
    rows_end = spare == 1 and len(names) > 1 and not any(row[-1] for row in body)
    if rows_end or (spare == -1 and not names[-1]):  # every row, or only the names, end in a separator
        return TableHead(above - 1, has_names=True)
    if spare == 1 and len(names) > 1 and _are_row_names([row[0] for row in body]):
        return TableHead(above - 1, has_names=True, row_names=True)
    if len(names) == 1:
        return TableHead(above)
    commas = "; if these are decimal commas, put semicolons between the columns" if spare > 0 else ""
    raise CsvError(f"the header names {len(names)} columns, and the rows have {width}{commas}")


def _are_row_names(cells: list[str]) -> bool:
    """Whether each is another, and a word or a number that counts."""
    counted = sorted(int(cell) for cell in cells if cell.isdecimal() and cell.isascii() and len(cell) < 10)
    if len(counted) == len(cells):
        return counted == [*range(counted[0], counted[0] + len(counted))]
    return (
        not counted
        and len(set(cells)) == len(cells)
        and not any(cell[:1].isdigit() or cell[:1] in "+-" for cell in cells)
    )


def _head_of_same_width(rows: Rows, titles: int, numbers: NumberPlaces) -> TableHead:
    heads = 0
    while titles + heads < len(rows) and len(rows[titles + heads]) == len(rows[titles]):
        if not numbers.is_head(rows[titles + heads]):
            break
        heads += 1
    if not heads:
        return _bare(rows, titles, numbers)
    filled = [sum(map(bool, row)) for row in rows[titles : titles + heads]]
    place = filled.index(max(filled))
    units = heads - place - 1
    return TableHead(titles + place, has_names=True, units=units if units <= MOST_UNIT_ROWS else 0)


def _bare(rows: Rows, titles: int, numbers: NumberPlaces) -> TableHead:
    """No words above numbers: no names, unless the first row counts 0, 1, 2 as pandas does where it has none."""
    first, body = rows[titles], rows[titles + 1 :]
    if not numbers.places:
        named = {"x", "y"} <= {cell.casefold() for cell in first}
        return TableHead(titles, has_names=named)
    words = _words_of_its_own(first, body, numbers)
    if any(word.casefold() in TARGET_WORDS for word in words):
        return TableHead(titles, has_names=True)
    if words and _counts_from_zero(first, body, numbers):
        return TableHead(titles, has_names=True, is_unsure=True)
    start = next((i for i, cell in enumerate(first) if cell), 0)
    counted = [int(cell) for cell in first[start:] if cell.isdecimal() and cell.isascii() and len(cell) < 5]
    if (
        len(counted) < len(first) - start
        or len(counted) < 3
        or counted != [*range(counted[0], counted[0] + len(counted))]
    ):
        return TableHead(titles)
    same = [row for row in body if len(row) == len(first)]
    are_whole = all(row[i].lstrip("+-").isdecimal() for row in same for i in numbers.places if i >= start and row[i])
    if not are_whole:
        return TableHead(titles, has_names=True)
    return TableHead(titles, has_names=counted[0] == 0, is_unsure=counted[0] == 0 and len(same) > 0)


def _words_of_its_own(first: list[str], body: Rows, numbers: NumberPlaces) -> list[str]:
    """The words in a first row of words and whole numbers, where none of them stands below as well."""
    if not all(cell.isdecimal() for i, cell in enumerate(first) if numbers.is_number(i, cell)):
        return []
    found = [(i, cell) for i, cell in enumerate(first) if cell and not numbers.is_number(i, cell)]
    again = any(len(row) > i and row[i].casefold() == cell.casefold() for i, cell in found for row in body)
    return [] if again else [cell for i, cell in found]


def _counts_from_zero(first: list[str], body: Rows, numbers: NumberPlaces) -> bool:
    """Whether the numbers of a row are 0, 1, ... as pandas names columns: above fractions, or words that repeat."""
    places = [i for i in numbers.places if i < len(first) and numbers.is_number(i, first[i])]
    below = [row[i] for row in body if len(row) == len(first) for i in places]
    has_fractions = any(cell and not cell.lstrip("+-").isdecimal() for cell in below)
    words = [[row[i] for row in body if len(row) == len(first)] for i in range(len(first)) if i not in places]
    repeats = all(2 * len(set(cells)) <= len(cells) for cells in words)
    counts = len(places) > 1 and [first[i] for i in places] == [str(i) for i in range(len(places))]
    return counts and (has_fractions or repeats)


def units_note(rows: Rows, lines: Sequence[int]) -> str:
    """Words about the rows of units."""
    return ". ".join(
        f"Line {line} ({listed([cell for cell in row if cell], 4)}) is taken for units and left out"
        for row, line in zip(rows, lines, strict=True)
    )
