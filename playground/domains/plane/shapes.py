"""Shapes to stamp: blob, ring, rectangle, spiral arm and grid, as points of a box or of a circle.

Boxes are given by two opposite corners, a spiral by its middle and its end. `spread`, a share of 1, is how far a blob
reaches, how thick a line is, or how far the points of a grid stray.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float64]
Place = tuple[float, float]

MOST_POINTS = 20_000
LEAST_SPREAD = 0.02
TURNS = 1.5
"""Of a spiral arm, from its middle to its end."""
SPIRAL_STEPS = 512


def stamp(
    random: np.random.Generator, shape: str, corners: tuple[Place, Place], density: float, spread: float
) -> Floats:
    """Return the points of a shape; as many as its area and the density ask for, at least one.

    Args:
        random: where the randomness comes from; the first points are the same however large the shape is.
        shape: a key of `SHAPES`.
        corners: two opposite corners of the box; of a spiral, the middle and the end.
        density: points for each unit of area.
        spread: share of 1, see above.
    """
    return SHAPES[shape](random, corners, density, min(max(spread, LEAST_SPREAD), 1.0))


def _blob(random: np.random.Generator, corners: tuple[Place, Place], density: float, spread: float) -> Floats:
    """A normal distribution cut off at the ellipse; `spread` is its deviation as a share of the radius."""
    middle, half = _box(corners)
    draw = random.random((_count(density * math.pi * half[0] * half[1]), 2))
    cut = 1.0 - math.exp(-0.5 / spread**2)
    distance = spread * np.sqrt(-2.0 * np.log1p(-draw[:, 0] * cut))
    return middle + half * _polar(np.minimum(distance, 1.0), draw[:, 1])


def _ring(random: np.random.Generator, corners: tuple[Place, Place], density: float, spread: float) -> Floats:
    """An ellipse whose line is `spread` of its radius thick, inwards from the rim; 1 fills it."""
    middle, half = _box(corners)
    hole = (1.0 - spread) ** 2
    draw = random.random((_count(density * math.pi * half[0] * half[1] * (1.0 - hole)), 2))
    return middle + half * _polar(np.sqrt(hole + (1.0 - hole) * draw[:, 0]), draw[:, 1])


def _rectangle(random: np.random.Generator, corners: tuple[Place, Place], density: float, spread: float) -> Floats:
    """The frame of a box, `spread` of its half sides thick; 1 fills it."""
    middle, half = _box(corners)
    hole = (1.0 - spread) ** 2
    count = _count(density * 4.0 * half[0] * half[1] * (1.0 - hole))
    draw = random.random((count, 3))
    # A point of the unit square's rim, drawn inwards: distances by area, as in a ring.
    along, side = draw[:, 0] * 2.0 - 1.0, np.floor(draw[:, 1] * 4.0).astype(np.intp)
    distance = np.sqrt(hole + (1.0 - hole) * draw[:, 2])
    sign = np.where(side % 2 == 0, 1.0, -1.0)
    upright = side < 2
    rim = np.column_stack((np.where(upright, sign, along), np.where(upright, along, sign)))
    filled: Floats = middle + half * rim * distance[:, np.newaxis]
    return filled


def _grid(random: np.random.Generator, corners: tuple[Place, Place], density: float, spread: float) -> Floats:
    """Rows and columns as far apart as the density says; points stray by up to half of `spread` of that."""
    middle, half = _box(corners)
    wanted = 2.0 * half * math.sqrt(density)
    columns, rows = (int(min(max(round(float(side)), 1), math.isqrt(MOST_POINTS))) for side in wanted)
    pitch = 2.0 * half / (columns, rows)
    x, y = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
    places = middle - half + np.column_stack((x.ravel(), y.ravel())) * pitch
    stray = 0.0 if spread <= LEAST_SPREAD else 0.5 * spread
    strayed: Floats = places + (random.random(places.shape) * 2.0 - 1.0) * stray * pitch
    return strayed


def _spiral(random: np.random.Generator, corners: tuple[Place, Place], density: float, spread: float) -> Floats:
    """An arm of Archimedes' spiral; its line is `spread` of the way to the next turn thick."""
    middle, end = np.array(corners[0]), np.array(corners[1])
    outer = math.dist(*corners)
    stray = 0.5 * spread * outer / (TURNS + 0.5 * spread)
    reach, facing = outer - stray, math.atan2(end[1] - middle[1], end[0] - middle[0])
    share = np.linspace(0.0, 1.0, SPIRAL_STEPS)
    # in units of its reach, which may be too small to be divided by
    length = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(_arm(share, 1.0, facing), axis=0).T))))
    draw = random.random((_count(density * reach * float(length[-1]) * 2.0 * stray), 3))
    along = np.interp(draw[:, 0] * length[-1], length, share)
    arm: Floats = middle + _arm(along, reach, facing) + stray * _polar(np.sqrt(draw[:, 1]), draw[:, 2])
    return arm


def _arm(share: Floats, reach: float, facing: float) -> Floats:
    angle = facing + 2.0 * math.pi * TURNS * (share - 1.0)
    return np.column_stack((reach * share * np.cos(angle), reach * share * np.sin(angle)))


def _polar(distance: Floats, turn: Floats) -> Floats:
    angle = 2.0 * math.pi * turn
    return np.column_stack((distance * np.cos(angle), distance * np.sin(angle)))


def _box(corners: tuple[Place, Place]) -> tuple[Floats, Floats]:
    """Middle and half sides."""
    first, second = np.array(corners[0]), np.array(corners[1])
    return (first + second) / 2.0, np.abs(second - first) / 2.0


def _count(wished: float) -> int:
    return int(min(max(round(wished), 1), MOST_POINTS))


SHAPES: dict[str, Callable[[np.random.Generator, tuple[Place, Place], float, float], Floats]] = {
    "blob": _blob,
    "ring": _ring,
    "rectangle": _rectangle,
    "spiral": _spiral,
    "grid": _grid,
}
