"""A can that sprays for as long as it is held, at a rate of its own."""

from __future__ import annotations

import math

from playground.drawing.brushes import spray
from playground.views.canvas.outlines import Outline
from playground.views.canvas.tools.base import Stroke, StrokeTool, Touch

RATE = 60.0
"""Points a second at a radius of 1; it grows with the radius, more slowly than the area."""


class SprayTool(StrokeTool):
    """Points come with time, not with movement or with the number of frames."""

    outline = Outline.DOTTED

    def press(self, touch: Touch) -> None:
        """Begin with one point at once."""
        self.stroke, self._at, self._owed = Stroke(self.session), (touch.x, touch.y), 1.0
        self.tick(0.0)

    def move(self, touch: Touch) -> None:
        """Point the can elsewhere."""
        self._at = (touch.x, touch.y)

    def tick(self, seconds: float) -> None:
        """Spray what has come due."""
        if self.stroke is None:
            return
        radius = self.session.hand.radius
        self._owed += seconds * RATE * max(radius, 0.2)
        count = math.floor(self._owed)
        self._owed -= count
        self.stroke.add("Spray", spray(self.stroke.random, self._at, radius, count))
