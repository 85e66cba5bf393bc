"""Points along the way of the brush, evenly however fast it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.domains.plane.brushes import Nib, Trail, paint_along
from playground.views.plane.outlines import Outline
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch, straight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class BrushTool(StrokeTool):
    """Paints while it is dragged; Shift keeps it on a straight line from where the stroke began."""

    outline = Outline.RING

    def press(self, touch: Touch) -> None:
        """Put the first point."""
        self.stroke, self._trail = Stroke(self.session), Trail()
        self._start = self._last = touch.point
        self._go_to(self.stroke, touch.point)

    def move(self, touch: Touch) -> None:
        """Paint from where the brush was to where it is."""
        if self.stroke is not None:
            self._go_to(self.stroke, straight(self._start, touch) if touch.shift else touch.point)

    def _go_to(self, stroke: Stroke, place: NDArray[np.float64]) -> None:
        hand = self.session.hand
        nib = Nib(hand.reach, hand.amount("brush", "density") * hand.flow, hand.amount("brush", "falloff"))
        points, self._trail = paint_along(stroke.random, tuple(self._last), tuple(place), nib, self._trail)
        self._last = place
        stroke.add("Brush", points)
