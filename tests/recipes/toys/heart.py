"""A toy generator: a heart among points of another class."""

import numpy as np

from playground.domains.making import GeneratorParameter
from playground.domains.plane.generators.sample import Generator, Sample, between, uniform_rows


def make_heart(random, count, noise, size):
    """Class 1 where the heart's curve is negative, in a square of ±5; noise moves points."""
    points = between(uniform_rows(random, count, 2), -5.0, 5.0)
    x, y = points.T / size
    inside = (x**2 + y**2 - 1.0) ** 3 - x**2 * y**3 < 0.0
    moved = points + noise * between(uniform_rows(random, count, 2), -1.0, 1.0)
    return Sample(moved, inside.astype(np.int64), 2)


HEART = Generator(
    name="heart",
    title="Heart",
    task="classification",
    classes=2,
    make=make_heart,
    default_count=200,
    default_noise=0.0,
    description="A heart: round above, a corner below.",
    parameter=GeneratorParameter("Heart size", default=3, minimum=2, maximum=4),
)
