"""Normalizations by hand: every number also moves the mean and the deviation that it is measured by."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.operations.numbers import NORM_EPSILON
from playground.training.explain.by_hand.operations.base import Array, Back, Index, Made, OperationByHand, Passage, Walk
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class _Normalization(OperationByHand):
    """scale x̂ + shift, with x̂ = (x − mean) / deviation; over which axes, says the kind.

    What is kept: x̂, the mean, 1 / deviation, whether both are of this batch, and the scale, all of a shape that
    broadcasts over the batch.
    """

    mixes, settled = True, False

    def axes(self, entering: Array) -> tuple[int, ...]:
        """Over which mean and deviation are taken."""
        raise NotImplementedError

    def usual(self, arrays: tuple[Array, ...], entering: Array) -> tuple[Array, Array] | None:
        """Mean and variance that are taken instead where a batch has none of its own."""
        return None

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """Every number centred and divided by the spread, then scaled and shifted."""
        axes = self.axes(entering)
        usual = self.usual(arrays, entering)
        if usual is None:
            mean, variance = entering.mean(axis=axes, keepdims=True), entering.var(axis=axes, keepdims=True)
        else:
            mean, variance = usual
        inverse = 1.0 / np.sqrt(variance + NORM_EPSILON)
        scaled = (entering - mean) * inverse
        scale, shift = (_per_channel(one, entering) for one in arrays[:2])
        return scaled * scale + shift, (scaled, mean, inverse, usual is None, scale)

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """1/deviation · (g − mean of g − x̂ · mean of g x̂), with g = scale · ∂L/∂y."""
        scaled, _, inverse, is_own, scale = passage.kept
        over = (0, *range(2, error.ndim))
        slopes = (error * scaled).sum(axis=over), error.sum(axis=over)
        g = error * scale
        if is_own:
            axes = self.axes(g)
            g = g - g.mean(axis=axes, keepdims=True) - scaled * (g * scaled).mean(axis=axes, keepdims=True)
        return g * inverse, slopes, None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """scale · (x − mean) / deviation + shift."""
        at = (sample, *index)
        _, mean, inverse, is_own, scale = passage.kept
        mean_here, inverse_here, scale_here = (float(_at(one, at)) for one in (mean, inverse, scale))
        shift = float(passage.arrays[1][index[0]])
        stretch = (Factor("scale", scale_here, "the scale"), Factor("1/σ", inverse_here, "1 / the deviation"))
        terms = (
            SumTerm((*stretch, Factor("x", float(passage.entering[at]), "what enters"))),
            SumTerm((*stretch, Factor("−mean", -mean_here, "the mean taken off")), "the mean taken off"),
            SumTerm((Factor("shift", shift, "the shift"),), "the shift"),
        )
        words = "" if is_own else "mean and deviation are the running ones: one number has none of its own"
        return WrittenLine("y", "y = scale · 1/σ · x − scale · 1/σ · mean + shift", terms, words=words)

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The same three parts, with what the mean and the deviation take back."""
        at = (sample, *index)
        scaled, _, inverse, is_own, scale = passage.kept
        g = passage.error_out * scale
        terms = [SumTerm((Factor("g", float(g[at]), "scale · ∂L/∂y"),))]
        if is_own:
            axes = self.axes(g)
            mean = float(_at(g.mean(axis=axes, keepdims=True), at))
            along = float(_at((g * scaled).mean(axis=axes, keepdims=True), at))
            terms.append(SumTerm((Factor("−mean g", -mean, "the mean of g"),), "the path through the mean"))
            factors = Factor("−x̂", -float(scaled[at]), "x̂"), Factor("mean g x̂", along, "the mean of g · x̂")
            terms.append(SumTerm(factors, "the path through the deviation"))
        formula = "∂L/∂x = 1/σ · (g − mean g − x̂ · mean g x̂), with g = scale · ∂L/∂y"
        share = Factor("1/σ", float(_at(inverse, at)), "1 / the deviation")
        return WrittenLine("∂L/∂x", formula if is_own else "∂L/∂x = 1/σ · scale · ∂L/∂y", tuple(terms), (share,))

    def slope(self, passage: Passage, place: int, index: Index) -> WrittenLine:
        """Of the scale Σ ∂L/∂y · x̂, of the shift Σ ∂L/∂y."""
        errors, scaled = passage.error_out[:, index[0]].ravel(), passage.kept[0][:, index[0]].ravel()
        terms = []
        for error, value in zip(errors, scaled, strict=True):
            factors = [Factor("∂L/∂y", float(error), "what comes back from behind")]
            factors += [] if place else [Factor("x̂", float(value), "x̂, the normalized number")]
            terms.append(SumTerm(tuple(factors)))
        name = "∂L/∂shift" if place else "∂L/∂scale"
        return WrittenLine(name, f"{name} = Σ ∂L/∂y{'' if place else ' · x̂'}", tuple(terms))


class LayerNormByHand(_Normalization):
    """Over the units of each sample."""

    def axes(self, entering: Array) -> tuple[int, ...]:
        """All but the sample's."""
        return tuple(range(1, entering.ndim))


class BatchNormByHand(_Normalization):
    """Over the batch, and the places of a map; a batch of one number takes the running statistics."""

    def axes(self, entering: Array) -> tuple[int, ...]:
        """All but the channel's."""
        return (0, *range(2, entering.ndim))

    def usual(self, arrays: tuple[Array, ...], entering: Array) -> tuple[Array, Array] | None:
        """The running statistics, where there is one number a channel."""
        if entering[:, 0].size > 1:
            return None
        mean, variance = (_per_channel(one, entering) for one in arrays[2:4])
        return mean, variance


def _per_channel(values: Array, like: Array) -> Array:
    return values.reshape(-1, *(1,) * (like.ndim - 2))[None]


def _at(values: Array, at: Index) -> float:
    """A number of an array that broadcasts."""
    return float(values[tuple(0 if size == 1 else place for place, size in zip(at, values.shape, strict=True))])
