"""Hinge and perceptron criterion by hand: the error is −t where the side is wrong, or too near, and else 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from playground.training.explain.by_hand.losses.base import Answered, Array, LossByHand
from playground.training.explain.by_hand.written import Factor, SumTerm, number_words

if TYPE_CHECKING:
    from collections.abc import Callable


class HingeByHand(LossByHand):
    """max(0, 1 − t z)."""

    margin: ClassVar[float] = 1.0
    is_wrong: Callable[[float], bool] = staticmethod(lambda side: side < 1.0)

    def costs(self, said: Answered) -> Array:
        """What is missing to the margin."""
        return np.maximum(self.margin - said.targets * said.sums, 0.0)

    def cost_words(self, said: Answered, sample: int, output: int) -> str:
        """The side, and what is missing."""
        side = float(said.targets[sample, output] * said.sums[sample, output])
        cost = float(self.costs(said)[sample, output])
        missing = f"{number_words(self.margin)} − t z" if self.margin else "−t z"
        return f"t z = {number_words(side)}, max(0, {missing}) = {number_words(cost)}"

    def inner(self, said: Answered, sample: int, output: int) -> tuple[tuple[SumTerm, ...], tuple[Factor, ...], str]:
        """The slope by the sum: −t where the loss is above 0, else 0."""
        target = float(said.targets[sample, output])
        moves = self.is_wrong(target * float(said.sums[sample, output]))
        term = SumTerm((Factor("−t", -target if moves else 0.0, "−t where the loss is above 0"),))
        border = number_words(self.margin)
        return (term,), (), f"−t, as t z < {border}" if moves else f"0, as t z ≥ {border}"


class PerceptronByHand(HingeByHand):
    """max(0, −t z); at 0 it moves, so that zero weights begin."""

    margin = 0.0
    is_wrong = staticmethod(lambda side: side <= 0.0)
