"""The knobs of the data: what makes the samples, how many of them train, which labels are wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.data_operations.base import kept, with_targets
from playground.document.edits_data import split
from playground.document.edits_source import regenerate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.dataset import Dataset, DataSource
    from playground.document.model import Document
    from playground.experiments.variations import Value

SAMPLE_KNOBS = {
    "seed": "Draw of the data",
    "split": "Seed of the split",
    "train_fraction": "Share that trains",
    "samples": "Training samples",
    "flipped": "Wrong training labels",
}
"""Those that any data have, with labels for axes. The seed also says which samples stay and which labels are wrong."""
DRAW = "draw"
"""Says which samples stay in place of the seed, so that those that test can be the same for all draws; no axis."""
SOURCE_KNOBS = ("noise", "count", "parameter")
"""Those of every generator, besides the ones that it has of its own."""


class KnobError(ValueError):
    """A knob is not there, or cannot be turned so; the text is for a person."""


def with_data(document: Document, values: Mapping[str, Value]) -> Document:
    """The document with other data: made anew, split, thinned, mislabelled, in this order.

    Test samples are neither thinned nor mislabelled. What is made anew is as the generator makes it, without what a
    person has drawn on top.

    Args:
        document: Whose data.
        values: By the names behind "data.".

    Raises:
        KnobError: There are not so many samples, or a generator refuses; in words.
    """
    try:
        document = _made(document, values)
    except ValueError as error:
        raise KnobError(_sentence(str(error))) from None
    data, seed = document.dataset, int(values.get("seed", 0))
    if "split" in values or "train_fraction" in values:
        fraction = float(values.get("train_fraction", data.train_fraction))
        document = split(document, fraction, int(values.get("split", data.split_seed)))
    data = document.dataset
    if "samples" in values:
        data = _thinned(data, int(values["samples"]), int(values.get(DRAW, seed)))
    if "flipped" in values:
        data = _mislabelled(data, float(values["flipped"]), seed)
    return document if data is document.dataset else replace(document, dataset=data)


def _made(document: Document, values: Mapping[str, Value]) -> Document:
    """The samples from their generator, where any of its settings is another."""
    source = document.dataset.source
    if source is None:
        return document
    own = {name: value for name, value in values.items() if name not in (*SAMPLE_KNOBS, *SOURCE_KNOBS, DRAW)}
    changed: dict[str, Any] = {name: values[name] for name in (*SOURCE_KNOBS, "seed") if name in values}
    if own:
        numbers = {name: float(value) for name, value in own.items()}
        changed["knobs"] = tuple(sorted((dict(source.knobs) | numbers).items()))
    if "seed" in changed:
        changed["stream"] = None
    other: DataSource = replace(source, **changed)
    return document if other == source else regenerate(document, other)


def _thinned(data: Dataset, wanted: int, seed: int) -> Dataset:
    """So many training samples, of each class its share, chosen by seed; the same ones are among more of them."""
    training = (~data.is_test).nonzero()[0]
    if wanted > len(training):
        raise KnobError(f"There are only {len(training):,} training samples, not {wanted:,}.")
    random = np.random.default_rng([seed, _THINNING])
    rank = random.random(len(training))
    if data.classes:  # the k-th of a class of n stands at (k + ½) / n, so that every beginning has each class's share
        for index in range(len(data.classes)):
            group = (data.targets[training] == index).nonzero()[0]
            order = group[np.argsort(rank[group], kind="stable")]
            rank[order] = (np.arange(len(group)) + 0.5) / max(len(group), 1)
    keep = data.is_test.copy()
    keep[training[np.argsort(rank, kind="stable")[:wanted]]] = True
    return kept(data, keep)


def _mislabelled(data: Dataset, share: float, seed: int) -> Dataset:
    """A share of the training labels with one of the other classes, each as likely; chosen by seed."""
    training = (~data.is_test).nonzero()[0]
    random = np.random.default_rng([seed, _FLIPPING])
    rows = random.permutation(training)[: round(share * len(training))]
    shift = random.integers(1, max(len(data.classes), 2), len(rows))
    targets = data.targets.copy()
    targets[rows] = (targets[rows] + shift) % len(data.classes)
    return with_targets(data, targets)


_THINNING, _FLIPPING = 0x7417, 0xF11B
"""Keep the two apart from each other and from the generator's numbers."""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
