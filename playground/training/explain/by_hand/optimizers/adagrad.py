"""Adagrad by hand: the gradient by the root of the sum of all its squares."""

from __future__ import annotations

from math import sqrt

from playground.training.explain.by_hand.optimizers.base import (
    OptimizerByHand,
    WeightBefore,
    downhill,
    gradient_factor,
)
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class AdagradByHand(OptimizerByHand):
    """g / (√s + ε), with an s that never forgets."""

    def lines(self, before: WeightBefore) -> tuple[WrittenLine, ...]:
        """The sum of squares, and the step."""
        g = gradient_factor(before)
        old = SumTerm((Factor("old s", before.state[0], "the squares so far"),), "the squares so far")
        square = WrittenLine("s", "s = old s + g²", (old, SumTerm((g, g), "the new square")))
        root = sqrt(square.value) + before.settings.epsilon
        length = Factor("1 / (√s + ε)", 1.0 / root, "the division by √s + ε")
        return square, WrittenLine("step", "step = −rate · g / (√s + ε)", (downhill(before, g, length),))
