"""Exclusive or: the sign of x times y, as an even cloud, as four blobs, and as a board of squares."""

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
    uniform_rows,
)
from playground.domains.plane.generators.truth import (
    LEAST_DEVIATION,
    Truth,
    log_normal,
    of_joint,
    share_above,
    share_in_band,
)

GAP = 0.3
"""How far the points of the even cloud keep from the axes."""
BLOB_CENTRES = np.array([[-2.8, 2.8], [2.8, -2.8], [2.8, 2.8], [-2.8, -2.8]])
BOARD = 10.0
CELL_MARGIN = 0.06
"""Share of a square's side left empty along each of its edges."""


def make_xor(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """An even cloud over the square of ±5; class 1 where x and y have the same sign; noise flips labels.

    Formula and order of draws: `classifyXORData` (see `sample`).
    """
    draws = uniform_rows(random, count, 4)
    points = between(draws[:, :2], -5.0, 5.0)
    points = points + np.where(points > 0.0, GAP, -GAP)
    moved = points + between(draws[:, 2:], -5.0, 5.0) * noise
    return Sample(points, (moved[:, 0] * moved[:, 1] >= 0.0).astype(np.int64), 2)


def xor_truth(points: Floats, noise: float, _parameter: int) -> Truth:
    """Even over four squares; a label is that of the place that noise moves the point to."""
    away = np.abs(points)
    density = np.asarray(((away > GAP) & (away <= 5.0 + GAP)).all(axis=1) / 100.0)
    right, upper = (share_above(points[:, axis], 5.0 * noise) for axis in (0, 1))
    alike = right * upper + (1.0 - right) * (1.0 - upper)
    return Truth(density, np.column_stack((1.0 - alike, alike)))


XOR = Generator(
    name="xor",
    title="XOR",
    task="classification",
    classes=2,
    make=make_xor,
    default_count=300,
    default_noise=0.0,
    description="The class is the sign of x times y: one neuron alone cannot learn it.",
    truth=xor_truth,
)


def make_xor_blobs(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """Four normal blobs, one in each quadrant, opposite ones of one class; noise widens them."""
    blob = class_blocks(count, 4)
    points = BLOB_CENTRES[blob] + normal_rows(random, count, 2) * (0.6 + 2.0 * noise)
    return Sample(points, blob // 2, 2)


def xor_blobs_truth(points: Floats, noise: float, _parameter: int) -> Truth:
    """Four normal clouds of equal shares, two a class."""
    clouds = log_normal(points, BLOB_CENTRES, (0.6 + 2.0 * noise) ** 2) - np.log(4.0)
    return of_joint(np.logaddexp(clouds[:, ::2], clouds[:, 1::2]))


XOR_BLOBS = Generator(
    name="xor-blobs",
    title="Four blobs",
    task="classification",
    classes=2,
    make=make_xor_blobs,
    default_count=280,
    default_noise=0.0,
    description="XOR as four clouds: opposite corners share a class.",
    truth=xor_blobs_truth,
)


def make_checkerboard(random: RandomSource, count: int, noise: float, cells: int) -> Sample:
    """A board of `cells` by `cells` squares in two classes; noise moves points, so that squares overlap."""
    side = BOARD / cells
    draws = uniform_rows(random, count, 4)
    square = np.floor(draws[:, :2] * cells)
    inside = between(draws[:, 2:], CELL_MARGIN, 1.0 - CELL_MARGIN)
    points = (square + inside) * side - BOARD / 2
    points = points + normal_rows(random, count, 2) * (side * noise)
    return Sample(points, square.sum(axis=1).astype(np.int64) % 2, 2)


def checkerboard_truth(points: Floats, noise: float, cells: int) -> Truth:
    """Even over each square without its margins, moved by normal noise; across and up apart from each other."""
    side = BOARD / cells
    deviation = max(side * noise, LEAST_DEVIATION)

    def share(axis: int, first: int) -> Floats:
        """The density along an axis of every other square, from the first or the second on."""
        total = np.zeros(len(points))
        for cell in range(first, cells, 2):
            low, high = ((cell + end) * side - BOARD / 2 for end in (CELL_MARGIN, 1.0 - CELL_MARGIN))
            total += share_in_band(points[:, axis], low, high, deviation) / cells
        return total

    even, odd = (share(0, 0), share(1, 0)), (share(0, 1), share(1, 1))
    joint = np.column_stack((even[0] * even[1] + odd[0] * odd[1], even[0] * odd[1] + odd[0] * even[1]))
    with np.errstate(divide="ignore"):
        return of_joint(np.log(joint))


CHECKERBOARD = Generator(
    name="checkerboard",
    title="Checkerboard",
    task="classification",
    classes=2,
    make=make_checkerboard,
    default_count=480,
    default_noise=0.0,
    description="Squares of two classes in turn: many corners to carve out.",
    parameter=GeneratorParameter("Squares a side", default=4, minimum=2, maximum=6),
    truth=checkerboard_truth,
)
