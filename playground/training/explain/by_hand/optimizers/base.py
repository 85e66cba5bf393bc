"""What it is to do an optimizer's step by hand: one weight, its gradient, its memories."""

from __future__ import annotations

from typing import Any, NamedTuple

from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class WeightBefore(NamedTuple):
    """One parameter before its update.

    Attributes:
        weight: Its number.
        gradient: Of the loss by it, regularized and clipped.
        state: What the optimizer remembers of it, in the order of the kind's rows.
        rate: The learning rate, its schedule applied.
        steps: Updates done before.
        settings: The document's `Training`.
    """

    weight: float
    gradient: float
    state: tuple[float, ...]
    rate: float
    steps: int
    settings: Any


class OptimizerByHand:
    """A kind of optimizer in pencil and paper. It has no state."""

    def lines(self, before: WeightBefore) -> tuple[WrittenLine, ...]:
        """The arithmetic, line by line; the last one is named "step": what is added to the weight."""
        raise NotImplementedError


def gradient_factor(before: WeightBefore) -> Factor:
    """The gradient as the rule writes it: g."""
    return Factor("g", before.gradient, "the gradient")


def downhill(before: WeightBefore, way: Factor, *others: Factor) -> SumTerm:
    """−rate · way · others: the length that a step goes downhill."""
    rate = Factor("−rate", -before.rate, "the learning rate")
    return SumTerm((rate, way, *others))


def mixture(name: str, symbol: str, old: float, share: float, new: tuple[Factor, ...], written: str) -> WrittenLine:
    """A memory that follows: share · old + (1 − share) · new."""
    kept = SumTerm(
        (Factor(symbol, share, f"{symbol}, what is kept of the old"), Factor(f"old {name}", old, "the memory so far")),
        "the memory so far",
    )
    fresh = SumTerm((Factor(f"1 − {symbol}", 1.0 - share, f"1 − {symbol}"), *new), "the new gradient")
    return WrittenLine(name, f"{name} = {symbol} · old {name} + (1 − {symbol}) · {written}", (kept, fresh))
