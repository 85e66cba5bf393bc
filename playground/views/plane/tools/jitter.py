"""Shakes points for as long as it is held over them."""

from __future__ import annotations

from playground.domains.plane.retouch import Disc, jitter
from playground.views.plane.outlines import Outline
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch


class JitterTool(StrokeTool):
    """A random walk under the brush, as far in a second however many frames that has."""

    outline = Outline.DOTTED
    shows_class = False

    def press(self, touch: Touch) -> None:
        """Begin."""
        self.stroke, self._at = Stroke(self.session), touch.point

    def move(self, touch: Touch) -> None:
        """Hold it elsewhere."""
        self._at = touch.point

    def tick(self, seconds: float) -> None:
        """Shake what is under it."""
        stroke, hand = self.stroke, self.session.hand
        if stroke is None or seconds <= 0.0:
            return
        strength = hand.amount("jitter", "strength") * hand.flow
        stroke.displace(
            "Jitter",
            (self._at,),
            hand.reach,
            lambda points, way: jitter(stroke.random, points, Disc(way[0], hand.reach), strength, seconds),
        )
