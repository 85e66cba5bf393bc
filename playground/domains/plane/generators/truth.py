"""What a generator's points are drawn from: their density, and the probability of each class at a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST_DEVIATION = 0.02
"""Where there is no noise, what is drawn is what very little of it would make."""
LEAST_CHANCE = 1e-9
"""Below it a difference of two chances has lost its digits."""
NODES = 64
"""Of the integral over a disc (Gauss-Legendre)."""


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """The distribution of points and classes at some places.

    Attributes:
        density: Of the points of all classes, (N,); it integrates to 1 over the plane.
        posterior: The probability of each class at each place, (N, K); nan where no point can be.
    """

    density: Floats
    posterior: Floats

    @property
    def beaten(self) -> Floats:
        """The density of points that the best guess gets wrong, (N,)."""
        wrong = self.density * (1.0 - np.nan_to_num(self.posterior).max(axis=1))
        return np.where(self.density > 0.0, wrong, 0.0)


TruthAt = Callable[[Floats, float, int], Truth]
"""`truth(points, noise, parameter)` at places of the plane, (N, 2)."""


def of_joint(log_joint: Floats) -> Truth:
    """From the logarithms of p(k) p(x | k), (N, K), of which -inf says that class k is not at x."""
    highest = log_joint.max(axis=1, keepdims=True)
    somewhere = np.where(np.isfinite(highest), highest, 0.0)
    parts = np.exp(log_joint - somewhere)
    total = parts.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        posterior = np.where(total > 0.0, parts / total, np.nan)
    return Truth((total * np.exp(somewhere))[:, 0], posterior)


def log_normal(points: Floats, centres: Floats, variance: float) -> Floats:
    """Logarithms of the densities of round normal clouds, (N, M).

    Args:
        points: (N, 2).
        centres: (M, 2).
        variance: Along each axis.
    """
    away = (points**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1) - 2.0 * points @ centres.T
    return np.asarray(-away / (2.0 * variance) - np.log(2.0 * np.pi * variance))


def log_mean(logs: Floats, axis: int) -> Floats:
    """The logarithm of the mean of what logarithms stand for."""
    highest = logs.max(axis=axis, keepdims=True)
    mean = np.exp(logs - highest).mean(axis=axis)
    return np.asarray(np.log(mean) + highest.squeeze(axis))


def log_annulus(radius: Floats, inner: float, outer: float, deviation: float) -> Floats:
    """The logarithm of the density at distances from the middle, (N,), of points evenly over an annulus plus noise.

    It is the chance that a place moved by the noise lies in the annulus, by the annulus's area: that distance squared
    is noncentral chi-square of two degrees of freedom. Where the chance is next to nothing the rim counts as straight.

    Args:
        radius: (N,).
        inner: Radius of the hole.
        outer: Radius of the rim.
        deviation: Of the normal noise along each axis, above 0.
    """
    from scipy.special import chndtr, log_ndtr  # noqa: PLC0415 - generators are loaded at a start

    away = (radius / deviation) ** 2
    inside = chndtr((outer / deviation) ** 2, 2.0, away) - (
        chndtr((inner / deviation) ** 2, 2.0, away) if inner > 0.0 else 0.0
    )
    beyond = np.maximum(radius - outer, inner - radius) / deviation
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(inside > LEAST_CHANCE, np.log(np.maximum(inside, 1e-300)), log_ndtr(-beyond))
    return np.asarray(chance - np.log(np.pi * (outer**2 - inner**2)))


def share_in_band(places: Floats, low: float, high: float, deviation: float) -> Floats:
    """The density at places along an axis, (N,), of points evenly from `low` to `high` plus normal noise."""
    from scipy.special import ndtr  # noqa: PLC0415 - generators are loaded at a start

    if deviation <= 0.0:
        return np.asarray(((places >= low) & (places <= high)) / (high - low))
    return np.asarray((ndtr((places - low) / deviation) - ndtr((places - high) / deviation)) / (high - low))


def share_above(places: Floats, reach: float) -> Floats:
    """The chance that a place moved evenly by up to `reach` either way is above 0, (N,)."""
    if reach <= 0.0:
        return np.asarray(places >= 0.0, dtype=np.float64)
    return np.asarray(np.clip((places + reach) / (2.0 * reach), 0.0, 1.0))


def share_in_disc(points: Floats, reach: float, radius: float) -> Floats:
    """The chance that places moved evenly within a square of half side `reach` lie in the disc around 0, (N,)."""
    if reach <= 0.0:
        return np.asarray(np.hypot(*points.T) < radius, dtype=np.float64)
    at, weights = np.polynomial.legendre.leggauss(NODES)
    low = np.clip(points[:, :1] - reach, -radius, radius)
    high = np.clip(points[:, :1] + reach, -radius, radius)
    across = (low + high) / 2.0 + at * (high - low) / 2.0
    half = np.sqrt(np.maximum(radius**2 - across**2, 0.0))
    y = points[:, 1:]
    lengths = np.maximum(np.minimum(y + reach, half) - np.maximum(y - reach, -half), 0.0)
    return np.asarray((lengths * weights).sum(axis=1) * (high - low)[:, 0] / 2.0 / (2.0 * reach) ** 2)
