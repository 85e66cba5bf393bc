"""Pulls points to the pointer for as long as it is held, or pushes them away."""

from __future__ import annotations

from playground.domains.plane.retouch import Disc, magnet
from playground.views.plane.outlines import Outline
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch

RATE = 4.0
"""Of approach for each second at full strength."""


class MagnetTool(StrokeTool):
    """Time moves the points; the mouse only points the magnet. Shift turns pulling into pushing and back."""

    outline = Outline.RING
    shows_class = False

    def press(self, touch: Touch) -> None:
        """Begin."""
        self.stroke = Stroke(self.session)
        self.move(touch)

    def move(self, touch: Touch) -> None:
        """Hold the magnet elsewhere."""
        self._at, self._turned = touch.point, touch.shift

    def tick(self, seconds: float) -> None:
        """Move what is under it."""
        hand = self.session.hand
        pushes = (hand.option("magnet", "way") == "push") != self._turned
        strength = RATE * hand.amount("magnet", "strength") * hand.flow * (-1.0 if pushes else 1.0)
        if self.stroke is not None:
            self.stroke.displace(
                "Push" if pushes else "Pull",
                (self._at,),
                hand.reach,
                lambda points, way: magnet(points, Disc(way[0], hand.reach), strength, seconds),
            )
