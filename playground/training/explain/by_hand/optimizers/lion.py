"""Lion by hand: of a mixture of memory and gradient only the sign counts."""

from __future__ import annotations

from playground.training.explain.by_hand.optimizers.adam import decay_term
from playground.training.explain.by_hand.optimizers.base import (
    OptimizerByHand,
    WeightBefore,
    downhill,
    gradient_factor,
    mixture,
)
from playground.training.explain.by_hand.written import Factor, WrittenLine


class LionByHand(OptimizerByHand):
    """Every weight a step of the same length."""

    def lines(self, before: WeightBefore) -> tuple[WrittenLine, ...]:
        """The way and its sign, the step, and what is remembered."""
        settings, g = before.settings, gradient_factor(before)
        way = mixture("c", "β₁", before.state[0], settings.beta1, (g,), "g")
        way = WrittenLine("c", way.formula.replace("old c", "m"), way.terms)
        sign = Factor("sign c", float((way.value > 0.0) - (way.value < 0.0)), "the sign of c")
        memory = mixture("m", "β₂", before.state[0], settings.beta2, (g,), "g")
        formula = "step = −rate · sign c − rate · decay · w"
        return way, memory, WrittenLine("step", formula, (downhill(before, sign), decay_term(before)))
