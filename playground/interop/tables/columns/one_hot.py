"""Columns of which exactly one is 1 in every row are one label together."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from playground.interop.tables.csv_layout import listed
from playground.interop.tables.data_table import Column, DataTable

ONE_HOT = "one-hot"
"""The role of such a column."""
FEATURES = 2
LEAST_ROWS = 3
TRUTHS = {"true": 1.0, "false": 0.0}
"""As pandas writes them."""


def with_one_hot(table: DataTable) -> DataTable:
    """The table with a column of labels for columns side by side of which exactly one is 1 in every row."""
    run = _one_hot_run(table)
    if not run:
        return table
    names = [table.columns[i].name for i in run]
    prefix = _shared_prefix([table.columns[i] for i in run])
    labels = [_end_of(name, prefix) for name in names]
    ones = np.column_stack([_ones(table.columns[i]) for i in run]).argmax(axis=1)
    title = prefix.rstrip("_-.:= [") or " / ".join(names)
    texts = tuple(labels[i] for i in ones.tolist())
    columns = [replace(one, role=ONE_HOT) if i in run else one for i, one in enumerate(table.columns)]
    made = Column(title if len(title) <= 40 else f"{title[:39]}…", texts, role="nominal")
    note = f"{listed(names, 4)}, of which one is 1 in every row, are one label"
    return replace(table, columns=(*columns, made), notes=(*table.notes, note))


def _end_of(name: str, prefix: str) -> str:
    """What of a name tells its class: 1 of "y[1]", red of "colour_red"."""
    end = name[len(prefix) :]
    return (end.removesuffix("]") if prefix.endswith("[") else end) or name


def _one_hot_run(table: DataTable) -> list[int]:
    """The longest run of columns of 0 and 1 with a sum of 1 in every row, if others are left for x and y."""
    columns = table.columns
    binary = [not column.role and column.distinct_count == 2 and _is_binary(column) for column in columns]
    runs: list[list[int]] = []
    for i, fits in enumerate(binary):
        if fits and runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        elif fits:
            runs.append([i])
    for run in sorted(runs, key=len, reverse=True):
        left = sum(column.is_numeric for i, column in enumerate(columns) if i not in run)
        sums = np.sum([_ones(columns[i]) for i in run], axis=0)
        named = len(run) > 2 or (len(run) == 2 and _shared_prefix([columns[i] for i in run]))
        if named and left >= FEATURES and len(table) >= LEAST_ROWS and bool((sums == 1.0).all()):
            return run
    return []


def _is_binary(column: Column) -> bool:
    """Whether a column says yes or no in every row: 1 and 0, or True and False."""
    numbers = _ones(column)
    return bool(((numbers == 0.0) | (numbers == 1.0)).all())


def _ones(column: Column) -> NDArray[np.float64]:
    """A column's numbers, (N,), those of True and False 1 and 0; nan for other words."""
    if column.is_numeric:
        return column.numbers
    return np.array([TRUTHS.get(text.strip().casefold(), np.nan) for text in column.texts])


def _shared_prefix(columns: list[Column]) -> str:
    """What the file has written before all their names; "" where it has not named them."""
    return _common_prefix([column.name for column in columns]) if all(column.is_named for column in columns) else ""


def _common_prefix(names: list[str]) -> str:
    """What all begin with, up to a sign that parts it from the rest; "" for nothing."""
    shortest = min(names, key=len)
    same = next((i for i, letter in enumerate(shortest) if any(name[i] != letter for name in names)), len(shortest))
    match = re.match(r".*[_\-.:=\[ ]", shortest[:same])
    return match[0] if match else ""
