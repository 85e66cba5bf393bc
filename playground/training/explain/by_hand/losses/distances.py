"""Losses of a distance e = o − t by hand: their slope by e, and through the output's tanh where it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.training.explain.by_hand.losses.base import Answered, Array, LossByHand, difference
from playground.training.explain.by_hand.written import Factor, SumTerm, number_words

if TYPE_CHECKING:
    from typing import Any


class _DistanceByHand(LossByHand):
    """A function of e, by its cost and by how its slope is written."""

    written = ""

    def cost(self, e: Array, settings: Any) -> Array:
        """The term that each distance between answer and target adds to the loss."""
        raise NotImplementedError

    def slope_terms(self, o: float, t: float, settings: Any) -> tuple[tuple[SumTerm, ...], tuple[Factor, ...], str]:
        """The derivative by the distance: terms, factors, and the formula."""
        raise NotImplementedError

    def costs(self, said: Answered) -> Array:
        """Of each output of each sample."""
        return np.asarray(self.cost(_outputs(said) - said.targets, said.settings))

    def cost_words(self, said: Answered, sample: int, output: int) -> str:
        """The distance, and what it costs."""
        o, t = float(_outputs(said)[sample, output]), float(said.targets[sample, output])
        cost = float(self.costs(said)[sample, output])
        distance = f"e = o − t = {number_words(o)} − {_bracketed(t)} = {number_words(o - t)}"
        return f"{distance}, {self.written} = {number_words(cost)}"

    def inner(self, said: Answered, sample: int, output: int) -> tuple[tuple[SumTerm, ...], tuple[Factor, ...], str]:
        """The slope by e, and that of the output's tanh."""
        o, t = float(_outputs(said)[sample, output]), float(said.targets[sample, output])
        terms, factors, formula = self.slope_terms(o, t, said.settings)
        if said.head.kind != "tanh":
            return terms, factors, f"{formula}, with o = z"
        bent = Factor("1 − o²", 1.0 - o * o, "the derivative of the output's tanh")
        return terms, (*factors, bent), f"{formula} · (1 − o²), with o = tanh(z)"


class MeanSquaredErrorByHand(_DistanceByHand):
    """e², with the slope 2 e."""

    written = "e²"

    def cost(self, e: Array, settings: Any) -> Array:
        """The square of each distance."""
        return e**2

    def slope_terms(self, o: float, t: float, settings: Any) -> tuple[tuple[SumTerm, ...], tuple[Factor, ...], str]:
        """2 (o − t)."""
        return difference("o", o, t), (Factor("2", 2.0, "the 2 of the square's derivative"),), "2 · (o − t)"


class HalfSquaredErrorByHand(_DistanceByHand):
    """e² / 2, with the slope e; outputs are added."""

    by_output = False
    written = "e² / 2"

    def cost(self, e: Array, settings: Any) -> Array:
        """Half of the square."""
        return 0.5 * e**2

    def slope_terms(self, o: float, t: float, settings: Any) -> tuple[tuple[SumTerm, ...], tuple[Factor, ...], str]:
        """The slope of half a square: the distance o − t itself."""
        return difference("o", o, t), (), "(o − t)"


class HuberByHand(_DistanceByHand):
    """e² / 2 near the target, straight beyond the delta."""

    written = "Huber(e)"

    def cost(self, e: Array, settings: Any) -> Array:
        """Half the square of small distances, a straight line of those beyond delta."""
        delta = settings.huber_delta
        far = np.abs(e)
        return np.where(far <= delta, 0.5 * e**2, delta * (far - 0.5 * delta))

    def slope_terms(self, o: float, t: float, settings: Any) -> tuple[tuple[SumTerm, ...], tuple[Factor, ...], str]:
        """The distance, cut off at ± delta."""
        delta = float(settings.huber_delta)
        if abs(o - t) <= delta:
            return difference("o", o, t), (), "(o − t)"
        cut = Factor("±delta", delta if o > t else -delta, "the delta, with the sign of o − t")
        return (SumTerm((cut,)),), (), "± delta, as o − t is longer"


def _outputs(said: Answered) -> Array:
    return np.tanh(said.sums) if said.head.kind == "tanh" else said.sums


def _bracketed(value: float) -> str:
    return f"({number_words(value)})" if value < 0 else number_words(value)
