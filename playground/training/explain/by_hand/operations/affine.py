"""The affine map by hand: z = Σ w a + b; back, Σ w δ; and for a weight Σ δ a over the batch."""

from __future__ import annotations

from typing import Any

from playground.training.explain.by_hand.operations.base import Array, Back, Index, Made, OperationByHand, Passage, Walk
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class AffineByHand(OperationByHand):
    """W a + b."""

    mixes, settled = True, False

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """A product, and the bias."""
        sums = entering @ arrays[0].T
        return (sums + arrays[1] if operation.bias else sums), ()

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """Wᵀ δ; δ aᵀ; δ."""
        by_weight = error.T @ passage.entering
        by_bias = (error.sum(axis=0),) if len(passage.arrays) > 1 else ()
        return error @ passage.arrays[0], (by_weight, *by_bias), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The weighted sum of a unit, w · a + b, written out."""
        return weighted_sum(passage, sample, index[0], "z")

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """All that the number goes into: each weight with the error at its unit."""
        weight, (unit,) = passage.arrays[0], index
        terms = tuple(
            SumTerm(
                (
                    Factor("w", float(weight[k, unit]), f"the weight to unit {k + 1}"),
                    Factor(f"δ{k + 1}", float(passage.error_out[sample, k]), f"the error at unit {k + 1}"),
                ),
                f"the path through unit {k + 1}",
            )
            for k in range(len(weight))
        )
        return WrittenLine("∂L/∂a", "∂L/∂a = Σ w · δ of the units it goes to", terms)

    def slope(self, passage: Passage, place: int, index: Index) -> WrittenLine:
        """Error times what entered, over the samples; of a bias the errors alone."""
        return dense_slope(passage, passage.error_out, place, index)


def weighted_sum(passage: Passage, sample: int, unit: int, name: str) -> WrittenLine:
    """Σ w a + b of one unit, by the first arrays of a passage: weights (units, units in) and perhaps biases."""
    weight = passage.arrays[0]
    terms = [
        SumTerm(
            (
                Factor("w", float(weight[unit, k]), f"the weight from {passage.entering_name((k,))}"),
                Factor(passage.entering_name((k,)), float(passage.entering[sample, k]), "what enters"),
            ),
            f"the path from {passage.entering_name((k,))}",
        )
        for k in range(weight.shape[1])
    ]
    formula = f"{name} = Σ w · a"
    if len(passage.arrays) > 1:
        terms.append(SumTerm((Factor("b", float(passage.arrays[1][unit]), "the bias"),), "the bias"))
        formula += " + b"
    return WrittenLine(name, formula, tuple(terms))


def dense_slope(passage: Passage, errors: Array, place: int, index: Index) -> WrittenLine:
    """The gradient by a weight (unit, unit in) or a bias (unit,), given the errors at the sums, (N, units)."""
    is_bias = place > 0
    unit = index[0]
    several = len(errors) > 1
    terms = []
    for sample, error in enumerate(errors[:, unit]):
        factors = [Factor("δ", float(error), "the error at the unit")]
        if not is_bias:
            name = passage.entering_name((index[1],))
            factors.append(Factor(name, float(passage.entering[sample, index[1]]), f"what the weight met ({name})"))
        terms.append(SumTerm(tuple(factors), f"sample {sample + 1} of the batch" if several else ""))
    over = ", over the batch" if several else ""
    name, formula = ("∂L/∂b", "δ") if is_bias else ("∂L/∂w", "δ · a")
    return WrittenLine(name, f"{name} = {'Σ ' if several else ''}{formula}{over}", tuple(terms))
