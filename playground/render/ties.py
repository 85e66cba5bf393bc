"""Where two of several linear functions are equal and above all others: points, pieces of lines, pieces of planes.

By them the output cuts a space in which its sums are linear: on each side another class is the most probable one.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

Floats = NDArray[np.float64]

NOTHING = 1e-12
LEAST_PIECE = 1e-6
"""Pieces shorter or smaller than this part of what is shown are none."""
SQUARE = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])


def tied_points(scores: Floats) -> Floats:
    """Places on a line, (T,), in order.

    Args:
        scores: Of K functions a slope and the value at zero, (K, 2).
    """
    found = []
    for difference, leads in _pairs(scores):
        place = -difference[1] / difference[0]
        if (leads @ (place, 1.0) >= 0.0).all():
            found.append(place)
    return np.array(sorted(found), np.float64)


def tied_lines(scores: Floats, middle: Floats, reach: float) -> Floats:
    """Ends of straight pieces in the plane, (L, 2, 2).

    Args:
        scores: Of K functions a gradient and the value at the origin, (K, 3).
        middle: Of what is shown, (2,).
        reach: How far a line goes on to both sides of its point nearest to there.
    """
    found = []
    for difference, leads in _pairs(scores):
        normal = difference[:2]
        foot = middle - (normal @ middle + difference[2]) / (normal @ normal) * normal
        along = np.array([-normal[1], normal[0]]) / np.linalg.norm(normal)
        low, high = -reach, reach
        for lead in leads:
            slope, value = float(lead[:2] @ along), float(lead[:2] @ foot + lead[2])
            # Along the line the lead is constant: the other function wins everywhere on it, or nowhere. `low = high`
            # empties the piece.
            if abs(slope) <= NOTHING:
                low = low if value >= 0.0 else high
            elif slope > 0.0:
                low = max(low, -value / slope)
            else:
                high = min(high, -value / slope)
        if high - low > LEAST_PIECE * reach:
            found.append((foot + low * along, foot + high * along))
    return np.array(found, np.float64).reshape(-1, 2, 2)


def tied_planes(scores: Floats, reach: float) -> list[Floats]:
    """Corners of flat pieces in space, (C, 3) each, in order around it.

    Of two functions it is a square, in its middle the point nearest to the origin. The pieces of more meet where
    three of them tie, and end at the sides of a cube.

    Args:
        scores: Of K functions a gradient and the value at the origin, (K, 4).
        reach: Half of the side of the square and of the cube around the origin.
    """
    found = []
    walls = np.column_stack((np.concatenate((np.eye(3), -np.eye(3))), np.full(6, reach)))
    for difference, leads in _pairs(scores):
        size = float(np.linalg.norm(difference[:3]))
        normal, height = difference[:3] / size, difference[3] / size
        is_alone = len(leads) == 0
        # Beyond the corner of the cube no part of the plane is within it.
        if abs(height) > reach * (1.0 if is_alone else np.sqrt(3.0)):
            continue
        # No point of the cube lies farther than √3 times the reach from the middle of the square, however that is
        # turned: 4 leaves nothing of its own rim within the cube.
        piece = _square(normal, height, reach if is_alone else 4.0 * reach)
        for side in () if is_alone else (*leads, *walls):
            piece = _clipped(piece, side)
        if len(piece) > 2 and _area(piece) > LEAST_PIECE * reach * reach:
            found.append(piece)
    return found


def fan(piece: Floats, steps: int) -> Floats:
    """A flat piece as a surface of cells, (2, C * steps + 1, 3): its middle over and over, and once around its rim."""
    ahead = np.roll(piece, -1, axis=0)
    shares = np.arange(steps)[None, :, None] / steps
    rim = ((1.0 - shares) * piece[:, None] + shares * ahead[:, None]).reshape(-1, 3)
    rim = np.concatenate((rim, rim[:1]))
    return np.stack((np.broadcast_to(piece.mean(axis=0), rim.shape), rim))


def _pairs(scores: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Of every two functions their difference, and by how much the first leads each other one, (K - 2, d + 1)."""
    for one, other in combinations(range(len(scores)), 2):
        difference = scores[other] - scores[one]
        if np.linalg.norm(difference[:-1]) > NOTHING:
            yield difference, scores[one] - np.delete(scores, (one, other), axis=0)


def _square(normal: Floats, height: float, reach: float) -> Floats:
    """Corners of a piece of a plane, (4, 3), around its point nearest to the origin."""
    # With the axis that is farthest from the normal: with one nearly along it the product would be next to nothing.
    first = np.cross(normal, np.eye(3)[int(np.argmin(np.abs(normal)))])
    first = first / np.linalg.norm(first)
    return np.asarray(-height * normal + reach * SQUARE @ np.stack((first, np.cross(normal, first))))


def _clipped(piece: Floats, side: Floats) -> Floats:
    """The part of a convex piece where a function is not negative (Sutherland and Hodgman 1974)."""
    if len(piece) == 0:
        return piece
    value = piece @ side[:3] + side[3]
    corners = []
    for here, now in enumerate(value):
        following = (here + 1) % len(piece)
        if now >= 0.0:
            corners.append(piece[here])
        if (now >= 0.0) != (value[following] >= 0.0):
            share = now / (now - value[following])
            corners.append((1.0 - share) * piece[here] + share * piece[following])
    return np.array(corners, np.float64).reshape(-1, 3)


def _area(piece: Floats) -> float:
    across = np.cross(piece[1:-1] - piece[0], piece[2:] - piece[0]).sum(axis=0)
    return 0.5 * float(np.linalg.norm(across))
