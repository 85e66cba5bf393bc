"""A straight row of evenly spaced points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.drawing.brushes import stroke_points
from playground.views.canvas.tools.base import Stroke, StrokeTool, Touch, straight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SPACING = 7.0
"""Between neighbours, in pixels: closer to the plane, the line is finer."""
STEP = math.radians(15)


class LineTool(StrokeTool):
    """Drawn anew with every movement until the button is let go; Shift keeps to steps of 15°."""

    def press(self, touch: Touch) -> None:
        """Begin where the button went down."""
        self.stroke, self._start = Stroke(self.session), touch.point
        self._draw(self.stroke, touch.point, touch.pixel)

    def move(self, touch: Touch) -> None:
        """Draw from there to the pointer."""
        if self.stroke is not None:
            end = straight(self._start, touch, STEP) if touch.shift else touch.point
            self._draw(self.stroke, end, touch.pixel)

    def _draw(self, stroke: Stroke, end: NDArray[np.float64], pixel: float) -> None:
        points = stroke_points(stroke.random, tuple(self._start), tuple(end), SPACING * pixel)
        stroke.draw("Draw a line of", points)
