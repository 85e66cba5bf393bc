"""Dropout and noise by hand, with the very numbers that training draws for this update."""

from __future__ import annotations

from typing import Any

from playground.operations.random_numbers import bernoulli, normal
from playground.training.explain.by_hand.operations.base import Array, Back, Index, Made, OperationByHand, Passage, Walk
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class DropoutByHand(OperationByHand):
    """Each unit, or map, times 0 or 1 / (1 − rate); so is its error."""

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """Times the mask of this update."""
        key, kept = walk.key(), 1.0 - operation.rate
        mask = bernoulli(key, entering.shape[0], entering.shape[1], kept) / kept
        mask = mask.reshape(entering.shape[:2] + (1,) * (entering.ndim - 2))
        return entering * mask, (mask + 0.0 * entering,)

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """Times the same mask."""
        return error * passage.kept[0], (), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """Left out or scaled."""
        at = (sample, *index)
        factors = self._mask(passage, at), Factor("a", float(passage.entering[at]), "what enters")
        return WrittenLine("dropped", "dropout: a · mask", (SumTerm(factors),))

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """Left out or scaled."""
        at = (sample, *index)
        behind = Factor("∂L/∂a", float(passage.error_out[at]), "what comes back from behind")
        return WrittenLine("∂L/∂a", "dropout: mask · ∂L/∂a", (SumTerm((self._mask(passage, at), behind)),))

    def _mask(self, passage: Passage, at: Index) -> Factor:
        mask = float(passage.kept[0][at])
        return Factor("mask", mask, "the mask of the dropout: 0, or 1 / (1 − rate)")


class NoiseByHand(OperationByHand):
    """The number with its noise; the error passes."""

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """The noise of this update on top."""
        drawn = normal(walk.key(), len(entering), entering[0].size)
        noise = (operation.deviation * drawn).reshape(entering.shape)
        return entering + noise, (noise,)

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """The error behind it unchanged, as the noise is no function of what enters."""
        return error, (), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """What entered plus the noise that was drawn, written out."""
        at = (sample, *index)
        terms = (
            SumTerm((Factor("a", float(passage.entering[at]), "what enters"),), "what enters"),
            SumTerm((Factor("noise", float(passage.kept[0][at]), "the noise"),), "the noise"),
        )
        return WrittenLine("a", "a + the noise of this update", terms)
