"""Fourier features by hand: sines and cosines of fixed frequencies."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.training.explain.by_hand.operations.base import Array, Back, Index, Made, OperationByHand, Passage, Walk
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class FourierByHand(OperationByHand):
    """sin and cos of the angles s B a; their frequencies do not learn."""

    mixes, settled = True, False

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """Pairs of a sine and a cosine."""
        angles = operation.scale * (entering @ arrays[0].T)
        pairs = np.stack((np.sin(angles), np.cos(angles)), axis=2).reshape(len(angles), -1)
        return pairs, (angles,)

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """cos · error of the sine − sin · error of the cosine, through the frequencies."""
        return self._at_angles(passage, error) @ self._frequencies(passage), (), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The angle, and its sine or cosine."""
        frequency, is_cosine = divmod(index[0], 2)
        row = self._frequencies(passage)[frequency]
        terms = tuple(
            SumTerm(
                (
                    Factor("f", float(row[k]), "the frequency"),
                    Factor(passage.entering_name((k,)), float(passage.entering[sample, k]), "what enters"),
                )
            )
            for k in range(len(row))
        )
        function = "cos" if is_cosine else "sin"
        result = float(passage.leaving[sample, index[0]])
        return WrittenLine("a", f"a = {function}(Σ f · a)", terms, function=function, result=result)

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The error of a column, a sum over all angles that it enters."""
        at_angles, rows = self._at_angles(passage, passage.error_out), self._frequencies(passage)
        terms = tuple(
            SumTerm(
                (
                    Factor("f", float(rows[k, index[0]]), "the frequency"),
                    Factor(f"δ{k + 1}", float(at_angles[sample, k]), f"the error at angle {k + 1}"),
                ),
                f"the path through angle {k + 1}",
            )
            for k in range(len(rows))
        )
        return WrittenLine("∂L/∂a", "∂L/∂a = Σ f · δ, with δ = cos · ∂L/∂sin − sin · ∂L/∂cos", terms)

    def _frequencies(self, passage: Passage) -> Array:
        scale: float = getattr(passage.operation, "scale", 1.0)
        return scale * passage.arrays[0]

    def _at_angles(self, passage: Passage, error: Array) -> Array:
        angles = passage.kept[0]
        return np.asarray(error[:, ::2] * np.cos(angles) - error[:, 1::2] * np.sin(angles))
