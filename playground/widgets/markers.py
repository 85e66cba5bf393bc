"""The marker shape of each class, so that a class is told by shape as well as by colour; after nine they repeat."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

MARKERS = ("circle", "square", "triangle", "diamond", "plus", "cross", "triangle down", "hexagon", "star")

_PLUS = (
    (-1, -3),
    (1, -3),
    (1, -1),
    (3, -1),
    (3, 1),
    (1, 1),
    (1, 3),
    (-1, 3),
    (-1, 1),
    (-3, 1),
    (-3, -1),
    (-1, -1),
)


def marker_path(class_index: int, radius: float) -> QPainterPath:
    """Outline of a class's marker around the origin.

    All nine cover the area of the circle of that radius, so that no class looks heavier. Triangles sit
    with their centroid on the point.

    Args:
        class_index: Place in the palette, from 0.
        radius: Of the circle, in the painter's units.
    """
    return QPainterPath(_marker(class_index % len(MARKERS), radius))


@cache
def _marker(index: int, radius: float) -> QPainterPath:
    path = QPainterPath()
    corners = _corners(MARKERS[index])
    if not corners:
        path.addEllipse(QPointF(0.0, 0.0), radius, radius)
        return path
    factor = radius * math.sqrt(math.pi / _area(corners))
    path.addPolygon(QPolygonF([QPointF(x * factor, y * factor) for x, y in corners]))
    path.closeSubpath()
    return path


def _corners(shape: str) -> list[tuple[float, float]]:
    shapes = {
        "circle": [],
        "square": [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)],
        "triangle": _star_polygon(3, 1.0, -90.0),
        "diamond": _star_polygon(4, 1.0, -90.0),
        "plus": [(float(x), float(y)) for x, y in _PLUS],
        "cross": [((x - y) / math.sqrt(2), (x + y) / math.sqrt(2)) for x, y in _PLUS],
        "triangle down": _star_polygon(3, 1.0, 90.0),
        "hexagon": _star_polygon(6, 1.0, 0.0),
        "star": _star_polygon(10, 0.45, -90.0),
    }
    return shapes[shape]


def _star_polygon(corners: int, inner: float, start_degrees: float) -> list[tuple[float, float]]:
    """A regular polygon, or a star when every second corner is nearer to the centre."""
    points = []
    for corner in range(corners):
        angle = math.radians(start_degrees + 360.0 * corner / corners)
        reach = inner if corner % 2 and inner < 1.0 else 1.0
        points.append((reach * math.cos(angle), reach * math.sin(angle)))
    return points


def _area(corners: list[tuple[float, float]]) -> float:
    closed = [*corners, corners[0]]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(closed))) / 2.0
