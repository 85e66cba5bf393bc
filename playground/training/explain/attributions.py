"""What in the input decides: four ways to share an answer out among the inputs of a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from playground.training.explain.answer_function import slopes

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from torch import Tensor

    from playground.operations.shape import Shape

FIRST_PIECES, MOST_ROUNDS, MOST_GRADIENTS = 8, 20, 6000
"""Of the way from the baseline: pieces at first, how often those with a kink are halved, gradients in all."""
NODES, WEIGHTS = np.polynomial.legendre.leggauss(3)
COMPLETE, LARGE = 5e-5, 20.0
"""What may be missing of the difference of the answers; of a larger difference than the other in proportion."""
AT_ONCE = 256
PATCH_SHARE, LEAST_PATCH = 0.2, 2
"""Of a picture's side, and pixels: the side of the patch that covers a part of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """How an answer is shared out.

    Attributes:
        terms: What each input does to it, (F,).
        score: The answer at the sample.
        base_score: At the baseline; None where the way knows none.
    """

    terms: NDArray[np.float64]
    score: float
    base_score: float | None = None


def gradient(score: Callable[[Tensor], Tensor], at: Tensor) -> Attribution:
    """The slope of the answer by each input (Simonyan and others, 2014), at inputs (1, F)."""
    values, by_input = slopes(score, at)
    return Attribution(by_input[0].numpy(), float(values[0]))


def gradient_times_input(score: Callable[[Tensor], Tensor], at: Tensor) -> Attribution:
    """Each slope times its input, (1, F): of a linear network the terms of its sum (Shrikumar and others, 2016)."""
    values, by_input = slopes(score, at)
    return Attribution((by_input * at)[0].numpy(), float(values[0]))


def integrated_gradients(
    score: Callable[[Tensor], Tensor], at: Tensor, base: Tensor
) -> Generator[None, None, Attribution]:
    """The slopes along the straight way from a baseline, summed up (Sundararajan and others, 2017).

    The terms add up to the difference of the answers. Each piece of the way is summed by three nodes of Gauss and
    Legendre; where its sum misses the difference of the answers at its ends, as at the kink of a ReLU, it is halved.

    Args:
        score: The answer, (N,), of inputs (N, F).
        at: The sample's inputs, (1, F).
        base: Those of the baseline, (1, F).

    Yields:
        None after each piece of work.
    """
    way = at - base
    edges = np.linspace(0.0, 1.0, FIRST_PIECES + 1)
    left, right = edges[:-1], edges[1:]
    ends = _scores(score, base + _column(np.array([0.0, 1.0])) * way)
    known: dict[float, float] = {}
    terms, used = np.zeros(at.shape[1]), 0
    allowed = COMPLETE * max(abs(float(ends[1] - ends[0])) / LARGE, 1.0)
    for turn in range(MOST_ROUNDS):
        sums = np.empty((len(left), at.shape[1]))
        for start in range(0, len(left), AT_ONCE // 3):
            part = slice(start, start + AT_ONCE // 3)
            sums[part] = _summed(score, base, way, left[part], right[part])
            yield None
        used += 3 * len(left)
        missing = np.sort([place for place in {*left, *right} if place not in known])
        known.update(zip(missing.tolist(), _scores(score, base + _column(missing) * way).tolist(), strict=True))
        # What a piece must sum to is known without any integral: the difference of the answers at its ends. So each
        # piece tells by itself how wrong it is, and only those with a kink are halved.
        exact = np.array([known[b] - known[a] for a, b in zip(left.tolist(), right.tolist(), strict=True)])
        errors = np.abs(sums.sum(axis=1) - exact)
        # An even share of the error that is left for each piece; below the least, halving only finds rounding.
        rough = errors > max(allowed / max(len(left), FIRST_PIECES), 1e-12)
        # Six: two halves of three nodes each, for every piece that is rough.
        is_last = errors.sum() <= allowed or used + 6 * rough.sum() > MOST_GRADIENTS or turn == MOST_ROUNDS - 1
        if is_last:
            rough[:] = False
        # Good pieces are added once and never looked at again.
        terms += sums[~rough].sum(axis=0)
        allowed = max(allowed - float(errors[~rough].sum()), 0.0)
        if not rough.any():
            break
        middle = (left[rough] + right[rough]) / 2.0
        left, right = np.concatenate([left[rough], middle]), np.concatenate([middle, right[rough]])
    return Attribution(terms, float(ends[1]), float(ends[0]))


def occlusion(
    score: Callable[[Tensor], Tensor], at: Tensor, base: Tensor, shape: Shape
) -> Generator[None, None, Attribution]:
    """What the answer loses where a part of the input is covered by the baseline (Zeiler and Fergus, 2014).

    Of a picture a patch is covered, and each pixel has the mean over all patches that cover it; of numbers in a row
    each one by itself.

    Args:
        score: The answer, (N,), of inputs (N, F).
        at: The sample's inputs, (1, F).
        base: What covers, (1, F).
        shape: Of the inputs of a sample.

    Yields:
        None after each piece of work.
    """
    masks = _masks(shape)
    whole = float(_scores(score, at)[0])
    lost = np.empty(len(masks))
    for start in range(0, len(masks), AT_ONCE):
        part = masks[start : start + AT_ONCE]
        lost[start : start + AT_ONCE] = whole - _scores(score, torch.where(torch.from_numpy(part), base, at))
        yield None
    # Pixels at the rim are covered by fewer patches: a mean and not a sum, or they would seem not to matter.
    return Attribution((lost @ masks) / masks.sum(axis=0), whole)


def _summed(
    score: Callable[[Tensor], Tensor], base: Tensor, way: Tensor, left: NDArray[np.float64], right: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The integral of the slopes times the way over pieces of it, (pieces, F)."""
    width = (right - left)[:, None]
    places = (left + right)[:, None] / 2.0 + width / 2.0 * NODES
    _, by_input = slopes(score, base + _column(places.reshape(-1)) * way)
    found = by_input.numpy().reshape(len(left), len(NODES), -1)
    return np.asarray(np.einsum("pnf,n->pf", found, WEIGHTS) * width / 2.0 * way.numpy())


def _masks(shape: Shape) -> NDArray[np.bool_]:
    """What is covered at once, (M, F): each number by itself, or each patch of a picture."""
    if len(shape) == 1:
        return np.eye(shape[0], dtype=np.bool_)
    channels, height, width = shape
    side = max(round(PATCH_SHARE * min(height, width)), LEAST_PATCH)
    rows, columns = height - side + 1, width - side + 1
    masks = np.zeros((rows * columns, channels, height, width), dtype=np.bool_)
    for place in range(rows * columns):
        row, column = divmod(place, columns)
        masks[place, :, row : row + side, column : column + side] = True
    return masks.reshape(len(masks), -1)


def _scores(score: Callable[[Tensor], Tensor], inputs: Tensor) -> NDArray[np.float64]:
    with torch.no_grad():
        return np.asarray(score(inputs).numpy())


def _column(places: NDArray[np.float64]) -> Tensor:
    return torch.from_numpy(np.asarray(places))[:, None]
