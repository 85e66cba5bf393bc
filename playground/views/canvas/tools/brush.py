"""Points along the way of the brush, evenly however fast it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.drawing.brushes import Trail, paint_along
from playground.views.canvas.outlines import Outline
from playground.views.canvas.tools.base import Stroke, StrokeTool, Touch, straight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DENSITY = 5.0
"""Points for each unit of area that the brush sweeps."""


class BrushTool(StrokeTool):
    """Paints while it is dragged; Shift keeps it on a straight line from where the stroke began."""

    outline = Outline.RING

    def press(self, touch: Touch) -> None:
        """Put the first point."""
        self.stroke, self._trail = Stroke(self.session), Trail()
        self._start = self._last = touch.point
        self._go_to(self.stroke, touch.point)

    def move(self, touch: Touch) -> None:
        """Paint from where the brush was to where it is."""
        if self.stroke is not None:
            self._go_to(self.stroke, straight(self._start, touch) if touch.shift else touch.point)

    def _go_to(self, stroke: Stroke, place: NDArray[np.float64]) -> None:
        start, end, radius = tuple(self._last), tuple(place), self.session.hand.radius
        points, self._trail = paint_along(stroke.random, start, end, radius, DENSITY, self._trail)
        self._last = place
        stroke.add("Brush", points)
