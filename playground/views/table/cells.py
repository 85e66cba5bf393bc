"""Cells as text and back: what the table shows of a point, and what a person may type into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.edits_cells import ValueField
from playground.document.scaling import UNCHANGED
from playground.interop.tables.number_style import LARGEST, plain_numbers
from playground.widgets.format import in_units, parse_number, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.dataset import Dataset
    from playground.document.edits_cells import Field
    from playground.document.scaling import AxisScale

SETS = ("Train", "Test")
MOST_NAMED = 9
"""So many classes are listed where a name is none of them."""
LARGE = 1000.0
"""From here on numbers are shown with six digits in place of three decimals."""


def fields_of(data: Dataset) -> tuple[Field | None, ...]:
    """What each column of the grid shows; the first one is the sample's number and cannot be changed."""
    targets: tuple[Field, ...] = ("class",) if data.classes else tuple(map(ValueField, range(len(data.values))))
    return (None, *range(len(data.columns)), *targets, "is_test")


def titles(data: Dataset) -> tuple[str, ...]:
    """The headers."""
    values = data.values if len(data.values) > 1 else ("Value",)
    return ("#", *data.columns, *(("Class",) if data.classes else values), "Set")


def cell_text(data: Dataset, row: int, column: int) -> str:
    """What stands in a cell."""
    field = fields_of(data)[column]
    if field is None:
        return f"{row + 1:,}"
    if field == "is_test":
        return SETS[int(data.is_test[row])]
    if field == "class":
        return data.classes[int(data.targets[row])].name
    axis = _axis(data, field)
    value = float(axis.to_units(_number(data, row, field)))
    if axis != UNCHANGED:
        return in_units(value, axis.scale, 3)
    return signed(f"{value:.3f}" if abs(value) < LARGE else f"{value:.6g}")


def full_text(data: Dataset, row: int, column: int) -> str:
    """What a person edits: numbers with all their digits."""
    field = fields_of(data)[column]
    if isinstance(field, int | ValueField):
        return repr(float(_axis(data, field).exact_units(np.array([_number(data, row, field)]))[0]))
    return cell_text(data, row, column)


def _axis(data: Dataset, field: int | ValueField) -> AxisScale:
    """The units of a column of numbers."""
    return data.units.column(field) if isinstance(field, int) else data.units.value(field.index)


def _number(data: Dataset, row: int, field: int | ValueField) -> float:
    """What the dataset has in a cell of numbers."""
    return float(data.samples[row, field] if isinstance(field, int) else data.targets[row, field.index])


def parse_cell(data: Dataset, column: int, text: str) -> float | str:
    """The number of the plane that a text means in a column, or in words why it means none.

    A class is named, or numbered from 1 as its key.
    """
    field, typed = fields_of(data)[column], text.strip()
    if field is None:
        return "The number of a point cannot be changed."
    if field == "is_test":
        names = [name.casefold() for name in SETS]
        return float(names.index(typed.casefold())) if typed.casefold() in names else "A point is in Train or in Test."
    if field == "class":
        return _class_of(data, typed)
    number = parse_number(typed)
    if number is None or abs(number) > LARGEST:
        return f"'{typed[:40]}' is no number up to ±{LARGEST:g}."
    return float(_axis(data, field).from_units(number))


def parse_column(data: Dataset, column: int, texts: Sequence[str]) -> list[float] | tuple[int, str]:
    """The plane's numbers that many texts mean in one column, or the place of the first that means none, and why."""
    field = fields_of(data)[column]
    if isinstance(field, int | ValueField):
        numbers = plain_numbers(texts)
        if numbers is not None and not np.isnan(numbers).any():
            return [*map(float, _axis(data, field).from_units(numbers))]
    known = {text: parse_cell(data, column, text) for text in dict.fromkeys(texts)}
    parsed: list[float] = []
    for text in texts:
        number = known[text]
        if isinstance(number, str):
            return len(parsed), number
        parsed.append(number)
    return parsed


def _class_of(data: Dataset, typed: str) -> float | str:
    names = [one.name.casefold() for one in data.classes]
    if typed.casefold() in names:
        return float(names.index(typed.casefold()))
    if typed.isdecimal() and 1 <= int(typed) <= len(names):
        return float(int(typed) - 1)
    known = ", ".join(one.name for one in data.classes[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    return f"'{typed[:40]}' is no class: {known}, or a number from 1 to {len(names)}."
