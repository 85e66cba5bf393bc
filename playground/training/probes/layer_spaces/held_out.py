"""How well a straight cut does on samples that it was not fitted to, for samples of many numbers, as pictures are.

A cut of a hundred pictures by a hundred numbers gets all of them right, whatever they show; what tells something is how
many others it gets right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.layer_spaces.separability import Effort, explained

Array = NDArray[np.float64]

RIDGE = 0.01
"""Of the weights of standardised features: about where cuts of untrained and of trained layers do best on others."""
NOTHING = 1e-9
"""What varies less is constant."""
STEPS = {Effort.LITTLE: 4, Effort.SOME: 12, Effort.FULL: 40}
COLD_STEPS = 40


@dataclass(slots=True)
class HeldOutFit:
    """What is kept from picture to picture.

    Attributes:
        weights: Of the model, (features + 1, outputs), for standardised features and a column of ones.
        values, targets, held: What was scored last.
        score: What came out.
        is_thorough: Whether the model began from nothing, so that the score depends on these numbers alone.
    """

    weights: Array
    values: Array
    targets: NDArray[Any]
    held: NDArray[np.bool_]
    score: float = 0.0
    is_thorough: bool = False

    def is_of(self, values: Array, targets: NDArray[Any]) -> bool:
        """Whether these numbers were scored last."""
        return np.array_equal(self.values, values) and np.array_equal(self.targets, targets)


def held_out_separability(
    values: Array,
    targets: NDArray[Any],
    classes: int,
    held: NDArray[np.bool_],
    fit: HeldOutFit | None,
    *,
    effort: Effort = Effort.SOME,
) -> tuple[float, HeldOutFit]:
    """Share of the held samples that straight cuts get right which were fitted to the others; R² for values.

    With `Effort.FULL` it depends on these numbers alone, else on where `fit` stood as well.

    Args:
        values: Activations at all samples, (M, width), finite.
        targets: Class indices, (M,), or values, (M, O).
        classes: How many classes there are; 0 for regression.
        held: Which samples are kept back from the fit, (M,): some, and not all.
        fit: What the last call for this layer returned.
        effort: How much time there is.

    Returns:
        Accuracy, or R² cut off below zero. And what to hand to the next call.
    """
    is_same = fit is not None and fit.is_of(values, targets) and np.array_equal(fit.held, held)
    if fit is not None and is_same and (fit.is_thorough or effort is not Effort.FULL):
        return fit.score, fit
    design = _design(values, ~held)
    if classes == 0:
        wanted = targets[~held].astype(np.float64)
        middle = wanted.mean(axis=0)
        weights = np.linalg.solve(_square(design[~held]), design[~held].T @ (wanted - middle) / len(wanted))
        score = explained(targets[held].astype(np.float64), targets[held] - middle - design[held] @ weights)
        return score, HeldOutFit(weights, values, targets, held, score, is_thorough=True)
    shape = (design.shape[1], classes)
    warm = fit.weights if fit is not None and fit.weights.shape == shape and effort is not Effort.FULL else None
    steps = COLD_STEPS if warm is None else STEPS[effort]
    labels = targets.astype(np.int64)
    weights = _fitted(design[~held], labels[~held], np.zeros(shape) if warm is None else warm, steps)
    score = float(((design[held] @ weights).argmax(axis=1) == labels[held]).mean())
    return score, HeldOutFit(weights, values, targets, held, score, is_thorough=warm is None)


def _design(values: Array, known: NDArray[np.bool_]) -> Array:
    """Features standardised by the known samples, with a column of ones; constant features become zero."""
    middle, spread = values[known].mean(axis=0), values[known].std(axis=0)
    scaled = (values - middle) / np.where(spread > NOTHING, spread, np.inf)
    return np.column_stack((scaled, np.ones(len(values))))


def _square(design: Array) -> Array:
    return np.asarray(design.T @ design / len(design) + RIDGE * np.eye(design.shape[1]))


def _fitted(design: Array, labels: NDArray[np.int64], weights: Array, steps: int) -> Array:
    """Softmax regression by a fixed bound of the curvature (Böhning 1992), accelerated (Nesterov 1983)."""
    bound = 0.5 * design.T @ design / len(design) + RIDGE * np.eye(design.shape[1])
    inverse = np.linalg.inv(bound)
    wanted = np.zeros((len(design), weights.shape[1]))
    wanted[np.arange(len(design)), labels] = 1.0
    ahead, pace = weights, 1.0
    for _ in range(steps):
        sums = design @ ahead
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        missed = wanted - powers / powers.sum(axis=1, keepdims=True)
        following = ahead + inverse @ (design.T @ missed / len(design) - RIDGE * ahead)
        next_pace = 0.5 * (1.0 + np.sqrt(1.0 + 4.0 * pace * pace))
        ahead = following + (pace - 1.0) / next_pace * (following - weights)
        weights, pace = following, next_pace
    return weights
