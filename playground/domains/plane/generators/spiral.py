"""Spirals: two arms, and a pinwheel of several."""

import numpy as np

from playground.domains.making import GeneratorParameter
from playground.domains.plane.generators.sample import (
    Floats,
    Generator,
    RandomSource,
    Sample,
    between,
    class_blocks,
    normal_rows,
    shares,
    uniform_rows,
)

PINWHEEL_TURNS = 3.0
"""Turns of all arms together: neighbouring arms are equally far apart however many there are."""
PINWHEEL_HUB = 0.4


def make_spiral(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """Two arms of 1.75 turns, the first of class 1; noise moves points within a square.

    Formula and order of draws: `classifySpiralData` (see `sample`).
    """
    arms = [_arm(size, start) for size, start in zip(shares(count, 2), (0.0, np.pi), strict=True)]
    points = np.concatenate(arms) + between(uniform_rows(random, count, 2), -1.0, 1.0) * noise
    return Sample(points, 1 - class_blocks(count, 2), 2)


SPIRAL = Generator(
    name="spiral",
    title="Spiral",
    task="classification",
    classes=2,
    make=make_spiral,
    default_count=300,
    default_noise=0.1,
    description="Two arms wound into each other: the classic that needs depth or width.",
)


def _arm(size: int, start: float) -> Floats:
    step = np.arange(size)
    radius = step / max(size, 1) * 5.0
    angle = 1.75 * step / max(size, 1) * 2.0 * np.pi + start
    return np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))


def make_pinwheel(random: RandomSource, count: int, noise: float, arms: int) -> Sample:
    """`arms` spiral arms, one a class; noise is the standard deviation of the points around their arm."""
    targets = class_blocks(count, arms)
    along = np.concatenate([(np.arange(size) + 0.5) / max(size, 1) for size in shares(count, arms)])
    radius = between(along, PINWHEEL_HUB, 5.0)
    angle = 2.0 * np.pi * (targets / arms + PINWHEEL_TURNS / arms * along)
    points = np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))
    return Sample(points + normal_rows(random, count, 2) * noise, targets, arms)


SPIRALS = Generator(
    name="spirals",
    title="Pinwheel",
    task="classification",
    classes=3,
    make=make_pinwheel,
    default_count=360,
    default_noise=0.1,
    description="Several spiral arms, one for each class.",
    parameter=GeneratorParameter("Arms", default=3, minimum=2, maximum=8),
)
