"""Steps between samples, drawn over the map as arrows: where an answer grows, and what fools the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPen

from playground.widgets import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from playground.domains.section import Section
    from playground.session.selection import SampleStep
    from playground.views.plane.camera import PlaneTransform

LINE, RIM, RIM_OPACITY = 2.0, 4.5, 0.8
HEAD, TURN = 8.0, 150.0
"""Pixels of the sides of a head, and the degrees that they turn back by."""
RING, SHORTEST = 5.0, 2.0
"""The ring where a step ends, and pixels below which a step has no arrow."""


def paint_steps(painter: QPainter, frame: PlaneTransform, section: Section, steps: Sequence[SampleStep]) -> None:
    """Each step as an arrow with a rim that keeps it apart from what it lies on; a far one ends in a ring.

    Args:
        painter: Clipped to the map's square.
        frame: Where the plane is on the screen.
        section: The plane of samples that is shown.
        steps: Of samples of as many numbers as the section holds; others are passed over.
    """
    shown = theme.current()
    for step in steps:
        if len(step.start) != len(section.held):
            continue
        start, end = (QPointF(*at) for at in _on_screen(frame, section, step))
        lines = _arrow(start, end)
        for width, colour in ((RIM, theme.with_alpha(shown.halo, RIM_OPACITY)), (LINE, shown.ink)):
            painter.setPen(QPen(colour, theme.pxf(width), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawLines(lines)
            if step.is_far:
                painter.drawEllipse(end, theme.pxf(RING), theme.pxf(RING))


def _on_screen(frame: PlaneTransform, section: Section, step: SampleStep) -> list[list[float]]:
    places: list[list[float]] = frame.points_to_screen(section.places(np.array([step.start, step.end]))).tolist()
    return places


def _arrow(start: QPointF, end: QPointF) -> list[QLineF]:
    """The shaft and both sides of the head; nothing where the step hardly moves."""
    shaft = QLineF(start, end)
    if shaft.length() < theme.pxf(SHORTEST):
        return []
    lines = [shaft]
    for turn in (TURN, -TURN):
        side = QLineF(end, end + (end - start))
        side.setAngle(shaft.angle() + turn)
        side.setLength(min(theme.pxf(HEAD), shaft.length()))
        lines.append(side)
    return lines
