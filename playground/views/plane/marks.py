"""What explanations draw on the map: steps of samples, and borders of networks that were trained otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from playground.views.plane.overlays import BORDER, BORDER_RIM, DASH, RIM_OPACITY, dashes, paint_steps
from playground.widgets import theme
from playground.widgets.qt_arrays import path_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QColor, QPainter

    from playground.session.selection import SampleBorder, Selection
    from playground.views.plane.camera import PlaneTransform


def paint_marks(painter: QPainter, frame: PlaneTransform, selection: Selection) -> None:
    """Borders, then steps; those of another section than is shown are passed over.

    Args:
        painter: Clipped to the map's square.
        frame: Where the plane is on the screen.
        selection: Has both, and the section that maps show.
    """
    section = selection.section
    for border in selection.borders:
        if border.section == section:
            _paint_border(painter, frame, border)
    paint_steps(painter, frame, section, selection.steps)


def _paint_border(painter: QPainter, frame: PlaneTransform, border: SampleBorder) -> None:
    """A line, in dashes where it says so, with a rim that keeps it apart from what it lies on."""
    shown = theme.current()
    lines = frame.points_to_screen(border.lines.reshape(-1, 2)).reshape(-1, 4)
    kept = lines[dashes(lines, theme.pxf(DASH))] if border.is_dashed else lines
    _stroke(painter, lines, theme.pxf(BORDER_RIM), theme.with_alpha(shown.halo, RIM_OPACITY))
    _stroke(painter, kept, theme.pxf(BORDER), shown.ink)


def _stroke(painter: QPainter, lines: NDArray[np.float64], width: float, colour: QColor) -> None:
    ends = lines.reshape(-1, 2)
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.strokePath(path_of(ends, np.arange(len(ends)) % 2 == 0), pen)
