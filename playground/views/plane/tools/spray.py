"""A can that sprays for as long as it is held, at a rate of its own."""

from __future__ import annotations

import math

from playground.domains.plane.brushes import Nib, spray_along
from playground.views.plane.outlines import Outline
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch

LEAST_SIZE = 0.2
"""The rate grows with the radius, more slowly than the area; smaller cans spray as much as one of this radius."""


class SprayTool(StrokeTool):
    """Points come with time, not with movement or with the number of frames."""

    outline = Outline.DOTTED

    def press(self, touch: Touch) -> None:
        """Begin with one point at once."""
        self.stroke, self._owed = Stroke(self.session), 1.0
        self._last = self._at = (touch.x, touch.y)
        self.tick(0.0)

    def move(self, touch: Touch) -> None:
        """Point the can elsewhere."""
        self._at = (touch.x, touch.y)

    def tick(self, seconds: float) -> None:
        """Spray what has come due."""
        if self.stroke is None:
            return
        hand = self.session.hand
        self._owed += seconds * hand.amount("spray", "rate") * hand.flow * max(hand.reach, LEAST_SIZE)
        count = math.floor(self._owed)
        self._owed -= count
        nib = Nib(hand.reach, 0.0, hand.amount("spray", "falloff"))
        self.stroke.add("Spray", spray_along(self.stroke.random, self._last, self._at, nib, count))
        self._last = self._at
