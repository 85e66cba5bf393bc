"""How well a straight cut does in a layer's space: small linear models, a few steps with every picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RIDGE = 1e-6
BINARY = 2
NOTHING = 1e-9
"""What varies less is constant."""
COLD_STEPS, WARM_STEPS = 40, 2
WIDEST = 64
"""Wider layers are seen through this many fixed random directions, which keeps a fit below a millisecond."""


@dataclass(slots=True)
class Fit:
    """The linear model at hand, kept from picture to picture.

    Attributes:
        weights: (features + 1, outputs), for standardised features and a column of ones.
    """

    weights: Array


def separability(values: Array, targets: NDArray[Any], classes: int, fit: Fit | None) -> tuple[float, Fit | None]:
    """Share of the points on the right side of the best straight cut, or R² of the best plane.

    Args:
        values: Activations at the data points, (M, width), finite.
        targets: Class indices or values, (M,).
        classes: How many classes there are; 0 for regression.
        fit: What the last call for this layer returned.

    Returns:
        Accuracy, or R² cut off below zero; 0 without points. And the model for the next call.
    """
    if len(values) == 0 or values.shape[1] == 0:
        return 0.0, None
    design = _design(values)
    if classes == 0:
        return _r_squared(design, targets.astype(np.float64)), None
    labels = targets.astype(np.int64)
    outputs = 1 if classes <= BINARY else classes
    warm = fit is not None and fit.weights.shape == (design.shape[1], outputs)
    weights = fit.weights if warm and fit is not None else np.zeros((design.shape[1], outputs))
    steps = WARM_STEPS if warm else COLD_STEPS
    if outputs == 1:
        weights = _fit_two(design, labels, weights[:, 0], steps)[:, None]
        right = (design @ weights[:, 0] > 0.0) == (labels > 0)
    else:
        weights = _fit_many(design, labels, weights, steps)
        right = np.argmax(design @ weights, axis=1) == labels
    return float(right.mean()), Fit(weights)


def _design(values: Array) -> Array:
    """Standardised features with a column of ones; constant features become zero."""
    if values.shape[1] > WIDEST:
        mix = np.random.default_rng(values.shape[1]).standard_normal((values.shape[1], WIDEST))
        values = values @ mix
    spread = values.std(axis=0)
    scaled = (values - values.mean(axis=0)) / np.where(spread > NOTHING, spread, np.inf)
    return np.column_stack((scaled, np.ones(len(values))))


def _r_squared(design: Array, targets: Array) -> float:
    total = float(((targets - targets.mean()) ** 2).sum())
    if total <= NOTHING**2:
        return 0.0
    square = design.T @ design + 1e-9 * len(design) * np.eye(design.shape[1])
    rest = targets - design @ np.linalg.solve(square, design.T @ targets)
    return max(0.0, 1.0 - float(rest @ rest) / total)


def _fit_two(design: Array, labels: NDArray[np.int64], weights: Array, steps: int) -> Array:
    """Newton's method for logistic regression, its curvature held up where points are far on the wrong side.

    There the true curvature vanishes and a step would be boundless, which warm starts run into when the layer
    has changed under the model; one that is worse than knowing nothing begins anew.
    """
    signs = labels.astype(np.float64)
    ridge = RIDGE * np.eye(design.shape[1])
    margins = (2.0 * signs - 1.0) * (design @ weights)
    if np.logaddexp(0.0, -margins).mean() > np.log(2.0):
        weights = np.zeros_like(weights)
    for _ in range(steps):
        chances = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30.0, 30.0)))
        errors = signs - chances
        curvature = np.maximum(chances * (1.0 - chances), 0.25 * np.abs(errors))
        hessian = (design * curvature[:, None]).T @ design / len(design) + ridge
        weights = weights + np.linalg.solve(hessian, design.T @ errors / len(design) - RIDGE * weights)
    return weights


def _fit_many(design: Array, labels: NDArray[np.int64], weights: Array, steps: int) -> Array:
    """Softmax regression by a fixed bound of the curvature (Böhning 1992), accelerated (Nesterov 1983)."""
    square = design.T @ design / len(design) + RIDGE * np.eye(design.shape[1])
    solver = 2.0 * np.linalg.solve(square, design.T / len(design))
    wanted = np.zeros((len(design), weights.shape[1]))
    wanted[np.arange(len(design)), labels] = 1.0
    likely = np.take_along_axis(_softmax(design @ weights), labels[:, None], axis=1)
    if -np.log(np.maximum(likely, 1e-300)).mean() > np.log(weights.shape[1]):
        weights = np.zeros_like(weights)
    ahead, pace = weights, 1.0
    for _ in range(2 * steps):
        following = ahead + solver @ (wanted - _softmax(design @ ahead))
        next_pace = 0.5 * (1.0 + np.sqrt(1.0 + 4.0 * pace * pace))
        ahead = following + (pace - 1.0) / next_pace * (following - weights)
        weights, pace = following, next_pace
    return weights


def _softmax(sums: Array) -> Array:
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
