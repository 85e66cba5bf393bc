"""Strokes: what brush, spray, line and eraser do to points, as pure functions.

Points are (N, 2) float64 arrays in plane units, and a place is a pair (x, y). Randomness comes from the
generator given. None of the functions knows the mouse or how often it reports.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Place = tuple[float, float]

GOLDEN_SHARE = (math.sqrt(5.0) - 1.0) / 2.0
BRUSH_JITTER = 0.2
"""How far a brushed point strays from its even place across the stroke, as a share of the radius."""


@dataclass(frozen=True, slots=True)
class Nib:
    """What a brush paints with.

    Attributes:
        radius: No point lies farther from the path.
        density: Points for each unit of area that the brush sweeps.
        falloff: 0 spreads them evenly across the path; towards 1 they gather in its middle.
    """

    radius: float
    density: float
    falloff: float = 0.0


@dataclass(frozen=True, slots=True)
class Trail:
    """What a brush stroke carries from one movement of the mouse to the next.

    A new stroke owes one point, which its first movement, of whatever length, puts at its start.
    """

    owed: float = 1.0
    """Points due but not yet put; a fraction once the stroke is under way."""
    placed: int = 0
    """Points put so far."""


def put(centre: Place) -> Floats:
    """Return the single point `centre`, shape (1, 2)."""
    return np.array([centre], dtype=np.float64)


def spray(random: np.random.Generator, centre: Place, radius: float, count: int, falloff: float = 0.5) -> Floats:
    """Return `count` points of a disc.

    Args:
        random: where the randomness comes from.
        centre: middle of the disc.
        radius: no point lies farther out.
        count: how many points.
        falloff: 0 spreads them evenly over the disc; towards 1 they gather in the middle.
    """
    # Drawn point by point: the first points are the same, however many follow.
    draw = random.random((count, 2))
    # The root spreads points evenly over a disc, whose rings grow with their radius.
    distance = radius * draw[:, 0] ** (0.5 + falloff)
    angle = 2.0 * np.pi * draw[:, 1]
    x, y = distance * np.cos(angle) + centre[0], distance * np.sin(angle) + centre[1]
    return np.column_stack((x, y))


def spray_along(random: np.random.Generator, start: Place, end: Place, nib: Nib, count: int) -> Floats:
    """Return `count` points of a can that has moved from `start` to `end` meanwhile.

    A slow machine asks rarely, for many points each time: they lie along the way all the same.
    """
    shares = (np.arange(count) + 1.0) / max(count, 1)
    way = np.asarray(start) + shares[:, np.newaxis] * np.subtract(end, start)
    sprayed: Floats = way + spray(random, (0.0, 0.0), nib.radius, count, nib.falloff)
    return sprayed


def paint_along(random: np.random.Generator, start: Place, end: Place, nib: Nib, trail: Trail) -> tuple[Floats, Trail]:
    """Return the points of a brush moved from `start` to `end`, and the trail for the next movement.

    The points come at an even rate along the path and are spread across it by the golden section, with some
    jitter. How many they are depends on the length of the path alone: cutting a movement into many shorter
    ones gives the same points.

    Args:
        random: where the randomness comes from.
        start: where the brush was.
        end: where it is now.
        nib: the brush.
        trail: `Trail()` when the stroke begins, else what the last call returned.
    """
    length = math.dist(start, end)
    # Points for each unit of way: a brush sweeps its diameter.
    rate = nib.density * 2.0 * nib.radius
    due = trail.owed + length * rate
    # A sum of many short movements must not fall a rounding error short of the next point.
    count = math.floor(due + 1e-9)
    left = Trail(max(due - count, 0.0), trail.placed + count)
    if count == 0:
        return np.empty((0, 2)), left
    travelled = (np.arange(1, count + 1) - trail.owed) / rate if rate > 0.0 else np.zeros(count)
    direction = (np.subtract(end, start) / length) if length > 0.0 else np.array([1.0, 0.0])
    centres = np.asarray(start) + np.clip(travelled, 0.0, length)[:, np.newaxis] * direction
    return centres + _across(random, count, trail.placed, direction, nib), left


def _across(random: np.random.Generator, count: int, placed: int, direction: Floats, nib: Nib) -> Floats:
    """Return (count, 2) offsets within the radius: across the direction of travel, plus jitter."""
    jitter = random.random((count, 2)) * 2.0 - 1.0
    # The first point of a stroke, put before there is a direction, stays in the middle.
    # Multiples of the golden section leave no gap and no row after any number of points; chance alone would clump.
    even = np.mod(0.5 + (placed + np.arange(count)) * GOLDEN_SHARE, 1.0) * 2.0 - 1.0
    across = np.sign(even) * np.abs(even) ** (1.0 + 2.0 * nib.falloff)
    # Divided by the square root of 2, the jitter's square lies within the disc of that radius.
    offsets: Floats = jitter * (nib.radius * BRUSH_JITTER / math.sqrt(2.0))
    reach = nib.radius * (1.0 - BRUSH_JITTER)
    normal = np.array([-direction[1], direction[0]])
    offsets += reach * across[:, np.newaxis] * normal
    return offsets


def stroke_points(random: np.random.Generator, path: Floats, spacing: float, jitter: float = 0.0) -> Floats:
    """Return points along a line, as far from one another along it, its first and last place included.

    Args:
        random: where the randomness comes from.
        path: corners of the line, (M, 2), at least one.
        spacing: distance wished for between neighbours, above 0; the nearest that fits the length is taken.
        jitter: radius of the disc within which each point strays from its place.
    """
    steps = np.hypot(*np.diff(path, axis=0).T)
    travelled = np.concatenate(([0.0], np.cumsum(steps)))
    stops = np.linspace(0.0, travelled[-1], round(travelled[-1] / spacing) + 1)
    line = np.column_stack([np.interp(stops, travelled, path[:, axis]) for axis in (0, 1)])
    return line + spray(random, (0.0, 0.0), jitter, len(line), falloff=0.0)


def erase_mask(points: Floats, centre: Place, radius: float) -> Mask:
    """Return which points, (N,), lie within `radius` of `centre`."""
    dx, dy = points[:, 0] - centre[0], points[:, 1] - centre[1]
    return dx * dx + dy * dy <= radius * radius


def erase_along(points: Floats, start: Place, end: Place, radius: float) -> Mask:
    """Return which points, (N,), an eraser moved straight from `start` to `end` touches."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    square = along_x * along_x + along_y * along_y
    # A press without a move.
    if square == 0.0:
        return erase_mask(points, start, radius)
    dx, dy = points[:, 0] - start[0], points[:, 1] - start[1]
    share = np.clip((dx * along_x + dy * along_y) / square, 0.0, 1.0)
    dx -= share * along_x
    dy -= share * along_y
    return dx * dx + dy * dy <= radius * radius
