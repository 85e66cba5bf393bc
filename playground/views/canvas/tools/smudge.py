"""Drags points along."""

from __future__ import annotations

from playground.drawing.retouch import smudge, under
from playground.views.canvas.outlines import Outline
from playground.views.canvas.tools.base import Stroke, StrokeTool, Touch, straight


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
        for (x0, y0), (x1, y1) in self.stroke.paths(self._last, end):
            points = self.session.document.dataset.points
            way = (float(x0), float(y0)), (float(x1), float(y1))
            chosen = under(points, *way, hand.reach)
            places = smudge(points[chosen], *way, hand.reach, strength)
            moved = (places != points[chosen]).any(axis=1)
            if moved.any():
                self.stroke.place("Smudge", chosen[moved], places[moved])
        self._last = end
