"""Exclusive or: the sign of x times y, as an even cloud, as four blobs, and as a board of squares."""

import numpy as np

from playground.domains.making import GeneratorParameter
from playground.domains.plane.generators.sample import (
    Generator,
    RandomSource,
    Sample,
    between,
    class_blocks,
    normal_rows,
    uniform_rows,
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


XOR = Generator(
    name="xor",
    title="XOR",
    task="classification",
    classes=2,
    make=make_xor,
    default_count=300,
    default_noise=0.0,
    description="The class is the sign of x times y: one neuron alone cannot learn it.",
)


def make_xor_blobs(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """Four normal blobs, one in each quadrant, opposite ones of one class; noise widens them."""
    blob = class_blocks(count, 4)
    points = BLOB_CENTRES[blob] + normal_rows(random, count, 2) * (0.6 + 2.0 * noise)
    return Sample(points, blob // 2, 2)


XOR_BLOBS = Generator(
    name="xor-blobs",
    title="Four blobs",
    task="classification",
    classes=2,
    make=make_xor_blobs,
    default_count=280,
    default_noise=0.0,
    description="XOR as four clouds: opposite corners share a class.",
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
)
