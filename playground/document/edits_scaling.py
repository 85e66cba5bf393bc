"""Pure edits of how numbers are scaled for the network: standardised by the training points, or as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.model import has_straight_inputs
from playground.document.plan import resolve
from playground.document.scaling import IDENTITY, Scaling, standardising
from playground.domains.split import is_few
from playground.layers import Dense

if TYPE_CHECKING:
    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.document.scaling import AxisScale
    from playground.layers import Layer

FAR = 0.5
"""Of a standard deviation: the scaling no longer fits points whose mean or spread has moved by more."""
VALUES = "values"
MOST_TOLD = 3
"""Columns whose mean and deviation a sentence can hold."""


def standard_scaling(dataset: Dataset) -> Scaling:
    """Mean and standard deviation of the points that train, in their units; of all points where none trains."""
    chosen = ~dataset.is_test if dataset.test_count < len(dataset) else np.ones(len(dataset), np.bool_)
    places = dataset.units.samples_to_units(dataset.samples[chosen])
    values = () if dataset.classes else dataset.units.values_to_units(dataset.targets[chosen]).T
    return Scaling(tuple(map(standardising, places.T)), tuple(map(standardising, values)))


def standardise(document: Document) -> Document:
    """Give the network numbers of mean 0 and standard deviation 1, by the training points as they are now."""
    scaling = standard_scaling(document.dataset)
    return document if scaling == document.scaling else replace(document, scaling=scaling)


def unscale(document: Document) -> Document:
    """Give the network the points' numbers in their own units."""
    return document if document.scaling.is_identity else replace(document, scaling=IDENTITY)


def keeps_function(document: Document) -> bool:
    """Whether another scaling can leave the network's answers as they are: weights at its ends take it up."""
    reading = layers_that_read_inputs(document)
    are_dense = all(isinstance(one, Dense) and one.bias for one in reading) and has_straight_inputs(document)
    return are_dense and (document.output.bias or bool(document.dataset.classes))


def layers_that_read_inputs(document: Document) -> list[Layer]:
    """The first layer, and those that skips hand the inputs on to."""
    found: list[Layer] = []
    for one in resolve(document).layers:
        found.append(one.layer)
        if one.own_units == one.units:
            break
    return found


def has_drifted(document: Document) -> bool:
    """Whether the points have moved so far that their scaling no longer standardises them."""
    if document.scaling.is_identity or len(document.dataset) == 0:
        return False
    now, then = standard_scaling(document.dataset), document.scaling
    columns = range(document.dataset.samples.shape[1])
    pairs = [(now.column(index), then.column(index)) for index in columns]
    values = range(0 if document.dataset.classes else len(document.dataset.values))
    pairs += [(now.value(index), then.value(index)) for index in values]
    return any(_differ(a, b) for a, b in pairs)


def scaling_words(document: Document) -> str:
    """What is standardised, and by which numbers, as a sentence; empty where nothing is."""
    return "" if document.scaling.is_identity else words_of_scaling(document.scaling, document.dataset)


def scaled_loss_words(document: Document) -> str:
    """In which unit the losses of a regression are, as a sentence; empty where it is that of the values."""
    axes = document.scaling.values
    if not axes:
        return ""
    if len(document.dataset.values) > 1:
        return "Losses count each value in its own standard deviation; R² has no unit."
    return f"Losses count the values in their standard deviation, {_number(axes[0].scale)}; R² has no unit."


def import_words(document: Document, *, numbers: bool = True) -> tuple[str, ...]:
    """What was done with points that were imported, a sentence each: all train, or they are standardised.

    Args:
        document: With the points.
        numbers: Whether to say by which mean and deviation.
    """
    data = document.dataset
    few = "So few points all train: none is kept for testing." if is_few(len(data), len(data.classes)) else ""
    all_train = few if data.train_fraction == 1.0 else ""
    scaled = scaling_words(document)
    scaled = scaled if numbers or not scaled else f"{scaled.split(' (')[0]}."
    return tuple(words for words in (all_train, scaled) if words)


def words_of_scaling(scaling: Scaling, dataset: Dataset) -> str:
    """By which numbers the points of a data set are standardised, as a sentence."""
    named = enumerate(zip(dataset.columns, dataset.samples.T, strict=True))
    columns = [(name, scaling.column(index), numbers) for index, (name, numbers) in named]
    if not dataset.classes:
        titles = dataset.values if len(dataset.values) > 1 else (VALUES,)
        named = enumerate(zip(titles, dataset.targets.T, strict=True))
        columns += [(name, scaling.value(index), numbers) for index, (name, numbers) in named]
    axes = [(name, axis) for name, axis, numbers in columns if not len(numbers) or np.ptp(numbers) > 0.0]
    if len(axes) > MOST_TOLD:
        return f"{len(axes)} columns are standardised, each by its own mean and deviation."
    if not axes:
        return "Nothing can be standardised: all points are alike."
    names, means, spreads = (
        _listed([name for name, _ in axes]),
        _listed([_number(axis.centre) for _, axis in axes]),
        _listed([_number(axis.scale) for _, axis in axes]),
    )
    verb = "are" if len(axes) > 1 or axes[0][0] == VALUES else "is"
    return f"{names} {verb} standardised (mean {means}; standard deviation {spreads})."


def _differ(now: AxisScale, then: AxisScale) -> bool:
    return abs(now.centre - then.centre) > FAR * then.scale or not 1 - FAR < now.scale / then.scale < 1 / (1 - FAR)


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _number(value: float) -> str:
    text = f"{value:,.3g}" if abs(value) < 1e3 or abs(value) >= 1e9 else f"{value:,.0f}"  # noqa: PLR2004
    return text.replace("-", "\N{MINUS SIGN}")
