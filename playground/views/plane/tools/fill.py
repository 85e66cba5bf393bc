"""Scatters points of the class in hand over the part of the map that the network answers with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.domains.plane.regions import class_region, connected, scatter, value_region
from playground.training.probes.plane.output_map import OutputMap
from playground.views.plane.tools.base import Stroke, StrokeTool, Touch, hand_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.training.probes.plane.output_map import MapSamples

MOST_POINTS = 20_000
LIKE_VALUE = 0.1
"""With values: how near to the one in hand, or to the one under the pointer, an answer counts as the same."""


class FillTool(StrokeTool):
    """One press, one filling; what is outside of the view stays empty."""

    def press(self, touch: Touch) -> None:
        """Fill."""
        snapshot = self.session.snapshot
        shown = None if snapshot is None else snapshot.get(OutputMap)
        if shown is None or not self._fits(shown.predictions):
            self.session.message_posted.emit("The network has no answers yet that could be filled.", "info")
            return
        region = self._region(shown, touch)
        density = self.session.hand.amount("fill", "density")
        self.stroke = Stroke(self.session)
        points = scatter(self.stroke.random, region, shown.extent, density, MOST_POINTS)
        if len(points) == 0:
            self.session.message_posted.emit(f"Nowhere does the network answer {hand_name(self.session)}.", "info")
        self.stroke.add("Fill with", points)

    def _fits(self, answers: NDArray[np.float32]) -> bool:
        """Whether the map answers with the classes or values that there are."""
        classes = self.session.document.dataset.classes
        return bool(answers.shape[-1] == (len(classes) or 1))

    def _region(self, shown: MapSamples, touch: Touch) -> NDArray[np.bool_]:
        """The cells to fill: all of the class in hand, or what hangs together with the one under the pointer."""
        hand, is_class = self.session.hand, bool(self.session.document.dataset.classes)
        answers = shown.predictions
        cell = shown.cell_at(touch.x, touch.y)
        if hand.option("fill", "way") == "all":
            wanted = hand.class_index
            return class_region(answers, wanted) if is_class else value_region(answers, hand.value, LIKE_VALUE)
        if cell is None:
            return np.zeros(answers.shape[:2], np.bool_)
        here = answers[cell]
        alike = class_region(answers, int(here.argmax())) if is_class else value_region(answers, here[0], LIKE_VALUE)
        return connected(alike, cell)
