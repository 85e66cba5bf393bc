"""What in a text may have been meant otherwise: these are questions, unless a person has said it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from playground.interop.tables.csv_layout import listed, shortened
from playground.interop.tables.data_table import Doubt
from playground.interop.tables.number_style import LARGEST, NumberStyle, find_style, first_that_differs, without_affix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playground.interop.tables.data_table import Column, DataTable, Reading

_LIKE_NUMBER = re.compile(r"\W*\d|[A-Za-z]{1,3} ?\d")
SAMPLE_CELLS = 1_000
LEAST_AMBIGUOUS = 4
"""Two and three whole numbers in a row are x, y and a label; from four on they may be halves of decimals."""


def doubts_about(columns: tuple[Column, ...], reading: Reading, *, is_unsure: bool) -> list[Doubt]:
    """What may have been meant otherwise, and nobody has said."""
    doubts = []
    if is_unsure and "has_header" not in reading.settled:
        first = listed([column.name if reading.has_header else column.texts[0] for column in columns], 4)
        doubts.append(
            Doubt(
                "has_header",
                f"the first row ({first}) may be the names of the columns or a point",
                "--header yes or --header no",
            )
        )
    if "separator" not in reading.settled and _may_be_halves(columns, reading):
        text = "every comma may be a separator or a decimal mark; here each one separates two columns"
        doubts.append(Doubt("separator", text, "--separator comma"))
    if "style" not in reading.settled:
        doubts += _style_doubts(columns, reading)
    return doubts


def _may_be_halves(columns: tuple[Column, ...], reading: Reading) -> bool:
    if reading.separator != "," or reading.has_header or len(columns) < LEAST_AMBIGUOUS:
        return False
    return all(text.lstrip("+-").isdigit() for column in columns[:-1] for text in column.texts)


def _style_doubts(columns: tuple[Column, ...], reading: Reading) -> list[Doubt]:
    style = reading.style
    numeric = [column for column in columns if column.is_numeric and not column.has_codes]
    doubt = _other_style(numeric, reading, SAMPLE_CELLS) and _other_style(numeric, reading, None)
    if doubt:
        return [doubt]
    unread = [
        text
        for column in numeric
        for text in _bare(column, np.flatnonzero(np.isnan(column.numbers) & ~column.is_missing).tolist())
    ]
    mixed = sum(not style.matches(cell) and any(other.matches(cell) for other in NumberStyle) for cell in unread)
    if mixed:
        words = "1 cell is a number" if mixed == 1 else f"{mixed:,} cells are numbers"
        return [Doubt("style", f"{words} only if written otherwise than {style.value}", "--decimal . or --decimal ,")]
    return []


def _other_style(numeric: list[Column], reading: Reading, most: int | None) -> Doubt | None:
    """The doubt whether all the numbers are written in another way, by the first rows or by all."""
    bare = [_bare(column, range(len(column) if most is None else min(len(column), most))) for column in numeric]
    cells = [cell for texts in bare for cell in texts]
    found, _, others = find_style(bare)
    for other in (found, *others):
        example = first_that_differs(cells, reading.style, other)
        if example and _is_possible(other, reading.separator, bare):
            one, two = reading.style.number(example), other.number(example)
            if np.isfinite([one, two]).all():
                which = f"--decimal '{reading.style.decimal}' or --decimal '{other.decimal}'"
                return Doubt("style", f"{example} is read as {one:.12g}; it may also be {two:.12g}", which)
    return None


def _bare(column: Column, rows: Iterable[int]) -> list[str]:
    """Cells without what stands around their numbers."""
    return [without_affix(column.texts[i], column.affix) for i in rows]


def _is_possible(style: NumberStyle, separator: str, columns: list[list[str]]) -> bool:
    """Whether numbers may be so behind this separator: between commas and blanks the decimal mark is a point."""
    if separator not in {",", " ", ""} or style.decimal == ".":
        return True
    return any("," in cell for texts in columns for cell in texts)


def no_number(table: DataTable) -> str:
    """Words about the first cell that only begins like a number, where most of a column do; "" for none."""
    for column in table.columns:
        alike = [i for i, text in enumerate(column.texts) if _LIKE_NUMBER.match(text)] if not column.is_numeric else []
        row = next((i for i in alike if np.isnan(column.numbers[i])), None)
        if row is not None and 2 * len(alike) > len(column) - int(column.is_missing.sum()):
            where = f"in column {column.name}" if column.is_named else f"in {column.name}"
            return f"; {where}, {shortened(column.texts[row])} in line {table.lines[row]} is no number"
    return ""


def too_large(table: DataTable, places: Sequence[int]) -> str:
    """Words about the first column among these that holds a number no document can hold; "" for none."""
    for i in places:
        column = table.columns[i]
        if column.is_too_large:
            row = int(np.nanargmax(np.abs(column.numbers)))
            where = f"column {column.name}: {column.texts[row]} in line {table.lines[row]}"
            return f"{where} is too large; {LARGEST:,.0f} is the most"
    return ""
