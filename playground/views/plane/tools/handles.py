"""The box round selected points: eight handles that stretch it, one above it that turns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from playground.views.plane.outlines import paint_corner, paint_knob, paint_line
from playground.widgets.qt_arrays import path_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.views.plane.camera import PlaneTransform
    from playground.views.plane.tools.base import Touch

Floats = NDArray[np.float64]

PAD, KNOB, GRAB = 9.0, 20.0, 8.0
"""Pixels: from the points to their box, from the box to the knob that turns it, and how near a press takes a handle."""
SIDES = ((-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0))
"""The handles, as directions from the middle of the box."""


def padded(box: Floats, pixel: float) -> Floats:
    """Corners of the box as it is drawn, (2, 2), round the one that holds the points."""
    grown: Floats = box + PAD * pixel * np.array([[-1.0, -1.0], [1.0, 1.0]])
    return grown


def side_at(touch: Touch, box: Floats) -> tuple[int, int] | None:
    """The handle under the pointer, a row of `SIDES`."""
    low, high = padded(box, touch.pixel)
    middle, half = (low + high) / 2, (high - low) / 2
    reach = [touch.distance(*(middle + half * side)) for side in SIDES]
    nearest = int(np.argmin(reach))
    return SIDES[nearest] if reach[nearest] <= GRAB else None


def is_on_knob(touch: Touch, box: Floats) -> bool:
    """Whether the pointer is on the knob that turns the box."""
    return touch.distance(*_knob(padded(box, touch.pixel), touch.pixel)) <= GRAB


def is_inside(touch: Touch, box: Floats) -> bool:
    """Whether the pointer is in the box."""
    low, high = padded(box, touch.pixel)
    return bool((touch.point >= low).all() and (touch.point <= high).all())


def corners_of(box: Floats, pixel: float) -> Floats:
    """The outline of the box with its knob, in the plane: four corners, the middle of the top, the knob, (6, 2)."""
    (left, bottom), (right, top) = corners = padded(box, pixel)
    knob = _knob(corners, pixel)
    return np.array([[left, bottom], [right, bottom], [right, top], [left, top], [knob[0], top], knob])


def paint_handles(painter: QPainter, frame: PlaneTransform, corners: Floats) -> None:
    """Draw the box of `corners_of`, wherever it has been moved, stretched or turned to."""
    places = frame.points_to_screen(corners)
    outline = places[[0, 1, 2, 3, 0, 4, 5]]
    paint_line(painter, path_of(outline, np.array([True, False, False, False, False, True, False])), [4.0, 3.0], 1.0)
    for side in range(4):
        for place in (places[side], (places[side] + places[(side + 1) % 4]) / 2):
            paint_corner(painter, QPointF(*place))
    paint_knob(painter, QPointF(*places[5]))


def _knob(corners: Floats, pixel: float) -> Floats:
    low, high = corners
    return np.array([(low[0] + high[0]) / 2, high[1] + KNOB * pixel])
