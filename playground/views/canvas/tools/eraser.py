"""Removes what it touches, also in the hand of every other tool."""

from __future__ import annotations

from playground.drawing.brushes import erase_along
from playground.views.canvas.outlines import Outline
from playground.views.canvas.tools.base import Stroke, StrokeTool, Touch


class EraserTool(StrokeTool):
    """Erases along the way, without gaps however fast it moves."""

    outline = Outline.DASHED
    adds = False

    def press(self, touch: Touch) -> None:
        """Erase under the pointer."""
        self.stroke, self._last = Stroke(self.session), (touch.x, touch.y)
        self.move(touch)

    def move(self, touch: Touch) -> None:
        """Erase from where the eraser was to where it is."""
        if self.stroke is None:
            return
        points, at = self.session.document.dataset.points, (touch.x, touch.y)
        mask = erase_along(points, self._last, at, self.session.hand.radius)
        self._last = at
        if mask.any():
            self.stroke.erase(mask)
