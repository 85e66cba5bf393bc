"""Removes what it touches, also in the hand of every other tool."""

from __future__ import annotations

import numpy as np

from playground.domains.plane.brushes import erase_along
from playground.views.plane.outlines import Outline
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch


class EraserTool(StrokeTool):
    """Erases along the way, without gaps however fast it moves."""

    outline = Outline.DASHED
    shows_class = False

    def press(self, touch: Touch) -> None:
        """Erase under the pointer."""
        self.stroke, self._last = Stroke(self.session), touch.point
        self.move(touch)

    def move(self, touch: Touch) -> None:
        """Erase from where the eraser was to where it is."""
        if self.stroke is None:
            return
        data, hand = self.session.document.dataset, self.session.hand
        mask = np.zeros(len(data), np.bool_)
        for start, end in self.stroke.paths(self._last, touch.point):
            mask |= erase_along(self.session.selection.seen, tuple(start), tuple(end), hand.reach)
        if data.classes and hand.option("eraser", "only"):
            mask &= data.targets == hand.class_index
        self._last = touch.point
        if mask.any():
            self.stroke.erase(mask)
