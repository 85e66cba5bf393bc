"""Edits of single cells of the table of samples: numbers, classes or values, and what trains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import sealed

if TYPE_CHECKING:
    from playground.document.model import Document


@dataclass(frozen=True, slots=True)
class ValueField:
    """One of the values of a regression, by its place."""

    index: int


Field = int | ValueField | Literal["class", "is_test"]
"""A column of the samples by its place, or what else a row has."""
Cell = tuple[int, Field, float]
"""A sample's index, what of it, and the number: a class's index for a class, 0 or 1 for `is_test`."""


def set_cells(document: Document, cells: list[Cell]) -> Document:
    """Write cells; the same document when all of them stand there already."""
    before = document.dataset
    points, targets, is_test = before.samples.copy(), before.targets.copy(), before.is_test.copy()
    for row, field, value in cells:
        if isinstance(field, ValueField):
            targets[row, field.index] = value
        elif field == "class":
            targets[row] = value
        elif field == "is_test":
            is_test[row] = bool(value)
        else:
            points[row, field] = value
    after = replace(
        before,
        samples=_newer(points, before.samples),
        targets=_newer(targets, before.targets),
        is_test=_newer(is_test, before.is_test),
    )
    same = after.samples is before.samples and after.targets is before.targets and after.is_test is before.is_test
    return document if same else replace(document, dataset=after)


def _newer(new: NDArray[Any], old: NDArray[Any]) -> NDArray[Any]:
    """The new array; the old one where they are equal."""
    return old if np.array_equal(new, old) else sealed(new)
