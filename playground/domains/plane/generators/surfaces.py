"""Regression sets: a value at each point of the plane."""

import numpy as np

from playground.domains.plane.generators.sample import (
    Floats,
    Generator,
    RandomSource,
    Sample,
    between,
    normal_rows,
    uniform_rows,
)

RADIUS = 6.0
HILLS = (
    (-4.0, 2.5, 1.0),
    (0.0, 2.5, -1.0),
    (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0),
    (0.0, -2.5, 1.0),
    (4.0, -2.5, -1.0),
)
"""x, y and sign of the hills of `make_hills`. The first of two that are equally high counts."""


def make_plane(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """(x + y) / 10; noise shifts values.

    Formula and order of draws: `regressPlane` (see `sample`).
    """
    points, moved = _scattered(random, count, noise)
    share = (moved[:, 0] + moved[:, 1] + 10.0) / 20.0
    return Sample(points, -1.0 * (1.0 - share) + share, 0)


SLOPE = Generator(
    name="reg-plane",
    title="Slope",
    task="regression",
    classes=0,
    make=make_plane,
    default_count=400,
    default_noise=0.0,
    description="A tilted plane: the value grows with x + y.",
)


def make_hills(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """Three cones up and three down, each of radius 2 and height 1; noise shifts values.

    Formula and order of draws: `regressGaussian` (see `sample`).
    """
    points, moved = _scattered(random, count, noise)
    values = np.zeros(count)
    for x, y, sign in HILLS:
        dx, dy = moved[:, 0] - x, moved[:, 1] - y
        height = sign * (1.0 - np.clip(np.sqrt(dx * dx + dy * dy) / 2.0, 0.0, 1.0))
        values = np.where(np.abs(height) > np.abs(values), height, values)
    return Sample(points, values, 0)


HILLS_AND_HOLLOWS = Generator(
    name="reg-gauss",
    title="Hills",
    task="regression",
    classes=0,
    make=make_hills,
    default_count=600,
    default_noise=0.0,
    description="Three hills and three hollows on level ground.",
)


def make_sine(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """sin(x), whatever y is: the network has to find out that y does not matter.

    The points fill the whole plane, so that the picture learnt is backed by data everywhere. Noise is the
    standard deviation of what is added to the values.
    """
    points = between(uniform_rows(random, count, 2), -RADIUS, RADIUS)
    values = np.sin(points[:, 0]) + normal_rows(random, count, 1)[:, 0] * noise
    return Sample(points, values, 0)


SINE = Generator(
    name="sine",
    title="Sine",
    task="regression",
    classes=0,
    make=make_sine,
    default_count=400,
    default_noise=0.0,
    description="The sine of x; y does not matter, and the network has to find that out.",
)


def make_ripple(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """Waves that run out from the origin and fade: cos(1.8 r) exp(-r / 6), r the distance from the origin.

    Noise is the standard deviation of what is added to the values.
    """
    points = between(uniform_rows(random, count, 2), -RADIUS, RADIUS)
    distance = np.hypot(points[:, 0], points[:, 1])
    values = np.cos(1.8 * distance) * np.exp(-distance / 6.0)
    return Sample(points, values + normal_rows(random, count, 1)[:, 0] * noise, 0)


RIPPLE = Generator(
    name="ripple",
    title="Ripple",
    task="regression",
    classes=0,
    make=make_ripple,
    default_count=800,
    default_noise=0.0,
    description="Waves that run out from the middle and fade.",
)


def _scattered(random: RandomSource, count: int, noise: float) -> tuple[Floats, Floats]:
    """Return points uniform in the square of ±6, and where noise moves them before their value is taken."""
    draws = between(uniform_rows(random, count, 4), -RADIUS, RADIUS)
    return draws[:, :2], draws[:, :2] + draws[:, 2:] * noise
