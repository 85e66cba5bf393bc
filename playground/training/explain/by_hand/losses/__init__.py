"""Each kind of loss by hand, by its name. A kind without a row is told in words, with PyTorch's derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.training.explain.by_hand.losses.cross_entropies import BinaryCrossEntropyByHand, CrossEntropyByHand
from playground.training.explain.by_hand.losses.distances import (
    HalfSquaredErrorByHand,
    HuberByHand,
    MeanSquaredErrorByHand,
)
from playground.training.explain.by_hand.losses.margins import HingeByHand, PerceptronByHand

if TYPE_CHECKING:
    from playground.training.explain.by_hand.losses.base import LossByHand

LOSSES_BY_HAND: dict[str, LossByHand] = {
    "cross_entropy": CrossEntropyByHand(),
    "binary_cross_entropy": BinaryCrossEntropyByHand(),
    "mse": MeanSquaredErrorByHand(),
    "half_squared": HalfSquaredErrorByHand(),
    "huber": HuberByHand(),
    "hinge": HingeByHand(),
    "perceptron": PerceptronByHand(),
}
