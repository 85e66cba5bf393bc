"""Drags points along."""

from __future__ import annotations

from playground.domains.plane.retouch import smudge
from playground.views.plane.outlines import Outline
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch, straight


class SmudgeTool(StrokeTool):
    """What is in the middle of the brush goes along with it, what is at its rim stays; Shift keeps it straight."""

    outline = Outline.RING
    shows_class = False

    def press(self, touch: Touch) -> None:
        """Begin."""
        self.stroke = Stroke(self.session)
        self._start = self._last = touch.point

    def move(self, touch: Touch) -> None:
        """Drag from where the brush was to where it is."""
        if self.stroke is None:
            return
        hand = self.session.hand
        end = straight(self._start, touch) if touch.shift else touch.point
        strength = hand.amount("smudge", "strength") * hand.flow
        self.stroke.displace(
            "Smudge",
            (self._last, end),
            hand.reach,
            lambda points, way: smudge(points, *way, hand.reach, strength),
        )
        self._last = end
