"""A disc inside a ring, both filled evenly over angle and radius."""

import numpy as np

from playground.domains.plane.generators.sample import (
    Floats,
    Generator,
    RandomSource,
    Sample,
    between,
    shares,
    uniform_rows,
)
from playground.domains.plane.generators.truth import Truth, share_in_disc

RADIUS = 5.0


def make_circle(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """Half the points within half the radius, half beyond 0.7 of it; noise flips labels near the edge.

    Class 1 is the disc. Formula and order of draws: `classifyCircleData` (see `sample`).
    """
    inner = shares(count, 2)[0]
    draws = uniform_rows(random, count, 4)
    radius = np.concatenate(
        (between(draws[:inner, 0], 0.0, RADIUS * 0.5), between(draws[inner:, 0], RADIUS * 0.7, RADIUS))
    )
    angle = between(draws[:, 1], 0.0, 2.0 * np.pi)
    points = np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))
    moved = points + between(draws[:, 2:], -RADIUS, RADIUS) * noise
    distance = np.sqrt(moved[:, 0] * moved[:, 0] + moved[:, 1] * moved[:, 1])
    return Sample(points, (distance < RADIUS * 0.5).astype(np.int64), 2)


def circle_truth(points: Floats, noise: float, _parameter: int) -> Truth:
    """Even over angle and radius; a label is that of the place that noise moves the point to."""
    radius = np.maximum(np.hypot(points[:, 0], points[:, 1]), 1e-9)
    inside, outside = radius <= RADIUS * 0.5, (radius >= RADIUS * 0.7) & (radius <= RADIUS)
    across = inside / (RADIUS * 0.5) + outside / (RADIUS * 0.3)
    disc = share_in_disc(points, RADIUS * noise, RADIUS * 0.5)
    return Truth(across / (4.0 * np.pi * radius), np.column_stack((1.0 - disc, disc)))


CIRCLE = Generator(
    name="circle",
    title="Circle",
    task="classification",
    classes=2,
    make=make_circle,
    default_count=300,
    default_noise=0.0,
    description="A disc inside a ring: no straight line can part them.",
    truth=circle_truth,
)
