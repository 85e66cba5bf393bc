"""Pure edits of single points: document in, document out, the same object when nothing changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import column_of, sealed

if TYPE_CHECKING:
    from playground.document.model import Document

Points = NDArray[np.float64]
Indices = NDArray[np.intp]


def place_points(document: Document, chosen: Indices, places: Points) -> Document:
    """Put the points with these indices, (M,), at these places, (M, D)."""
    data = document.dataset
    if np.array_equal(data.samples[chosen], places):
        return document
    points = data.samples.copy()
    points[chosen] = places
    return replace(document, dataset=replace(data, samples=sealed(points)))


def relabel_points(document: Document, chosen: Indices, targets: NDArray[Any], value: int = 0) -> Document:
    """Give the points with these indices, (M,), these classes, or these numbers for one of their values, (M,)."""
    data = document.dataset
    if np.array_equal(data.target(value)[chosen], targets):
        return document
    changed = data.targets.copy()
    column_of(changed, value)[chosen] = targets
    return replace(document, dataset=replace(data, targets=sealed(changed)))


def duplicate_points(document: Document, chosen: Indices, offset: Points) -> Document:
    """Append copies of the points with these indices, shifted by (dx, dy); a test point's copy tests as well."""
    if len(chosen) == 0:
        return document
    data = document.dataset
    return replace(
        document,
        dataset=replace(
            data,
            samples=sealed(np.concatenate([data.samples, data.samples[chosen] + offset])),
            targets=sealed(np.concatenate([data.targets, data.targets[chosen]])),
            is_test=sealed(np.concatenate([data.is_test, data.is_test[chosen]])),
        ),
    )
