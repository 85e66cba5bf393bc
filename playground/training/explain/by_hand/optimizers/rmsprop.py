"""RMSprop by hand: the gradient by the root of its forgetful mean square."""

from __future__ import annotations

from math import sqrt

from playground.training.explain.by_hand.optimizers.base import (
    OptimizerByHand,
    WeightBefore,
    downhill,
    gradient_factor,
    mixture,
)
from playground.training.explain.by_hand.optimizers.sgd import rolling
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class RMSpropByHand(OptimizerByHand):
    """g / (√s + ε), or rolling on."""

    def lines(self, before: WeightBefore) -> tuple[WrittenLine, ...]:
        """The square, the quotient, perhaps the velocity, the step."""
        settings, g = before.settings, gradient_factor(before)
        square = mixture("s", "α", before.state[0], settings.rho, (g, g), "g²")
        length = Factor("1 / (√s + ε)", 1.0 / (sqrt(square.value) + settings.epsilon), "the division by √s + ε")
        if settings.momentum <= 0.0:
            return square, WrittenLine("step", "step = −rate · g / (√s + ε)", (downhill(before, g, length),))
        quotient = WrittenLine("q", "q = g / (√s + ε)", (SumTerm((g, length)),))
        velocity = rolling(before, Factor("q", quotient.value, "the quotient q"), before.state[1])
        way = Factor("v", velocity.value, "the velocity v")
        return square, quotient, velocity, WrittenLine("step", "step = −rate · v", (downhill(before, way),))
