"""SGD by hand: −rate · g; with momentum v = m v + g."""

from __future__ import annotations

from playground.training.explain.by_hand.optimizers.base import (
    OptimizerByHand,
    WeightBefore,
    downhill,
    gradient_factor,
)
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class SGDByHand(OptimizerByHand):
    """A step straight down, or rolling on."""

    def lines(self, before: WeightBefore) -> tuple[WrittenLine, ...]:
        """Without momentum one line; with it the velocity first."""
        momentum = before.settings.momentum
        if momentum <= 0.0:
            return (WrittenLine("step", "step = −rate · g", (downhill(before, gradient_factor(before)),)),)
        velocity = rolling(before, gradient_factor(before), before.state[0])
        way = Factor("v", velocity.value, "the velocity v")
        if not before.settings.nesterov:
            return velocity, WrittenLine("step", "step = −rate · v", (downhill(before, way),))
        ahead = downhill(before, Factor("m", momentum, "the momentum m"), way)
        terms = downhill(before, gradient_factor(before)), ahead
        return velocity, WrittenLine("step", "step = −rate · (g + m · v): Nesterov looks ahead", terms)


def rolling(before: WeightBefore, new: Factor, old: float) -> WrittenLine:
    """v = m v + what is new."""
    kept = SumTerm(
        (Factor("m", before.settings.momentum, "the momentum m"), Factor("old v", old, "the velocity so far")),
        "the velocity so far",
    )
    return WrittenLine("v", f"v = m · old v + {new.name}", (kept, SumTerm((new,), new.role)))
