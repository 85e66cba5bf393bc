"""Takes the class or value of a point in hand, or what the network answers where there is no point."""

from __future__ import annotations

import numpy as np

from playground.training.probes.plane.output_map import OutputMap
from playground.views.plane.outlines import Outline
from playground.views.plane.tools.base import Tool, Touch

NEAR_PIXELS = 12.0


class EyedropperTool(Tool):
    """While it is held it takes what is under it; then the tool before it is in hand again."""

    outline = Outline.CROSS
    repeats = False

    def press(self, touch: Touch) -> None:
        """Take what is under it."""
        data = self.session.document.dataset
        offsets = (self.session.selection.seen - touch.point) / touch.pixel
        reach = np.einsum("ij,ij->i", offsets, offsets)
        if len(data) and reach.min() < NEAR_PIXELS**2:
            self._take(float(data.target(self.session.selection.value)[reach.argmin()]))
        else:
            self._take_answer(touch)

    def move(self, touch: Touch) -> None:
        """Take what is under it now."""
        self.press(touch)

    def release(self, touch: Touch) -> None:
        """Back to the tool before."""
        del touch
        self.session.hand.set_tool(self.session.hand.tool_before)

    def _take_answer(self, touch: Touch) -> None:
        snapshot = self.session.snapshot
        shown = None if snapshot is None else snapshot.get(OutputMap)
        if shown is None:
            return
        cell = shown.cell_at(touch.x, touch.y)
        if cell is not None and np.isfinite(shown.predictions[cell]).all():
            answer = shown.predictions[cell]
            has_classes = bool(self.session.document.dataset.classes)
            self._take(
                float(answer.argmax() if has_classes else answer[min(self.session.selection.value, len(answer) - 1)])
            )

    def _take(self, target: float) -> None:
        if self.session.document.dataset.classes:
            self.session.hand.set_class(min(int(target), len(self.session.document.dataset.classes) - 1))
        else:
            self.session.hand.set_value(min(max(target, -1.0), 1.0))
