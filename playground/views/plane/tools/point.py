"""One point for each click."""

from __future__ import annotations

from playground.views.plane.tools.base import Stroke, StrokeTool, Touch


class PointTool(StrokeTool):
    """Puts a point where the button goes down; while it is held the point follows the pointer."""

    def press(self, touch: Touch) -> None:
        """Put the point."""
        self.stroke = Stroke(self.session)
        self.stroke.draw("Put", touch.point[None])

    def move(self, touch: Touch) -> None:
        """Take the point along."""
        if self.stroke is not None:
            self.stroke.draw("Put", touch.point[None])
