"""Blob, ring, rectangle, spiral arm or grid, stamped by dragging."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.domains.plane.shapes import stamp
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch, straight

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP = math.radians(15)
VERBS = {
    "blob": "Stamp a blob of",
    "ring": "Stamp a ring of",
    "rectangle": "Stamp a rectangle of",
    "spiral": "Stamp a spiral of",
    "grid": "Stamp a grid of",
}


class ShapeTool(StrokeTool):
    """From corner to corner, a spiral from its middle outwards; Shift makes it even, Ctrl drags from the middle."""

    def press(self, touch: Touch) -> None:
        """Begin where the button went down."""
        self.stroke, self._start = Stroke(self.session), touch.point
        self.move(touch)

    def move(self, touch: Touch) -> None:
        """Stamp anew from there to the pointer."""
        if self.stroke is None:
            return
        hand = self.session.hand
        shape = str(hand.option("shape", "way"))
        corners = self._spiral_ends(touch) if shape == "spiral" else self._corners(touch)
        density, spread = hand.amount("shape", "density"), hand.amount("shape", "spread")
        first, second = ((float(x), float(y)) for x, y in corners)
        points = stamp(self.stroke.same_random(), shape, (first, second), density, spread)
        self.stroke.draw(VERBS[shape], points)

    def _spiral_ends(self, touch: Touch) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self._start, straight(self._start, touch, STEP) if touch.shift else touch.point

    def _corners(self, touch: Touch) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        reach = touch.point - self._start
        if touch.shift:
            reach = np.abs(reach).max() * np.where(reach < 0.0, -1.0, 1.0)
        return (self._start - reach if touch.control else self._start), self._start + reach
