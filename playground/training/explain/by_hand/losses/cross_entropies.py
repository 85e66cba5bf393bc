"""The cross-entropies by hand: the error is the probability less the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.training.explain.by_hand.losses.base import Answered, Array, LossByHand, difference
from playground.training.explain.by_hand.written import number_words

if TYPE_CHECKING:
    from playground.training.explain.by_hand.written import Factor, SumTerm


class BinaryCrossEntropyByHand(LossByHand):
    """softplus(z) − t z of each output, with the slope σ(z) − t."""

    def costs(self, said: Answered) -> Array:
        """The surprise at the target, output by output."""
        return np.asarray(np.logaddexp(0.0, said.sums) - said.targets * said.sums)

    def cost_words(self, said: Answered, sample: int, output: int) -> str:
        """The logarithm of what was given to the truth."""
        z, t = float(said.sums[sample, output]), float(said.targets[sample, output])
        p = float(_sigmoid(np.array(z)))
        is_it = t == 1.0
        right, name = (p, "p") if is_it else (1.0 - p, "1 − p")
        cost = float(self.costs(said)[sample, output])
        return f"p = σ({number_words(z)}) = {number_words(p)}, −log({name}) = −log {number_words(right)} = " + (
            number_words(cost)
        )

    def inner(self, said: Answered, sample: int, output: int) -> tuple[tuple[SumTerm, ...], tuple[Factor, ...], str]:
        """The slope by the sum: chance minus target, p − t."""
        p = float(_sigmoid(said.sums[sample, output]))
        return difference("p", p, float(said.targets[sample, output])), (), "(p − t), with p = σ(z)"


class CrossEntropyByHand(BinaryCrossEntropyByHand):
    """With several outputs logsumexp(z) − z[class], with the slope softmax(z) − t; with one as the binary one."""

    def share(self, said: Answered) -> float:
        """Of the batch: outputs of one softmax are one answer, and one output has no others."""
        return 1.0 / len(said.sums)

    def costs(self, said: Answered) -> Array:
        """At the right class; 0 at the others."""
        if said.sums.shape[1] == 1:
            return super().costs(said)
        return np.asarray(-said.targets * np.log(softmax(said.sums)))

    def cost_words(self, said: Answered, sample: int, output: int) -> str:
        """The logarithm of the right class's probability."""
        if said.sums.shape[1] == 1:
            return super().cost_words(said, sample, output)
        right = int(said.targets[sample].argmax())
        p = float(softmax(said.sums)[sample, right])
        return f"−log p of the right class = −log {number_words(p)} = {number_words(-float(np.log(p)))}"

    def inner(self, said: Answered, sample: int, output: int) -> tuple[tuple[SumTerm, ...], tuple[Factor, ...], str]:
        """The slope by the sum: chance minus target, p − t."""
        if said.sums.shape[1] == 1:
            return super().inner(said, sample, output)
        p = float(softmax(said.sums)[sample, output])
        return difference("p", p, float(said.targets[sample, output])), (), "(p − t), with p = softmax(z)"

    def _shares(self, said: Answered) -> tuple[Factor, ...]:
        return tuple(one for one in super()._shares(said) if one.name != "1/O")


def softmax(sums: Array) -> Array:
    """Probabilities of each row, (N, O)."""
    raised = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _sigmoid(z: Array) -> Array:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))
