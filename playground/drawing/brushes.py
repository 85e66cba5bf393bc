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
    distance = radius * random.random(count) ** (0.5 + falloff)
    angle = 2.0 * np.pi * random.random(count)
    x, y = distance * np.cos(angle) + centre[0], distance * np.sin(angle) + centre[1]
    return np.column_stack((x, y))


def paint_along(
    random: np.random.Generator, start: Place, end: Place, radius: float, density: float, trail: Trail
) -> tuple[Floats, Trail]:
    """Return the points of a brush moved from `start` to `end`, and the trail for the next movement.

    The points come at an even rate along the path and are spread evenly across it (by the golden section,
    with some jitter). How many they are depends on the length of the path alone: cutting a movement into many
    shorter ones gives the same points.

    Args:
        random: where the randomness comes from.
        start: where the brush was.
        end: where it is now.
        radius: of the brush; no point lies farther from the path.
        density: points for each unit of area that the brush sweeps.
        trail: `Trail()` when the stroke begins, else what the last call returned.
    """
    length = math.dist(start, end)
    rate = density * 2.0 * radius
    due = trail.owed + length * rate
    # A sum of many short movements must not fall a rounding error short of the next point.
    count = math.floor(due + 1e-9)
    left = Trail(max(due - count, 0.0), trail.placed + count)
    if count == 0:
        return np.empty((0, 2)), left
    travelled = (np.arange(1, count + 1) - trail.owed) / rate if rate > 0.0 else np.zeros(count)
    direction = (np.subtract(end, start) / length) if length > 0.0 else np.array([1.0, 0.0])
    centres = np.asarray(start) + np.clip(travelled, 0.0, length)[:, np.newaxis] * direction
    return centres + _across(random, count, trail.placed, direction, radius), left


def _across(random: np.random.Generator, count: int, placed: int, direction: Floats, radius: float) -> Floats:
    """Return (count, 2) offsets within the radius: evenly across the direction of travel, plus jitter."""
    jitter = random.random((count, 2)) * 2.0 - 1.0
    # The first point of a stroke, put before there is a direction, stays in the middle.
    even = np.mod(0.5 + (placed + np.arange(count)) * GOLDEN_SHARE, 1.0) * 2.0 - 1.0
    # Divided by the square root of 2, the jitter's square lies within the disc of that radius.
    offsets: Floats = jitter * (radius * BRUSH_JITTER / math.sqrt(2.0))
    reach = radius * (1.0 - BRUSH_JITTER)
    normal = np.array([-direction[1], direction[0]])
    offsets += reach * even[:, np.newaxis] * normal
    return offsets


def stroke_points(random: np.random.Generator, start: Place, end: Place, spacing: float, jitter: float = 0.0) -> Floats:
    """Return evenly spaced points from `start` to `end`, both included.

    Args:
        random: where the randomness comes from.
        start: first point.
        end: last point.
        spacing: distance wished for between neighbours, above 0; the nearest that fits the length is taken.
        jitter: radius of the disc within which each point strays from its place.
    """
    gaps = round(math.dist(start, end) / spacing)
    if gaps == 0:
        line = put(start)
    else:
        line = np.linspace(np.asarray(start, np.float64), np.asarray(end, np.float64), gaps + 1)
    return line + spray(random, (0.0, 0.0), jitter, len(line), falloff=0.0)


def erase_mask(points: Floats, centre: Place, radius: float) -> Mask:
    """Return which points, (N,), lie within `radius` of `centre`."""
    dx, dy = points[:, 0] - centre[0], points[:, 1] - centre[1]
    return dx * dx + dy * dy <= radius * radius


def erase_along(points: Floats, start: Place, end: Place, radius: float) -> Mask:
    """Return which points, (N,), an eraser moved straight from `start` to `end` touches."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    square = along_x * along_x + along_y * along_y
    if square == 0.0:
        return erase_mask(points, start, radius)
    dx, dy = points[:, 0] - start[0], points[:, 1] - start[1]
    share = np.clip((dx * along_x + dy * along_y) / square, 0.0, 1.0)
    dx -= share * along_x
    dy -= share * along_y
    return dx * dx + dy * dy <= radius * radius
