"""A row of evenly spaced points, straight or along the way of the pointer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.domains.plane.brushes import stroke_points
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch, straight

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP = math.radians(15)
LEAST_PIXELS = 2.0
"""Corners of a curve are at least so far apart: a hand at rest trembles."""


class LineTool(StrokeTool):
    """Drawn anew with every movement until the button is let go; Shift makes it straight, in steps of 15°."""

    def press(self, touch: Touch) -> None:
        """Begin where the button went down."""
        self.stroke, self._path = Stroke(self.session), [touch.point]
        self._draw(self.stroke, self._path)

    def move(self, touch: Touch) -> None:
        """Draw from there to the pointer."""
        if self.stroke is None:
            return
        if self.session.hand.option("line", "way") == "straight":
            end = straight(self._path[0], touch, STEP) if touch.shift else touch.point
            self._draw(self.stroke, [self._path[0], end])
        elif touch.shift:
            self._draw(self.stroke, [self._path[0], straight(self._path[0], touch, STEP)])
        else:
            if touch.distance(*self._path[-1]) >= LEAST_PIXELS:
                self._path.append(touch.point)
            self._draw(self.stroke, self._path)

    def _draw(self, stroke: Stroke, path: list[NDArray[np.float64]]) -> None:
        hand = self.session.hand
        spacing, jitter = hand.amount("line", "spacing"), hand.amount("line", "jitter")
        points = stroke_points(stroke.same_random(), np.array(path), spacing, jitter)
        stroke.draw("Draw a line of", points)
