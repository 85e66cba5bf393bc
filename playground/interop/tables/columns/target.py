"""Which column holds the label or value, by what is said, its name and its cells; and which of the two it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.dataset import MOST_CLASSES
from playground.interop.tables.columns.coordinates import COORDINATES, named_coordinates
from playground.interop.tables.columns.suggestion import Meaning, Question
from playground.interop.tables.columns.words import (
    CLASS_NAMES,
    LIKELY_CLASS_NAMES,
    LIKELY_TARGET_NAMES,
    LIKELY_VALUE_NAMES,
    TARGET_NAMES,
    VALUE_NAMES,
)
from playground.interop.tables.csv_layout import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.interop.tables.data_table import Column, DataTable


FEW = 9
"""So many different whole numbers are likely to be labels; where they count from 0, as many as there may be classes."""


def find_target(
    table: DataTable, free: list[int], said: dict[str, int], placed: list[int]
) -> tuple[int | None, Question | None]:
    """The column of the label or value, with a question where several may be it.

    Args:
        table: The columns.
        free: Those that hold something.
        said: What is said of columns.
        placed: The columns that are inputs, where that is known.
    """
    for use in ("label", "value"):
        if use in said:
            return said[use], None
    free = [i for i in free if i not in said.values()]
    columns = table.columns
    by_file = [i for i in free if columns[i].role in {"target", "class", "value"}]
    if by_file:
        return by_file[0], _which(table, by_file) if len(by_file) > 1 else None
    for names in (CLASS_NAMES, TARGET_NAMES, VALUE_NAMES):
        named = [i for i in free if columns[i].name.casefold() in names]
        if named:
            return named[0], _which(table, named) if len(named) > 1 else None
    placed = placed or named_coordinates(table, free)
    rest = [i for i in free if i not in placed]
    likely = _likely(table, rest)
    texts = [i for i in rest if not columns[i].is_numeric or columns[i].has_codes]
    if len(likely) == 1 and set(texts) <= set(likely):
        return likely[0], None
    if len(rest) == 1 and placed:
        return rest[0], None
    return _by_cells(table, rest, texts, placed)


def _likely(table: DataTable, rest: list[int]) -> list[int]:
    """The columns whose names make them likely; y only where it is no coordinate."""
    names = LIKELY_CLASS_NAMES | LIKELY_VALUE_NAMES | LIKELY_TARGET_NAMES
    return [i for i in rest if table.columns[i].name.casefold() in names]


def _which(table: DataTable, places: Sequence[int]) -> Question:
    names = listed([table.columns[i].name for i in places])
    text = f"which column holds the label or value: {names}"
    return Question("target", text, "--label COL or --value COL", tuple(places))


def _few(column: Column) -> bool:
    """Whether it holds few whole numbers, each of them often."""
    return _may_be_labels(column) and 1 < column.distinct_count <= len(column) // 2


def _may_be_labels(column: Column) -> bool:
    """Whether it holds whole numbers that are likely to be labels, where nothing else is known of it."""
    often = min(MOST_CLASSES, len(column) // 2)
    return column.is_whole and (column.distinct_count <= FEW or (column.is_numbered and column.distinct_count <= often))


def _by_cells(
    table: DataTable, rest: list[int], texts: list[int], placed: list[int]
) -> tuple[int | None, Question | None]:
    """Where no name tells: the one column of words, or the last of three columns of numbers."""
    numbers = [i for i in rest if i not in texts]
    need = 0 if placed else COORDINATES
    few = [i for i in numbers if _few(table.columns[i])] if len(numbers) > need else []
    if texts:
        several = len(texts) > 1 or few
        return texts[0], _which(table, sorted({*texts, *few, *_likely(table, rest)})) if several else None
    if len(numbers) <= need:
        return _any_text(table, is_enough=len(numbers) == need), None
    last = numbers[-1]
    if len(numbers) > need + 1:
        return last, None if few == [last] else _which(table, rest)
    others = [i for i in few if i != last]
    return last, _which(table, [*others, last]) if others and not _may_be_labels(table.columns[last]) else None


def _any_text(table: DataTable, *, is_enough: bool) -> int | None:
    """A column of words that was left out, where there is nothing else to be the label."""
    free = [
        i
        for i, column in enumerate(table.columns)
        if not column.is_numeric and not column.is_missing.all() and not column.role
    ]
    return free[-1] if free and is_enough else None


def guess_meaning(table: DataTable, target: int | None) -> Meaning:
    """Whether a column holds labels or values."""
    if target is None:
        return "none"
    column = table.columns[target]
    name = column.name.casefold()
    if column.role in {"class", "value"}:
        return "classes" if column.role == "class" or not column.is_numeric else "values"
    if not column.is_numeric or column.has_codes or name in CLASS_NAMES:
        return "classes"
    if name in VALUE_NAMES | LIKELY_VALUE_NAMES or not column.is_whole:
        return "values"
    return "classes" if _may_be_labels(column) else "values"


def find_meaning(table: DataTable, target: int | None, said: dict[str, int]) -> tuple[Meaning, list[Question]]:
    """Whether the column of the target holds labels or values, with a question where whole numbers may be either.

    Args:
        table: The columns.
        target: Which; None for none.
        said: What is said of columns.
    """
    if target is None:
        return "none", []
    for use, meaning in (("label", "classes"), ("value", "values")):
        if use in said:
            return meaning, []  # type: ignore[return-value]
    meaning, column = guess_meaning(table, target), table.columns[target]
    sure = column.role == "value" or column.name.casefold() in VALUE_NAMES | LIKELY_VALUE_NAMES or not column.is_whole
    if meaning == "classes" or sure:
        return meaning, []
    most = f", and {MOST_CLASSES} classes are the most" if column.distinct_count > MOST_CLASSES else ""
    words = f"does {column.name} hold labels or values (it has {column.distinct_count:,} different whole numbers{most})"
    return meaning, [Question("meaning", words, f"--label '{column.name}' or --value '{column.name}'")]
