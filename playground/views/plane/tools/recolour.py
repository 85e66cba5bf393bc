"""Gives what it touches the class in hand; with values, paints, smooths, raises or lowers them."""

from __future__ import annotations

import math

import numpy as np

from playground.domains.plane.brushes import erase_along
from playground.domains.plane.retouch import Disc, paint_values, raise_values, smooth_values, under, weights
from playground.views.plane.outlines import Outline
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch, hand_name

RATE = 4.0
"""Of approach for each second at full strength, to what is painted or smoothed."""
RAISE = 1.0
"""Values for each second at full strength."""
VERBS = {
    "paint": "Paint values of",
    "smooth": "Smooth values of",
    "raise": "Raise values of",
    "lower": "Lower values of",
}


class RecolourTool(StrokeTool):
    """Classes change as soon as the brush touches them, values with the time that it stays on them."""

    outline = Outline.RING

    def press(self, touch: Touch) -> None:
        """Begin."""
        self.stroke, self._last = Stroke(self.session), touch.point
        self.move(touch)

    def move(self, touch: Touch) -> None:
        """Recolour along the way."""
        if self.stroke is not None and self.session.document.dataset.classes:
            self._recolour(self.stroke, touch)
        self._last = touch.point

    def tick(self, seconds: float) -> None:
        """Change the values under the brush."""
        if self.stroke is None or self.session.document.dataset.classes:
            return
        for ((x, y),) in self.stroke.paths(self._last):
            self._change_values(self.stroke, Disc((float(x), float(y)), self.session.hand.reach), seconds)

    def _recolour(self, stroke: Stroke, touch: Touch) -> None:
        data, hand = self.session.document.dataset, self.session.hand
        mask = np.zeros(len(data), np.bool_)
        for start, end in stroke.paths(self._last, touch.point):
            mask |= erase_along(self.session.selection.seen, tuple(start), tuple(end), hand.reach)
        chosen = np.flatnonzero(mask & (data.targets != hand.class_index))
        if len(chosen):
            targets = np.full(len(chosen), hand.class_index, data.targets.dtype)
            stroke.relabel("Recolour", chosen, targets, f" to {hand_name(self.session)}")

    def _change_values(self, stroke: Stroke, disc: Disc, seconds: float) -> None:
        data, hand = self.session.document.dataset, self.session.hand
        chosen = under(self.session.selection.seen, disc.centre, disc.centre, disc.radius)
        weight = weights(self.session.selection.seen[chosen], disc)
        chosen, weight = chosen[weight > 0.0], weight[weight > 0.0]
        if len(chosen) == 0 or seconds <= 0.0:
            return
        values, way = data.target(self.session.selection.value)[chosen], str(hand.option("recolour", "way"))
        strength = hand.amount("recolour", "strength") * hand.flow
        share = 1.0 - math.exp(-RATE * strength * seconds)
        match way:
            case "paint":
                values = paint_values(values, weight, hand.value, share)
            case "smooth":
                values = smooth_values(values, weight, share)
            case _:
                step = RAISE * strength * seconds
                values = raise_values(values, weight, step if way == "raise" else -step)
        stroke.relabel(VERBS[way], chosen, values)
