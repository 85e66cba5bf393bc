"""Which columns are x and y: those called so, or the two that are left; with a question where there are more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.interop.tables.columns.suggestion import Question
from playground.interop.tables.csv_layout import CsvError, listed
from playground.interop.tables.doubts import no_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.interop.tables.data_table import DataTable


COORDINATES = 2


def named_coordinates(table: DataTable, free: Sequence[int]) -> list[int]:
    """The columns that are called x and y, where there are both."""
    found = {table.columns[i].name.casefold(): i for i in reversed(free) if table.columns[i].is_numeric}
    said = {table.columns[i].role: i for i in reversed(free) if table.columns[i].is_numeric}
    if {"x", "y"} <= set(said):
        return [said["x"], said["y"]]
    return [found["x"], found["y"]] if {"x", "y"} <= set(found) else []


def find_coordinates(
    table: DataTable, free: list[int], target: int | None, said: dict[str, int], reasons: dict[int, str]
) -> tuple[tuple[int, int], list[Question]]:
    """The columns of x and y, with questions where others may be meant as well.

    Args:
        table: The columns.
        free: Those that hold something.
        target: That of the label or value.
        said: What is said of columns.
        reasons: Why the others are left out.

    Raises:
        CsvError: Fewer than two columns are left.
    """
    columns = table.columns
    placed = named_coordinates(table, [i for i in free if i != target])
    fixed = [said.get("x"), said.get("y")]
    if placed and fixed == [None, None]:
        return (placed[0], placed[1]), []
    rest = [
        i
        for i in free
        if columns[i].is_numeric
        and i != target
        and i not in said.values()
        and columns[i].role not in {"class", "value"}
    ]
    open_places = [place for place in range(COORDINATES) if fixed[place] is None]
    plain = [i for i in rest if not columns[i].has_codes]
    rest = plain if len(plain) >= len(open_places) else rest
    if len(rest) < len(open_places):
        raise CsvError(_too_few(table, [*(one for one in fixed if one is not None), *rest], reasons))
    chosen = iter(rest)
    x, y = (next(chosen) if one is None else one for one in fixed)
    if len(rest) > len(open_places):
        return (x, y), _which_of(table, rest, open_places)
    return (x, y), [] if said else _whether_rows_are_counted(table, (x, y))


def _which_of(table: DataTable, rest: list[int], open_places: list[int]) -> list[Question]:
    """Where more columns are left than are needed: a question for each place, 0 for x and 1 for y."""
    names = listed([table.columns[i].name for i in rest])
    which = " and ".join("xy"[place] for place in open_places)
    how = "which two columns are" if len(open_places) == COORDINATES else "which column is"
    options = " ".join(f"--{'xy'[place]} COL" for place in open_places)
    if len(open_places) == COORDINATES:
        options += ", or take all with --columns all"
    return [Question("xy"[place], f"{how} {which}: {names}", options) for place in open_places]


def _whether_rows_are_counted(table: DataTable, places: tuple[int, int]) -> list[Question]:
    """Where a column without a name counts the rows, which is seldom a coordinate."""
    for place, index in enumerate(places):
        column = table.columns[index]
        if column.counts_rows and not column.is_named:
            text = f"is {column.name} {'xy'[place]}, which only numbers the rows"
            return [Question("xy"[place], text, f"--{'xy'[place]} COL")]
    return []


def _too_few(table: DataTable, found: list[int], reasons: dict[int, str]) -> str:
    names = "none" if not found else f"only one ('{table.columns[found[0]].name}')"
    numeric = [i for i in reasons if table.columns[i].is_numeric and i not in found]
    left = "".join(f"; {table.columns[i].name} is left out: {reasons[i]}" for i in numeric[:3])
    return f"points need two columns of numbers for x and y, and there is {names}{left}{no_number(table)}"
