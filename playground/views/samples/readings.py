"""What the network says of each sample, and in which order samples are shown by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.document.dataset import Dataset

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

ORDER, CLASS, MISTAKES, LOSS, CONFIDENCE = "order", "class", "mistakes", "loss", "confidence"
"""What samples are sorted by."""
ALL, TRAINING, TEST, WRONG = "all", "training", "test", "wrong"
"""Which samples are shown; a class is named by its index."""
LEAST_PROBABILITY = 1e-12
"""Of what a loss is taken, so that none is infinite."""


@dataclass(frozen=True, eq=False)
class Readings:
    """The network's answer to each of N samples.

    Attributes:
        probabilities: Of each class, (N, K).
        answers: The most probable class, (N,).
        confidence: Its probability, (N,).
        losses: The negative logarithm of the probability of a sample's own class, (N,).
        wrong: Where the answer is another class than the sample's, (N,).
    """

    probabilities: NDArray[np.float32]
    answers: Rows
    confidence: Floats
    losses: Floats
    wrong: NDArray[np.bool_]


def readings_of(probabilities: NDArray[np.float32], targets: NDArray[Any]) -> Readings:
    """Read the answers.

    Args:
        probabilities: Of each class, (N, K).
        targets: The class of each sample, (N,).
    """
    rows = np.arange(len(targets))
    answers = probabilities.argmax(axis=1)
    own = np.clip(probabilities[rows, targets].astype(np.float64), LEAST_PROBABILITY, 1.0)
    confidence = probabilities[rows, answers].astype(np.float64)
    return Readings(probabilities, answers, confidence, -np.log(own), answers != targets)


def rows_shown(data: Dataset, readings: Readings | None, order: str, shown: str | int) -> Rows:
    """Return the samples to show, in their order: indices of the dataset.

    Args:
        data: The samples.
        readings: What the network says of them; without, what needs it leaves the order as it is.
        order: `ORDER`, `CLASS`, `MISTAKES` (those of the largest loss first, then all others), `LOSS` (the largest
            first) or `CONFIDENCE` (the least first). Equal ones stay in the dataset's order.
        shown: `ALL`, `TRAINING`, `TEST`, `WRONG`, or the index of a class.
    """
    rows = np.flatnonzero(_mask(data, readings, shown))
    keys = _keys(data, readings, order)
    return rows if keys is None else rows[np.argsort(keys[rows], kind="stable")]


def _mask(data: Dataset, readings: Readings | None, shown: str | int) -> NDArray[np.bool_]:
    if isinstance(shown, int):
        return np.asarray(data.targets == shown) if data.classes else np.ones(len(data), np.bool_)
    if shown in (TRAINING, TEST):
        return np.asarray(data.is_test == (shown == TEST))
    if shown == WRONG and readings is not None:
        return readings.wrong
    return np.ones(len(data), np.bool_)


def _keys(data: Dataset, readings: Readings | None, order: str) -> Floats | None:
    if order == CLASS:
        return data.target().astype(np.float64)
    if readings is None or order == ORDER:
        return None
    if order == MISTAKES:
        return np.where(readings.wrong, -readings.losses, 1.0)
    return -readings.losses if order == LOSS else readings.confidence
