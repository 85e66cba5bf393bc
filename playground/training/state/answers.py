"""From the sums that leave the network to the answers that people see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import network_scaling
from playground.document.plan import resolve

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.methods.losses import OutputHead

Array = NDArray[np.floating]


def steepness(head: OutputHead) -> float:
    """The log-odds for a sum of one: a tanh or hinge output reads as (1 + tanh z) / 2, the sigmoid of 2 z."""
    return 1.0 if head.kind in {"sigmoid", "softmax"} else 2.0


def answers(sums: Array, document: Document) -> NDArray[np.float32]:
    """What the network says at each place.

    A tanh or hinge output reads as the probability (1 + tanh z) / 2, which is the sigmoid of 2 z; several
    outputs that are not a softmax are divided by their sum.

    Args:
        sums: The output layer's sums (logits), (M, units), finite.
        document: Names the output layer.

    Returns:
        Probabilities, (M, K), K = 2 for one unit; for regression the value as `Dataset.targets` has it, (M, 1).
    """
    head = resolve(document).head
    if document.task == "regression":
        return np.asarray(network_scaling(document).value.to_units(sums)).astype(np.float32)
    if head.kind == "softmax":
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
    chances = 0.5 + 0.5 * np.tanh(0.5 * steepness(head) * sums)
    if head.units == 1:
        return np.concatenate((1.0 - chances, chances), axis=1).astype(np.float32)
    total = chances.sum(axis=1, keepdims=True)
    return np.asarray(chances / np.maximum(total, 1e-30), dtype=np.float32)
