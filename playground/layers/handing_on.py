"""How a layer that is put into a trained network begins: as near to handing on what enters it as its kind can."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.operations.activations import ACTIVATIONS

Array = NDArray[np.floating[Any]]

SAME = 1e-6
"""A slope, or what a line misses of a variance, that is taken for none."""


def line(x: Array, y: Array, weights: Array, with_bias: bool) -> tuple[float, float]:
    """Slope of the line through y over x, both (M,), and the share of the variance that it explains."""
    mean_x, mean_y = (np.average(values, weights=weights) if with_bias else 0.0 for values in (x, y))
    dx, dy = x - mean_x, y - mean_y
    spread, size = float((weights * dx * dx).sum()), float((weights * dy * dy).sum())
    if spread <= 0.0 or size <= 0.0:
        return 0.0, float(size <= 0.0)
    scale = float((weights * dx * dy).sum()) / spread
    return scale, scale * scale * spread / size


def by_channel(maps: Array) -> Array:
    """Every place of every picture as a row, (M H W, C), of maps (M, C, H, W)."""
    return np.moveaxis(maps, 1, -1).reshape(-1, maps.shape[1])


def least_bend(activation: str, x: Array, *, with_bias: bool) -> tuple[Array, Array]:
    """Scale and shift of each unit, (n,), at which f(scale x + shift) is the nearest to a straight line in x."""
    curve = ACTIVATIONS[activation].curve
    low, high, mean = x.min(axis=0), x.max(axis=0), x.mean(axis=0)
    reach = np.maximum(np.abs(x - mean).max(axis=0), 1e-6)
    one, none = np.ones_like(low), np.zeros_like(low)
    choices = [(one, none)]
    if with_bias:
        margin = 0.05 * (high - low)
        choices += [(one, margin - low), (one, margin - low + 6.0)]
        choices += [(k / reach, at - k * mean / reach) for k in (0.5, 0.25) for at in (0.0, 0.7)]
    else:
        choices += [(k / np.maximum(np.abs(x).max(axis=0), 1e-6), none) for k in (0.5, 0.25)]
    weights, best = np.ones(len(x)), (np.inf, choices[0])
    for scale, shift in choices:
        bent = curve(scale * x + shift)
        lines = [line(bent[:, i], x[:, i], weights, with_bias) for i in range(x.shape[1])]
        missed = 1.0 - min(explained for _, explained in lines)
        if missed < best[0]:
            best = missed, (scale, shift)
        if missed < SAME * SAME:
            break
    return best[1]


def slope(curve: Any, at: float) -> float:
    """The least slope of a curve on both sides of a place: 0 where one side is flat."""
    step = 1e-4
    ends = curve(np.array([at - step, at + step]))
    return min(abs(float(ends[1] - ends[0])) / (2.0 * step), abs(float(ends[0] - curve(np.array([at]))[0])) / step)
