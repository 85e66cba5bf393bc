"""Two interlocking half circles."""

import numpy as np

from playground.domains.plane.generators.sample import (
    Floats,
    Generator,
    RandomSource,
    Sample,
    class_blocks,
    normal_rows,
    polar,
    uniform,
)
from playground.domains.plane.generators.truth import LEAST_DEVIATION, Truth, log_mean, log_normal, of_joint

RADIUS = 3.2
MOST_NODES = 512


def make_moons(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """An upper moon, class 0, and a lower one, class 1, each reaching into the other.

    Arcs (cos t, sin t) and (1 - cos t, 1/2 - sin t) with t uniform in [0, pi], centred and enlarged; noise is
    the standard deviation of the points in units of a moon's radius, as in scikit-learn.
    """
    targets = class_blocks(count, 2)
    arc = polar(np.ones(count), np.pi * uniform(random, count))
    unit = np.where(targets[:, np.newaxis] == 0, arc, np.array([1.0, 0.5]) - arc)
    unit = unit - np.array([0.5, 0.25]) + normal_rows(random, count, 2) * noise
    return Sample(RADIUS * unit, targets, 2)


def moons_truth(points: Floats, noise: float, _parameter: int) -> Truth:
    """The mean of normal clouds along both arcs, of equal shares: places on the arcs stand for all of them."""
    deviation = RADIUS * max(noise, LEAST_DEVIATION)
    nodes = int(np.clip(4.0 * np.pi * RADIUS / deviation, 64, MOST_NODES))
    arc = polar(np.ones(nodes), np.pi * (np.arange(nodes) + 0.5) / nodes)
    middle = np.array([0.5, 0.25])
    arcs = (RADIUS * (arc - middle), RADIUS * (np.array([1.0, 0.5]) - arc - middle))
    logs = [log_mean(log_normal(points, one, deviation**2), axis=1) for one in arcs]
    return of_joint(np.column_stack(logs) - np.log(2.0))


MOONS = Generator(
    name="moons",
    title="Moons",
    task="classification",
    classes=2,
    make=make_moons,
    default_count=300,
    default_noise=0.1,
    description="Two half moons, each reaching into the other.",
    truth=moons_truth,
)
