"""The columns that a person has named beforehand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.dataset import MOST_VALUES
from playground.domains.table.domain import TableDomain
from playground.interop.tables.columns.indicators import can_be_input, is_text, text_refusal, width_of
from playground.interop.tables.columns.one_hot import ONE_HOT
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.wishes import ALL, NO_WISHES, Wishes, column_called

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from playground.interop.tables.data_table import DataTable

USE_OF = {"x": "x", "y": "y", "label": "target", "value": "target"}
"""What a column is asked for, by the field of `Wishes` that names it."""
VALUE_USES = ("value", *(f"value {place}" for place in range(2, MOST_VALUES + 1)))
"""What columns of values are for, in their order."""


def listed_columns(table: DataTable, wishes: Wishes, others: Mapping[str, int]) -> tuple[int, ...]:
    """The columns of a table that are named beforehand; none where nothing is said, or all are wanted.

    Args:
        table: Where they are.
        wishes: What is said.
        others: Columns that have another use, by that use.

    Raises:
        CsvError: They are too few or too many, one is not there, holds no numbers, or is named twice.
    """
    if not wishes.columns:
        return ()
    if wishes.x or wishes.y:
        raise CsvError("points lie over --x and --y, or a table has --columns: give one or the other")
    if wishes.columns == ALL:
        return ()
    places = tuple(column_called(table, text) for text in wishes.columns)
    check_columns(table, places, others)
    return places


def check_columns(table: DataTable, places: Sequence[int], others: Mapping[str, int]) -> None:
    """Refuse columns that make no table.

    Args:
        table: Where they are.
        places: The columns.
        others: Columns that have another use, by that use.

    Raises:
        CsvError: They are too few or too many, one holds no numbers, is there twice, or has another use.
    """
    names = [table.columns[place].name for place in places]
    few, many = TableDomain.least_columns, TableDomain.most_columns
    inputs = sum(width_of(table.columns[place]) for place in places)
    if inputs < few:
        count = "1 column" if inputs == 1 else f"{inputs} columns"
        raise CsvError(f"a table has {few} to {many} columns of numbers, not {count}; --x and --y make a plane of two")
    if inputs > many:
        raise CsvError(f"{inputs:,} columns are more than the {many} that a table may have")
    for at, (place, name) in enumerate(zip(places, names, strict=True)):
        if place in places[:at]:
            raise CsvError(f"column {name} is among the columns twice")
        use = next((use for use, other in others.items() if other == place), "")
        if use:
            raise CsvError(f"column {name} is the {use}, and cannot be one of the columns as well")
        if is_text(table.columns[place]) and (refusal := text_refusal(table.columns[place])):
            raise CsvError(f"column {name} {refusal}")
        if not table.columns[place].distinct_count:
            raise CsvError(f"column {name} holds no numbers, as those of a table do")


def every_column(table: DataTable, left_out: Collection[int], others: Collection[int | None]) -> tuple[int, ...]:
    """All columns that can be those of a table, constant ones with them: other files may differ there.

    Those of few texts are among them where there is room for all that they become.

    Args:
        table: Where they are.
        left_out: Columns that hold nothing to learn from.
        others: Columns with another use.
    """
    columns = table.columns
    numeric = tuple(
        i
        for i in table.numeric
        if i not in others
        and columns[i].role not in {"ignore", ONE_HOT}
        and (i not in left_out or (columns[i].is_constant and columns[i].role != "test"))
    )
    texts = [i for i, one in enumerate(columns) if can_be_input(one) and i not in others and i not in left_out]
    if len(numeric) + sum(width_of(columns[i]) for i in texts) > TableDomain.most_columns:
        return numeric
    return tuple(sorted([*numeric, *texts]))


def named_columns(table: DataTable, wishes: Wishes) -> dict[str, int]:
    """The columns that are named beforehand, by what for: "x", "y", "label", and those of `VALUE_USES`.

    Raises:
        CsvError: One is not there, cannot do, or is named twice.
    """
    if len(wishes.value) > MOST_VALUES:
        raise CsvError(f"{len(wishes.value)} columns of values are more than the {MOST_VALUES} that a point may have")
    values = zip(VALUE_USES, wishes.value, strict=False)
    asked = {"x": wishes.x, "y": wishes.y, "label": wishes.label, **dict(values)}
    said = {use: column_called(table, text) for use, text in asked.items() if text}
    if "label" in said and "value" in said:
        raise CsvError("a point has a label or a value: give --label or --value, not both")
    twice = next(((one, two) for one, two in combinations(said, 2) if said[one] == said[two]), None)
    if twice is not None:
        name, (one, two) = table.columns[said[twice[0]]].name, (use.split()[0] for use in twice)
        if one == two:
            raise CsvError(f"--{one} names column {name} twice")
        raise CsvError(f"--{one} and --{two} both name column {name}; a column has one use")
    for use, place in said.items():
        if use != "label" and not np.isfinite(table.columns[place].numbers).any():
            raise CsvError(f"column {table.columns[place].name} holds no numbers, as --{use.split()[0]} needs")
    return said


def without_faults(table: DataTable, wishes: Wishes) -> tuple[Wishes, frozenset[str]]:
    """Wishes without the columns that cannot be had.

    Returns:
        What is left of them, and what is to be chosen in place of the others: "x", "y", "target".
    """
    if wishes.columns and not _can(table, Wishes(columns=wishes.columns)):
        found, asked = without_faults(table, replace(wishes, columns=()))
        return found, asked | {"x", "y"}
    named = {field: getattr(wishes, field) for field in USE_OF if getattr(wishes, field)}
    wrong = {field for field, text in named.items() if not _can(table, Wishes(**{field: text}))}
    if not wrong and not _can(table, wishes):  # each can be had, but not together
        wrong = set(named)
    empty: dict[str, Any] = {field: getattr(NO_WISHES, field) for field in wrong}
    if wrong and wishes.columns != ALL:
        empty["columns"] = ()
    return replace(wishes, **empty), frozenset(USE_OF[field] for field in wrong)


def _can(table: DataTable, wishes: Wishes) -> bool:
    try:
        listed_columns(table, wishes, named_columns(table, wishes))
    except CsvError:
        return False
    return True
