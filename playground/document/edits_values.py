"""Pure edits of the values of a regression: one more, one fewer, another name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.dataset import MOST_VALUES, VALUE, distinct_names, readable_name, sealed

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.scaling import Scaling


def add_value(document: Document) -> Document:
    """Give every sample one more value, 0 for all; the same document with classes, or with 16 values."""
    data = document.dataset
    if data.classes or len(data.values) >= MOST_VALUES:
        return document
    names = distinct_names((*data.values, VALUE), (*data.values, VALUE))
    targets = np.column_stack([data.targets, np.zeros(len(data))])
    # no generator makes this value: its settings would take it away again
    changed = replace(data, targets=sealed(targets), values=names, source=None)
    return replace(document, dataset=changed)


def remove_value(document: Document, index: int) -> Document:
    """Take one of the values from every sample; the same document with classes, or with one value."""
    data = document.dataset
    if data.classes or len(data.values) <= 1:
        return document
    changed = replace(
        data,
        targets=sealed(np.delete(data.targets, index, axis=1)),
        values=data.values[:index] + data.values[index + 1 :],
        units=_without(data.units, index),
        source=None,
    )
    return replace(document, dataset=changed, scaling=_without(document.scaling, index))


def rename_value(document: Document, index: int, name: str) -> Document:
    """Call a value by another name; one of which nothing can be read, or that another value has, changes nothing."""
    data, new = document.dataset, readable_name(name)
    if not new or new in data.values or data.classes:
        return document
    values = (*data.values[:index], new, *data.values[index + 1 :])
    return replace(document, dataset=replace(data, values=values))


def _without(scaling: Scaling, index: int) -> Scaling:
    return replace(scaling, values=scaling.values[:index] + scaling.values[index + 1 :])
