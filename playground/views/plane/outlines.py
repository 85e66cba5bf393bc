"""What shows under the pointer: a ring of the brush's true size, the class marker in its middle."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from playground.widgets import theme
from playground.widgets.sprites import Look, draw_point

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from playground.domains.plane.symmetry import Symmetry
    from playground.views.plane.camera import PlaneTransform


class Outline(Enum):
    """How a tool shows under the pointer."""

    MARKER = "marker"
    """The class marker alone."""
    RING = "ring"
    """A ring of the brush's true size."""
    DOTTED = "dotted"
    DASHED = "dashed"
    CROSS = "cross"

    @property
    def is_round(self) -> bool:
        """Whether it shows the size of the brush."""
        return self in {Outline.RING, Outline.DOTTED, Outline.DASHED}


RING, DOT, HALO = 1.5, 2.2, 3.0
GHOST = 0.5
"""Opacity of what a symmetry adds to the pointer."""
INNER, OUTER = 3.0, 9.0
"""From where to where the lines of a cross go, from its middle."""
FAR = 1000.0
"""Farther from the origin than a person can pan."""
LEAST_RADIUS = 5.0
"""Below this many pixels a ring would cover what it is round."""
_PATTERNS: dict[Outline, list[float]] = {Outline.DASHED: [4.0, 3.0], Outline.DOTTED: [0.01, 2.6]}


def paint_ring(painter: QPainter, at: QPointF, radius: float, outline: Outline, colour: QColor | None) -> None:
    """Draw the rim of the tool in hand.

    Args:
        painter: Of the canvas.
        at: The pointer.
        radius: Of the brush, in pixels.
        outline: The tool's kind of outline.
        colour: Of the value in hand; None for the ink of the decision line.
    """
    if outline is Outline.CROSS:
        paint_cross(painter, at)
    elif outline is not Outline.MARKER:
        ring = QPainterPath()
        ring.addEllipse(at, max(radius, LEAST_RADIUS), max(radius, LEAST_RADIUS))
        width = DOT if outline is Outline.DOTTED else RING
        paint_line(painter, ring, _PATTERNS.get(outline), width, colour)


def paint_ghost(painter: QPainter, at: QPointF, radius: float) -> None:
    """Draw the rim of a mirrored brush, fainter than the brush itself."""
    ring = QPainterPath()
    ring.addEllipse(at, max(radius, LEAST_RADIUS), max(radius, LEAST_RADIUS))
    painter.setOpacity(GHOST)
    paint_line(painter, ring)
    painter.setOpacity(1.0)


def paint_axes(painter: QPainter, frame: PlaneTransform, symmetry: Symmetry) -> None:
    """Draw the mirrors, or the rays of an n-fold turn."""
    if not symmetry.is_on:
        return
    rays = {"x": [(0, 1), (0, -1)], "y": [(1, 0), (-1, 0)], "both": [(0, 1), (0, -1), (1, 0), (-1, 0)]}
    ends = rays.get(symmetry.kind) or (symmetry.matrices() @ (0.0, 1.0)).tolist()
    middle = QPointF(*frame.to_screen(0.0, 0.0))
    path = QPainterPath()
    for x, y in ends:
        path.moveTo(middle)
        path.lineTo(QPointF(*frame.to_screen(FAR * x, FAR * y)))
    painter.setOpacity(GHOST)
    paint_line(painter, path, [1.0, 5.0])
    painter.setOpacity(1.0)


def paint_marker(painter: QPainter, at: QPointF, look: Look, radius: float) -> None:
    """Draw the point that a press would put, `radius` pixels large."""
    painter.save()
    painter.translate(at)
    draw_point(painter, look, radius)
    painter.restore()


def paint_cross(painter: QPainter, at: QPointF) -> None:
    """Draw a cross hair that leaves its middle free."""
    path = QPainterPath()
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        line = QLineF(at + QPointF(dx, dy) * INNER, at + QPointF(dx, dy) * OUTER)
        path.moveTo(line.p1())
        path.lineTo(line.p2())
    paint_line(painter, path)


def paint_line(
    painter: QPainter,
    path: QPainterPath,
    pattern: list[float] | None = None,
    width: float = RING,
    colour: QColor | None = None,
) -> None:
    """Stroke a path so that it shows on any map: ink of the decision line, or a colour, on a halo."""
    shown = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, _pen(theme.with_alpha(shown.halo, 0.75), max(HALO, width + 1.5), None))
    painter.strokePath(path, _pen(colour or shown.boundary, width, pattern))


def _pen(colour: QColor, width: float, pattern: list[float] | None) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if pattern:
        pen.setDashPattern(pattern)
    return pen


def paint_corner(painter: QPainter, at: QPointF) -> None:
    """Draw a small square handle."""
    path = QPainterPath()
    path.addRect(at.x() - 2.5, at.y() - 2.5, 5.0, 5.0)
    painter.fillPath(path, theme.current().boundary)
    painter.strokePath(path, _pen(theme.current().halo, 1.0, None))


def paint_knob(painter: QPainter, at: QPointF) -> None:
    """Draw a small round handle."""
    path = QPainterPath()
    path.addEllipse(at, 3.5, 3.5)
    painter.fillPath(path, theme.current().boundary)
    painter.strokePath(path, _pen(theme.current().halo, 1.0, None))
