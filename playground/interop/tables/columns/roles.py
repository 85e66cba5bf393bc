"""What the columns of a table are for, each with the reason in words; what is not clear is a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.interop.tables.columns.coordinates import COORDINATES, find_coordinates
from playground.interop.tables.columns.named import (
    VALUE_USES,
    check_columns,
    every_column,
    listed_columns,
    named_columns,
)
from playground.interop.tables.columns.one_hot import ONE_HOT
from playground.interop.tables.columns.split_column import split_column
from playground.interop.tables.columns.suggestion import Suggestion
from playground.interop.tables.columns.target import FEW, find_meaning, find_target
from playground.interop.tables.columns.words import (
    IDENTIFIER,
    ROW_NAMES,
    TARGET_WORDS,
)
from playground.interop.tables.wishes import ALL, NO_WISHES, Wishes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.interop.tables.data_table import Column, DataTable


FEWEST = 3
"""Columns without names that are all needed: x, y and the label or value."""
_SAID_OUT = {"ignore": "the file says so", ONE_HOT: "one of several columns that are a label together"}


def suggest(
    table: DataTable,
    wishes: Wishes = NO_WISHES,
    chosen: Mapping[str, int] | None = None,
    places: tuple[int, ...] = (),
) -> Suggestion:
    """What the columns most likely are, by what is said, what the file says, their names and their cells.

    Args:
        table: The columns.
        wishes: What is said of them by name.
        chosen: What is said of them by place: "x", "y", "label", or those of `VALUE_USES`.
        places: The columns of a table, by place.

    Raises:
        CsvError: There are no two columns of numbers, or a wish names no column that can do.
    """
    said = named_columns(table, wishes) | dict(chosen or {})
    columns = places or listed_columns(table, wishes, said)
    said |= {f"column {place}": place for place in columns}
    reasons = _left_out(table, set(said.values()))
    test = split_column(table, set(said.values()))
    if test is not None:
        reasons[test] = "says which points test"
    free = [i for i in range(len(table.columns)) if i not in reasons]
    free = _enough(table, free, reasons, said)
    left_out = frozenset(reasons)
    target, question = find_target(table, free, said, list(columns))
    if wishes.columns == ALL and not columns:
        columns = every_column(table, left_out, {target, test, *said.values()})
        check_columns(table, columns, {})
    (x, y), more = (columns[:2], []) if columns else find_coordinates(table, free, target, said, reasons)
    meaning, asks = find_meaning(table, target, said)
    questions = [*([] if question is None else [question]), *more, *asks]
    used = {} if columns else {x: "x", y: "y"}
    if target is not None:
        used[target] = "label" if meaning == "classes" else "value"
    more_values = tuple(said[use] for use in VALUE_USES[1:] if use in said)
    reasons |= dict.fromkeys((*columns, *more_values), "as you say")
    reasons |= {place: _why(table, place, use, said) for place, use in used.items()}
    words = tuple(reasons.get(i, "not needed") for i in range(len(table.columns)))
    return Suggestion(x, y, target, meaning, test, words, tuple(questions), left_out, columns, more_values)


def _why(table: DataTable, place: int, use: str, said: dict[str, int]) -> str:
    column = table.columns[place]
    if place in said.values():
        return "as you say"
    if column.role in {"x", "y", "target", "class", "value"}:
        return "the file says so"
    return "by its name" if column.name.casefold() in _names_of(use) else "by its place and its cells"


def _names_of(use: str) -> frozenset[str]:
    return frozenset({use}) if use in {"x", "y"} else TARGET_WORDS


# ---- what is left out -----------------------------------------------------------------------------------------------


def _left_out(table: DataTable, said: set[int]) -> dict[int, str]:
    """The columns that hold nothing to learn from, with the reason."""
    found: dict[int, str] = {}
    for i, column in enumerate(table.columns):
        reason = "" if i in said else _nothing_in(table, i, column)
        if reason:
            found[i] = reason
    return found


def _nothing_in(table: DataTable, place: int, column: Column) -> str:
    if column.role:
        return _SAID_OUT.get(column.role, "")
    named_label = column.name.casefold() in _names_of("label") | {"x", "y"}
    is_text = not column.is_numeric
    reasons = {
        "empty": column.distinct_count == 0,
        "numbers the rows": column.counts_rows and _tells_rows(table, place, column),
        "tells the rows apart": _tells_rows(table, place, column),
        "the same in every row": column.is_constant and len(table.columns) > FEWEST and not named_label,
        "another text in nearly every row": is_text and column.distinct_count > max(FEW, len(column) // 2),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _tells_rows(table: DataTable, place: int, column: Column) -> bool:
    """Whether a column only tells the rows apart: by its name, or because it counts them without one."""
    name = column.name.strip().casefold()
    if column.is_named and (name in ROW_NAMES or IDENTIFIER.search(column.name.strip())):
        return column.distinct_count > min(FEW, len(column) // 2)
    if place or column.is_named or not column.is_numeric or len(table.columns) <= FEWEST:
        return False
    named = any(other.is_named for other in table.columns)
    return column.counts_rows or (named and column.is_whole and column.distinct_count == len(column))


def _enough(table: DataTable, free: list[int], reasons: dict[int, str], said: dict[str, int]) -> list[int]:
    """With columns that were left out for saying little, where without them there are no two for x and y."""
    columns = table.columns
    numeric = [i for i in free if columns[i].is_numeric]
    spare = [
        i
        for i, reason in reasons.items()
        if columns[i].is_numeric
        and not columns[i].role
        and (reason == "the same in every row" or not columns[i].is_named)
    ]
    if len(numeric) >= COORDINATES or not spare or {"x", "y"} <= set(said):
        return free
    added = spare[: COORDINATES - len(numeric)]
    for i in added:
        del reasons[i]
    return sorted([*free, *added])
