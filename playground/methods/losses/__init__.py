"""One file for each loss. A new kind is one file and one line here."""

from __future__ import annotations

from playground.methods.base import by_name
from playground.methods.losses.base import Loss, OutputHead, OutputKind
from playground.methods.losses.binary_cross_entropy import BinaryCrossEntropy
from playground.methods.losses.cross_entropy import CrossEntropy
from playground.methods.losses.half_squared import HalfSquaredError
from playground.methods.losses.hinge import Hinge
from playground.methods.losses.huber import Huber
from playground.methods.losses.mse import MeanSquaredError
from playground.methods.losses.perceptron import Perceptron

LOSSES: dict[str, Loss] = by_name(
    CrossEntropy(),
    BinaryCrossEntropy(),
    Hinge(),
    Perceptron(),
    MeanSquaredError(),
    HalfSquaredError(),
    Huber(),
)
"""Every kind by name, in the order in which menus offer them."""

__all__ = ["LOSSES", "Loss", "OutputHead", "OutputKind"]
