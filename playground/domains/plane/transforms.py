"""What handles do to selected points: the box round them, scaling, turning."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def box_of(points: Floats) -> Floats:
    """Lower left and upper right corner, (2, 2), of at least one point, (N, 2)."""
    return np.array([points.min(axis=0), points.max(axis=0)])


def scaled(points: Floats, anchor: Floats, factors: Floats) -> Floats:
    """Points, (N, 2), stretched from an anchor, (2,), by a factor for each axis; negative ones mirror."""
    stretched: Floats = anchor + (points - anchor) * factors
    return stretched


def turned(points: Floats, centre: Floats, angle: float) -> Floats:
    """Points, (N, 2), turned counterclockwise about a centre, (2,), by an angle in radians."""
    cos, sin = math.cos(angle), math.sin(angle)
    offsets = points - centre
    rotated: Floats = centre + offsets @ np.array([[cos, sin], [-sin, cos]])
    return rotated


def factors_of(anchor: Floats, handle: Floats, place: Floats, *, even: bool) -> Floats:
    """The factors, (2,), that take a handle of a box to a place while the anchor stays.

    Along an axis on which handle and anchor do not differ nothing is stretched.

    Args:
        anchor: what stays, (2,).
        handle: what is dragged, where it was, (2,).
        place: where it is now, (2,).
        even: one factor for both axes, that of the axis along which it is larger.
    """
    reach = handle - anchor
    moves = reach != 0.0
    factors = np.divide(place - anchor, reach, out=np.ones(2), where=moves)
    if even:
        largest = float(factors[moves][np.argmax(np.abs(factors[moves]))]) if moves.any() else 1.0
        return np.full(2, largest)
    return factors
