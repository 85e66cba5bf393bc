"""A toy tool: each click puts five points in the shape of a cross."""

import numpy as np

from playground.views.plane.tools.base import Stroke, StrokeTool

CROSS = np.array([[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])


class CrossTool(StrokeTool):
    """The cross follows the pointer until the button is let go."""

    def press(self, touch):
        self.stroke = Stroke(self.session)
        self.move(touch)

    def move(self, touch):
        if self.stroke is not None:
            self.stroke.draw("Cross", touch.point + CROSS * self.session.hand.amount("cross", "reach"))
