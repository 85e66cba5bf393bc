"""Shakes points for as long as it is held over them."""

from __future__ import annotations

from playground.drawing.retouch import Disc, jitter, under
from playground.views.canvas.outlines import Outline
from playground.views.canvas.tools.base import Stroke, StrokeTool, Touch


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
        if self.stroke is None or seconds <= 0.0:
            return
        hand = self.session.hand
        strength = hand.amount("jitter", "strength") * hand.flow
        for ((x, y),) in self.stroke.paths(self._at):
            points = self.session.document.dataset.points
            disc = Disc((float(x), float(y)), hand.reach)
            chosen = under(points, disc.centre, disc.centre, disc.radius)
            places = jitter(self.stroke.random, points[chosen], disc, strength, seconds)
            moved = (places != points[chosen]).any(axis=1)
            if moved.any():
                self.stroke.place("Jitter", chosen[moved], places[moved])
