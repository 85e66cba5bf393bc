"""A document of the domain table: random rows that a straight cut through all columns parts."""

from __future__ import annotations

import numpy as np

from playground.document.dataset import Dataset, default_classes, frozen
from playground.document.edits_scaling import standardise
from playground.document.laying_out import laid_out
from playground.document.model import Document
from playground.document.training import Training
from playground.domains import DOMAINS
from playground.layers import Dense

NAMES = "abcdefghijklmnopqrstuvwxyz"


def rows_document(columns=5, count=120, classes=2, layers=None, spread=(), seed=0):
    """A table laid out and standardised, as an import makes it."""
    random = np.random.default_rng(seed)
    scale = np.array([*spread, *[1.0] * (columns - len(spread))])
    raw = random.normal(size=(count, columns)) * scale * 3.0 + 10.0 * scale
    score = (raw / scale) @ random.normal(size=columns)
    targets = np.digitize(score, np.quantile(score, np.arange(1, classes) / classes)) if classes else score[:, None]
    names = tuple(NAMES[i % 26] * (1 + i // 26) for i in range(columns))
    data = Dataset(
        frozen(raw, np.float64),
        frozen(targets, np.int64 if classes else np.float64),
        frozen(random.random(count) < 0.25, np.bool_),
        default_classes(classes),
        domain="table",
        columns=names,
    )
    task, loss = ("classification", "cross_entropy") if classes else ("regression", "mse")
    inputs = DOMAINS["table"].usual_inputs(names)
    return standardise(
        Document(task, laid_out(data), inputs, tuple(layers or [Dense(uid=1, units=6)]), Training(loss=loss))
    )
