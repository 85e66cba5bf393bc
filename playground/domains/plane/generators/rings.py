"""Concentric sets: Olah's disc in a ring, and any number of rings."""

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
    polar,
    uniform_rows,
)
from playground.domains.plane.generators.truth import LEAST_DEVIATION, Truth, log_annulus, of_joint

RADIUS = 5.0
RADII = 4001
"""Distances between which a density is taken as straight."""
RING_WIDTH = 0.5
"""Width of a ring as a share of the distance from one ring to the next."""


def make_disc_in_ring(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """Class 0 where |x| < 1/3, class 1 where 2/3 < |x| < 1, uniform by area and five times enlarged.

    No network whose layers all have two units or fewer can separate the two: C. Olah, "Neural Networks,
    Manifolds, and Topology" (2014). Noise is the standard deviation of the points.
    """
    targets = class_blocks(count, 2)
    inner, outer = RADIUS * np.array([0.0, 2.0 / 3.0]), RADIUS * np.array([1.0 / 3.0, 1.0])
    points = _annulus_points(random, inner[targets], outer[targets])
    return Sample(points + normal_rows(random, count, 2) * noise, targets, 2)


def disc_in_ring_truth(points: Floats, noise: float, _parameter: int) -> Truth:
    """A disc and a ring of equal shares, moved by normal noise."""
    return _annuli_truth(points, noise, [(0.0, RADIUS / 3.0), (2.0 * RADIUS / 3.0, RADIUS)])


DISC_IN_RING = Generator(
    name="disc-in-ring",
    title="Disc in ring",
    task="classification",
    classes=2,
    make=make_disc_in_ring,
    default_count=400,
    default_noise=0.0,
    description="Olah's sets: layers of two units can never separate them, one of three can.",
    truth=disc_in_ring_truth,
)


def make_rings(random: RandomSource, count: int, noise: float, rings: int) -> Sample:
    """A disc and `rings` - 1 rings around it, one a class; noise is the standard deviation of the points."""
    targets = class_blocks(count, rings)
    pitch = RADIUS / (rings - 1 + RING_WIDTH)
    inner = pitch * np.arange(rings, dtype=np.float64)
    points = _annulus_points(random, inner[targets], inner[targets] + pitch * RING_WIDTH)
    return Sample(points + normal_rows(random, count, 2) * noise, targets, rings)


def rings_truth(points: Floats, noise: float, rings: int) -> Truth:
    """A disc and rings of equal shares, moved by normal noise."""
    pitch = RADIUS / (rings - 1 + RING_WIDTH)
    return _annuli_truth(points, noise, [(ring * pitch, (ring + RING_WIDTH) * pitch) for ring in range(rings)])


RINGS = Generator(
    name="rings",
    title="Rings",
    task="classification",
    classes=3,
    make=make_rings,
    default_count=360,
    default_noise=0.1,
    description="A disc and rings around it, one class each.",
    parameter=GeneratorParameter("Rings", default=3, minimum=2, maximum=6),
    truth=rings_truth,
)


def _annulus_points(random: RandomSource, inner: Floats, outer: Floats) -> Floats:
    """Return one point uniform by area in each annulus, given (N,) inner and outer radii."""
    draws = uniform_rows(random, len(inner), 2)
    radius = np.sqrt(draws[:, 0] * (outer * outer - inner * inner) + inner * inner)
    return polar(radius, between(draws[:, 1], 0.0, 2.0 * np.pi))


def _annuli_truth(points: Floats, noise: float, annuli: list[tuple[float, float]]) -> Truth:
    """Annuli of equal shares, (inner, outer), all around 0: only the distance from it counts."""
    distance, deviation = np.hypot(points[:, 0], points[:, 1]), max(noise, LEAST_DEVIATION)
    known = np.linspace(0.0, max(float(distance.max(initial=0.0)), 1.0), RADII)
    logs = [np.interp(distance, known, log_annulus(known, *one, deviation)) for one in annuli]
    return of_joint(np.column_stack(logs) - np.log(len(annuli)))
