"""How a text is taken apart: separator, quotes, comments and names, so that most cells become numbers."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from playground.interop.tables.csv_layout import MOST_COLUMNS, SEPARATORS, CsvError, checked_rows, rows_of
from playground.interop.tables.data_table import Reading
from playground.interop.tables.declared import Declared, declared_head
from playground.interop.tables.head import comment_marks, find_head, is_comment, most_usual_width, separator_line
from playground.interop.tables.number_style import NumberStyle, find_style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playground.interop.tables.wishes import Wishes

Rows = list[list[str]]

SAMPLE_ROWS, LEAST_SAMPLE, SAMPLE_LETTERS = 400, 6, 100_000
MOST_DECLARED, MOST_ABOVE = 20_000, 50
"""Lines that are looked through for where the rows begin."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How the lines of a text are looked at.

    Attributes:
        reading: As it is taken apart.
        quote: What encloses a field.
        marks: With which comments begin.
        declared: What the file declares.
        first: Lines that are no rows, at the top.
    """

    reading: Reading
    quote: str = '"'
    marks: tuple[str, ...] = ()
    declared: Declared | None = None
    first: int = 0


def text_layout(text: str, wishes: Wishes) -> TextLayout:
    """How a text is taken apart, as it is said or as most cells become numbers."""
    skip = wishes.skip_lines or 0
    above = MOST_DECLARED if "@" in text[:MOST_DECLARED] else MOST_ABOVE
    # newline=None makes \n of the line ends of Windows, and of the bare \r of old Macs.
    head = list(islice(io.StringIO(text, newline=None), skip + above))
    declared = declared_head(head[skip:]) if skip < len(head) else None
    said = separator_line(head[skip]) if skip < len(head) else ""
    first = skip + (declared.skip if declared else bool(said))
    lines = islice(io.StringIO(text, newline=None), first, None)
    sample = _sample(lines)
    if not sample:
        raise CsvError(f"there is nothing behind the first {skip:,} lines" if skip else "there is nothing in it")
    marks = ("%",) if declared is not None and declared.separators[0] == "," else comment_marks(sample)
    sample = [line for line in sample if not is_comment(line, marks)]
    quote = _quote_of(sample)
    separators = tuple(filter(None, [wishes.separator_key or (said if said in SEPARATORS else "")]))
    separators = separators or (declared.separators if declared else tuple(SEPARATORS))
    found = _guess(sample, separators, quote, wishes, declared)
    return TextLayout(replace(found, skip=skip), quote, marks, declared, first)


def _sample(lines: Iterable[str]) -> list[str]:
    """The first lines with something in them: so many that they tell, so few that wide ones take no time."""
    sample: list[str] = []
    size = 0
    for line in lines:
        if line.strip():
            sample.append(line)
            size += len(line)
        if len(sample) >= SAMPLE_ROWS or (size > SAMPLE_LETTERS and len(sample) >= LEAST_SAMPLE):
            break
    return sample


def _quote_of(sample: Sequence[str]) -> str:
    """The double quote, unless most lines have fields in single ones."""
    if any('"' in line for line in sample):
        return '"'
    single = sum(bool(re.search(r"(?:^|[,;\t| ])\s*'[^']*'\s*(?:$|[,;\t| ])", line.strip())) for line in sample)
    return "'" if sample and 2 * single > len(sample) else '"'


def _guess(
    sample: list[str], separators: tuple[str, ...], quote: str, wishes: Wishes, declared: Declared | None
) -> Reading:
    parsed = {separator: _parsed(sample, separator, quote) for separator in separators}
    scored = {key: score(rows, key, wishes) for key, rows in parsed.items() if most_usual_width(rows) >= 2}
    if not scored:
        if any(line.count(separator) > MOST_COLUMNS for line in sample for separator in separators):
            raise CsvError(f"there are more than {MOST_COLUMNS:,} columns, the most that are read")
        list(checked_rows(rows_of(sample, separators[0], quote)))
        raise CsvError(
            "there is only one column; points need two, x and y, with a comma, semicolon, tab, bar or blank between"
        )
    # Of equal ones the first: the table of separators begins with the most usual.
    separator = max(scored, key=lambda key: scored[key][0])
    style = scored[separator][1]
    has_header = declared is not None
    if wishes.header is not None:
        has_header = wishes.header
    elif declared is None:
        has_header = find_head(parsed[separator], style).has_names
    settled = {name for name, said in said_fields(wishes).items() if said}
    return Reading(separator, has_header, style, settled=frozenset(settled))


def said_fields(wishes: Wishes) -> dict[str, bool]:
    """Which fields of a `Reading` are said beforehand."""
    return {
        "separator": bool(wishes.separator),
        "style": bool(wishes.decimal) or wishes.style is not None,
        "encoding": bool(wishes.encoding),
        "has_header": wishes.header is not None,
    }


def _parsed(sample: list[str], separator: str, quote: str) -> Rows:
    rows: Rows = []
    # The sample may end within quotes; what precedes is enough.
    with suppress(CsvError):
        rows.extend(_stripped(row) for row in checked_rows(rows_of(sample, separator, quote)) if any(row))
    return rows


def score(rows: Rows, separator: str, wishes: Wishes) -> tuple[float, NumberStyle]:
    """How much sense a separator makes, 0 to 1, with the way in which its cells are numbers."""
    width = most_usual_width(rows)
    fitting = [row for row in rows if len(row) == width]
    style, share, others = find_style(zip(*fitting, strict=True))
    candidates = [style, *others]
    if wishes.style is not None or wishes.decimal:
        said = [one for one in NumberStyle if one is wishes.style or one.decimal == wishes.decimal]
        candidates = [one for one in candidates if one in said] or said
    # where commas separate, a comma within quotes parts thousands rather than decimals
    preferred = [one for one in candidates if separator != "," or one.decimal == "."] or candidates
    return share * len(fitting) / len(rows), preferred[0]


def _stripped(row: Iterable[str]) -> list[str]:
    return [cell.strip() for cell in row]
