"""Three classes in the sign of yin and yang: two halves that swirl round each other, and two dots."""

import numpy as np
from numpy.typing import NDArray

from playground.domains.plane.generators.sample import (
    Floats,
    Generator,
    RandomSource,
    Sample,
    class_blocks,
    normal_rows,
    polar,
    shares,
    uniform_rows,
)

RADIUS = 5.0
DOT_RADIUS = 0.2 * RADIUS
PAPER_GAP = 0.12
"""The halves keep this far from their common line and from the dots: without noise, classes do not touch."""


def make_yin_yang(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """Yin, class 0, yang, class 1, and the dots in both, class 2, with equally many points each.

    After L. Kriener, J. Göltz and M. A. Petrovici, "The Yin-Yang dataset" (2022). Noise is the standard
    deviation of the points.
    """
    yin, yang, dots = shares(count, 3)
    halves = _half_points(random, yin + yang)
    # Turned by half a turn, yin is yang.
    halves[yin:] *= -1.0
    points = np.concatenate((halves, _dot_points(random, dots)))
    return Sample(points + normal_rows(random, count, 2) * noise, class_blocks(count, 3), 3)


YIN_YANG = Generator(
    name="yin-yang",
    title="Yin-yang",
    task="classification",
    classes=3,
    make=make_yin_yang,
    default_count=540,
    default_noise=0.0,
    description="Two halves that swirl round each other, and a dot in each.",
)


def _half_points(random: RandomSource, count: int) -> Floats:
    """Return points spread evenly over yin without its dot and its hem."""
    points = np.empty((count, 2))
    found = 0
    while found < count:
        trial = (2.0 * uniform_rows(random, count - found, 2) - 1.0) * RADIUS
        depth = _depth_in_yin(trial)
        trial = np.where(depth[:, np.newaxis] < 0.0, -trial, trial)
        trial = trial[(np.abs(depth) > PAPER_GAP) & _is_paper(trial)]
        points[found : found + len(trial)] = trial
        found += len(trial)
    return points


def _depth_in_yin(points: Floats) -> Floats:
    """Return how far each point lies within yin, negative within yang; turning a point changes the sign.

    The line between them is the left half circle above the axis and the right one below it.
    """
    x, y = points[:, 0], points[:, 1]
    left, right = np.hypot(x + RADIUS / 2, y), np.hypot(x - RADIUS / 2, y)
    return np.where(y > 0.0, left - RADIUS / 2, RADIUS / 2 - right)


def _is_paper(points: Floats) -> NDArray[np.bool_]:
    """Return which points lie in the sign and clear of both dots."""
    x, y = points[:, 0], points[:, 1]
    nearest_dot = np.hypot(np.abs(x) - RADIUS / 2, y)
    return (np.hypot(x, y) <= RADIUS) & (nearest_dot >= DOT_RADIUS + PAPER_GAP)


def _dot_points(random: RandomSource, count: int) -> Floats:
    """Return points spread evenly over both dots."""
    draws = uniform_rows(random, count, 2)
    points = polar(DOT_RADIUS * np.sqrt(draws[:, 0]), 2.0 * np.pi * draws[:, 1])
    points[:, 0] += np.where(class_blocks(count, 2) == 0, -RADIUS / 2, RADIUS / 2)
    return points
