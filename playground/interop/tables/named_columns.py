"""The columns that a person has named beforehand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.wishes import Wishes, column_called

if TYPE_CHECKING:
    from playground.interop.tables.data_table import DataTable

USE_OF = {"x": "x", "y": "y", "label": "target", "value": "target"}
"""What a column is asked for, by the field of `Wishes` that names it."""


def named_columns(table: DataTable, wishes: Wishes) -> dict[str, int]:
    """The columns that are named beforehand, by what for: "x", "y", "label", "value".

    Raises:
        CsvError: One is not there, cannot do, or is named twice.
    """
    said = {
        use: column_called(table, text)
        for use, text in (("x", wishes.x), ("y", wishes.y), ("label", wishes.label), ("value", wishes.value))
        if text
    }
    if "label" in said and "value" in said:
        raise CsvError("a point has a label or a value: give --label or --value, not both")
    twice = next(((one, two) for one, two in combinations(said, 2) if said[one] == said[two]), None)
    if twice is not None:
        name = table.columns[said[twice[0]]].name
        raise CsvError(f"--{twice[0]} and --{twice[1]} both name column {name}; a column has one use")
    for use in ("x", "y", "value"):
        if use in said and not np.isfinite(table.columns[said[use]].numbers).any():
            raise CsvError(f"column {table.columns[said[use]].name} holds no numbers, as --{use} needs")
    return said


def without_faults(table: DataTable, wishes: Wishes) -> tuple[Wishes, frozenset[str]]:
    """Wishes without the columns that cannot be had.

    Returns:
        What is left of them, and what is to be chosen in place of the others: "x", "y", "target".
    """
    named = {field: getattr(wishes, field) for field in USE_OF if getattr(wishes, field)}
    wrong = {field for field, text in named.items() if not _can(table, Wishes(**{field: text}))}
    if not wrong and not _can(table, wishes):  # each can be had, but not together
        wrong = set(named)
    empty: dict[str, Any] = dict.fromkeys(wrong, "")
    return replace(wishes, **empty), frozenset(USE_OF[field] for field in wrong)


def _can(table: DataTable, wishes: Wishes) -> bool:
    try:
        named_columns(table, wishes)
    except CsvError:
        return False
    return True
