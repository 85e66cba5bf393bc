"""Lines of a prediction, drawn over the map while a lesson asks where the border will run; they put no points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.views.plane.outlines import Outline, paint_line
from playground.views.plane.tools.base import Tool, Touch, straight
from playground.widgets.qt_arrays import path_of
from playground.widgets.theme import pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.lessons.predictions import Strokes
    from playground.views.plane.camera import PlaneTransform

HAND = "map"
"""The kind of predictions that are drawn here, as `Prediction.HAND` says it."""
STEP_PIXELS, MOST_PLACES = 3.0, 2000
WIDTH = 2.5
PATTERN = [3.0, 2.0]


class SketchTool(Tool):
    """A press, a drag and a release are a line; with Shift it is straight."""

    outline = Outline.CROSS
    shows_class = False
    repeats = False

    _line: tuple[tuple[float, float], ...] = ()

    def press(self, touch: Touch) -> None:
        """Begin the line of the expected border."""
        self._line = ((touch.x, touch.y),)

    def move(self, touch: Touch) -> None:
        """Go on with it."""
        if not self._line:
            return
        if touch.shift:
            end = straight(np.array(self._line[0]), touch)
            self._line = (self._line[0], (float(end[0]), float(end[1])))
        elif touch.distance(*self._line[-1]) >= STEP_PIXELS and len(self._line) < MOST_PLACES:
            self._line = (*self._line, (touch.x, touch.y))

    def release(self, touch: Touch) -> None:
        """Put it to the lines that are drawn; a click alone is none."""
        self.move(touch)
        line, self._line = self._line, ()
        if len(line) > 1:
            lessons = self.session.lessons
            lessons.sketch((*lessons.drawn(HAND), line))

    def delete(self) -> bool:
        """Take the last line back."""
        lessons = self.session.lessons
        drawn = lessons.drawn(HAND)
        lessons.sketch(drawn[:-1])
        return bool(drawn)

    def cancel(self) -> bool:
        """Forget the line under way."""
        had, self._line = bool(self._line), ()
        return had

    def let_go(self) -> None:
        """The same: what it belongs to is not there any more."""
        self._line = ()

    def lines(self) -> Strokes:
        """All of them, the one under way too, as long as the lesson is at their step."""
        under_way = (self._line,) if self._line else ()
        return (*self.session.lessons.drawn(HAND), *under_way)

    def paint_lines(self, painter: QPainter, frame: PlaneTransform) -> None:
        """Draw the lines over the map."""
        for line in self.lines():
            if len(line) > 1:
                places = frame.points_to_screen(np.array(line))
                paint_line(painter, path_of(places, np.arange(len(places)) == 0), PATTERN, pxf(WIDTH))
