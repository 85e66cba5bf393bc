"""Adam by hand: mean and square of the gradient, both corrected for their beginning at 0. AdamW's decay comes first."""

from __future__ import annotations

from math import sqrt

from playground.training.explain.by_hand.optimizers.base import (
    OptimizerByHand,
    WeightBefore,
    downhill,
    gradient_factor,
    mixture,
)
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class AdamByHand(OptimizerByHand):
    """m̂ / (√ŝ + ε), a step of about the rate's length."""

    def lines(self, before: WeightBefore) -> tuple[WrittenLine, ...]:
        """Both moments, their corrections, the step."""
        settings, number, g = before.settings, before.steps + 1, gradient_factor(before)
        mean = mixture("m", "β₁", before.state[0], settings.beta1, (g,), "g")
        square = mixture("s", "β₂", before.state[1], settings.beta2, (g, g), "g²")
        unbiased = [
            WrittenLine(
                f"{line.name}̂",
                f"{line.name}̂ = {line.name} / (1 − {symbol}^{number}): it began at 0",
                (
                    SumTerm(
                        (_correction(symbol, beta, number), Factor(line.name, line.value, f"the moment {line.name}"))
                    ),
                ),
            )
            for line, symbol, beta in ((mean, "β₁", settings.beta1), (square, "β₂", settings.beta2))
        ]
        length = 1.0 / (sqrt(unbiased[1].value) + settings.epsilon)
        step = downhill(
            before,
            Factor("m̂", unbiased[0].value, "the mean gradient m̂"),
            Factor("1 / (√ŝ + ε)", length, "the division by √ŝ + ε"),
        )
        formula = "step = −rate · m̂ / (√ŝ + ε)"
        decay = self.decay(before)
        formula += " − rate · decay · w" if decay else ""
        return mean, square, *unbiased, WrittenLine("step", formula, (step, *decay))

    def decay(self, before: WeightBefore) -> tuple[SumTerm, ...]:
        """What is taken off the weight itself: nothing."""
        return ()


class AdamWByHand(AdamByHand):
    """Adam, with a decay apart from the gradient."""

    def decay(self, before: WeightBefore) -> tuple[SumTerm, ...]:
        """rate · decay · w."""
        return (decay_term(before),)


def decay_term(before: WeightBefore) -> SumTerm:
    """−rate · decay · w."""
    decay = Factor("decay", before.settings.decoupled_decay, "the decay")
    weight = Factor("w", before.weight, "the weight itself")
    return SumTerm(downhill(before, decay, weight).factors, "the decay")


def _correction(symbol: str, beta: float, number: int) -> Factor:
    role = f"the correction 1 / (1 − {symbol}^{number})"
    return Factor(f"1 / (1 − {symbol}^{number})", 1.0 / (1.0 - beta**number), role)
