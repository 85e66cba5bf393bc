"""Brushes that change the points that are there: magnet, smudge, jitter, and values painted, smoothed, raised, lowered.

Each takes the points or values under the brush and how near they are to its middle (`weights`), and returns what
becomes of them: what is not under the brush is never looked at. Where time matters it is in seconds, and many short
calls do the same as one long one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Place = tuple[float, float]

SMUDGE_STEP = 0.25
"""A smudge goes in steps of at most this share of the radius, so that a fast hand takes along as much as a slow one."""
MOST_STEPS = 64


@dataclass(frozen=True, slots=True)
class Disc:
    """Where a brush is."""

    centre: Place
    radius: float


def under(points: Floats, start: Place, end: Place, radius: float) -> Indices:
    """Indices of the points, (N, 2), in the box round a brush moved from `start` to `end`."""
    (left, right), (bottom, top) = (sorted(pair) for pair in zip(start, end, strict=True))
    x, y = points[:, 0], points[:, 1]
    near = (x >= left - radius) & (x <= right + radius) & (y >= bottom - radius) & (y <= top + radius)
    return np.flatnonzero(near)


def weights(points: Floats, disc: Disc) -> Floats:
    """How much a brush does to each point, (M,): 1 in its middle, smoothly down to 0 at its rim and beyond."""
    offsets = points - disc.centre
    share = np.einsum("ij,ij->i", offsets, offsets) / disc.radius**2
    kept: Floats = np.maximum(1.0 - share, 0.0) ** 2
    return kept


def magnet(points: Floats, disc: Disc, strength: float, seconds: float) -> Floats:
    """Return points, (M, 2), pulled towards the middle, or with a negative strength pushed away.

    None passes the middle, none is pushed beyond the rim.

    Args:
        points: what lies under the brush, and may lie beside it.
        disc: the brush.
        strength: share of the way for each second, as a rate of growth: 1 leaves 1/e of the distance after a second.
        seconds: how long.
    """
    offsets = points - disc.centre
    weight = weights(points, disc)
    distance = np.hypot(offsets[:, 0], offsets[:, 1])
    room = np.divide(disc.radius, distance, out=np.ones_like(distance), where=distance > 0.0)
    factor = np.minimum(np.exp(-strength * seconds * weight), np.maximum(room, 1.0))
    moved: Floats = np.where(weight[:, np.newaxis] > 0.0, disc.centre + offsets * factor[:, np.newaxis], points)
    return moved


def smudge(points: Floats, start: Place, end: Place, radius: float, strength: float) -> Floats:
    """Return points, (M, 2), dragged along by a brush that moves from `start` to `end`.

    Args:
        points: what lies near the way.
        start: where the brush was.
        end: where it is now.
        radius: of the brush.
        strength: share of the way that a point in the middle goes along, 0 to 1.
    """
    length = math.dist(start, end)
    steps = min(max(math.ceil(length / (SMUDGE_STEP * radius)), 1), MOST_STEPS)
    step = np.subtract(end, start) / steps
    moved = points.copy()
    for index in range(steps):
        centre = (start[0] + index * step[0], start[1] + index * step[1])
        moved += strength * weights(moved, Disc(centre, radius))[:, np.newaxis] * step
    return moved


def jitter(random: np.random.Generator, points: Floats, disc: Disc, strength: float, seconds: float) -> Floats:
    """Return points, (M, 2), each shaken by a step of a random walk.

    Args:
        random: where the randomness comes from.
        points: what lies under the brush, and may lie beside it.
        disc: the brush.
        strength: standard deviation after one second in the middle of the brush, in units of the plane.
        seconds: how long.
    """
    deviation = strength * math.sqrt(seconds) * weights(points, disc)
    shaken: Floats = points + random.normal(size=points.shape) * deviation[:, np.newaxis]
    return shaken


def paint_values(values: Floats, weight: Floats, target: float, share: float) -> Floats:
    """Return values, (M,), moved towards a target by `share` (0 to 1) of the difference in the brush's middle."""
    painted: Floats = values + share * weight * (target - values)
    return painted


def smooth_values(values: Floats, weight: Floats, share: float) -> Floats:
    """Return values, (M,), moved towards their weighted mean under the brush."""
    total = float(weight.sum())
    if total <= 0.0:
        return values
    return paint_values(values, weight, float(values @ weight) / total, share)


def raise_values(values: Floats, weight: Floats, amount: float) -> Floats:
    """Return values, (M,), raised by `amount` in the brush's middle, or lowered by a negative one."""
    raised: Floats = values + amount * weight
    return raised
