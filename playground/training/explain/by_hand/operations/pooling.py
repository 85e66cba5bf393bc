"""Poolings and up-sampling by hand: which numbers of a window go on, and where the error comes back to."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.operations.avg_pool import WHOLE
from playground.operations.windows import windows
from playground.training.explain.by_hand.operations.base import Array, Back, Index, Made, OperationByHand, Passage, Walk
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine, plain_line


class MaxPoolByHand(OperationByHand):
    """The largest of a window goes on, and all of the error goes back to it."""

    mixes, settled = True, False

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """The largest; of equal ones the first, as PyTorch has it."""
        size = operation.size
        seen = windows(entering, size, size).reshape(*entering.shape[:2], *operation.shape_out[1:], size * size)
        best = seen.argmax(axis=-1)
        return np.take_along_axis(seen, best[..., None], axis=-1)[..., 0], (best,)

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """To the places that won."""
        size = getattr(passage.operation, "size", 1)
        back = np.zeros_like(passage.entering)
        n, c, y, x = np.indices(error.shape)
        best = passage.kept[0]
        back[n, c, y * size + best // size, x * size + best % size] = error
        return back, (), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The largest, with where it stands."""
        size = getattr(passage.operation, "size", 1)
        best = int(passage.kept[0][(sample, *index)])
        place = (index[0], index[1] * size + best // size, index[2] * size + best % size)
        words = f"the largest of {size} × {size} numbers, {passage.entering_name(place)}"
        return plain_line("a", float(passage.leaving[(sample, *index)]), words)

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The error of a place: what came back to it where it was the largest, else 0."""
        value = float(passage.error_in[(sample, *index)])
        is_best = value != 0.0
        words = "the largest of its window takes the whole error" if is_best else "not the largest of its window: 0"
        return plain_line("∂L/∂a", value, words)


class AveragePoolByHand(OperationByHand):
    """The mean of a window; each of its numbers gets its share of the error."""

    mixes, settled = True, False

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """The mean of every window."""
        return np.asarray(operation.forward(entering, arrays, []), dtype=float), ()

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """An equal share to each."""
        height, width = _window(passage)
        back = np.zeros_like(passage.entering)
        shares = (error / (height * width)).repeat(height, axis=2).repeat(width, axis=3)
        back[:, :, : shares.shape[2], : shares.shape[3]] = shares
        return back, (), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The sum over the window, divided."""
        height, width = _window(passage)
        rows, columns = index[1] * height, index[2] * width
        seen = passage.entering[sample, index[0], rows : rows + height, columns : columns + width]
        terms = tuple(SumTerm((Factor("a", float(one), "a number of the window"),)) for one in seen.ravel())
        share = Factor("1/n", 1.0 / (height * width), f"1 / {height * width}, the share of each")
        return WrittenLine("a", f"a = 1/{height * width} · Σ a over the window", terms, (share,))

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The window's error, shared out."""
        height, width = _window(passage)
        place = (index[0], index[1] // height, index[2] // width)
        if place[1] >= passage.error_out.shape[2] or place[2] >= passage.error_out.shape[3]:
            return plain_line("∂L/∂a", 0.0, "no window sees it")
        share = Factor("1/n", 1.0 / (height * width), f"1 / {height * width}, the share of each")
        behind = Factor("∂L/∂a", float(passage.error_out[(sample, *place)]), "what comes back from behind")
        return WrittenLine("∂L/∂a", f"∂L/∂a = 1/{height * width} · that of the mean", (SumTerm((share, behind)),))


class UpsampleByHand(OperationByHand):
    """Each number all over its square; the errors of the square are added."""

    mixes, settled = True, False

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """Every place repeated across and down."""
        return np.asarray(operation.forward(entering, arrays, []), dtype=float), ()

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """The sum over the square."""
        factor = getattr(passage.operation, "factor", 1)
        n, c, height, width = passage.entering.shape
        return error.reshape(n, c, height, factor, width, factor).sum(axis=(3, 5)), (), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """Whose copy it is."""
        factor = getattr(passage.operation, "factor", 1)
        place = (index[0], index[1] // factor, index[2] // factor)
        return plain_line("a", float(passage.leaving[(sample, *index)]), f"a copy of {passage.entering_name(place)}")

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The error of a place: the sum over the copies that were made of it."""
        factor = getattr(passage.operation, "factor", 1)
        rows, columns = index[1] * factor, index[2] * factor
        square = passage.error_out[sample, index[0], rows : rows + factor, columns : columns + factor]
        terms = tuple(SumTerm((Factor("∂L/∂a", float(one), "the error at a copy"),)) for one in square.ravel())
        return WrittenLine("∂L/∂a", "∂L/∂a = Σ of its copies", terms)


def _window(passage: Passage) -> tuple[int, int]:
    size: int = getattr(passage.operation, "size", 1)
    height, width = passage.entering.shape[2:]
    return (height, width) if size == WHOLE else (size, size)
