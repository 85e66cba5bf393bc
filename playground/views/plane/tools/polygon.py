"""Corners are clicked; closing the line fills what it surrounds with points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF

from playground.domains.plane.polygons import fill_polygon
from playground.views.plane.outlines import paint_corner, paint_line
from playground.views.plane.tools.base import Stroke, Tool, Touch, straight
from playground.widgets.qt_arrays import path_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from playground.views.plane.camera import PlaneTransform

MOST_POINTS = 20_000
LEAST_CORNERS = 3
CLOSE_PIXELS, SAME_PIXELS = 10.0, 2.0


class PolygonTool(Tool):
    """Holds corners until Enter, a double click or a click on the first corner fills what they surround."""

    _corners: tuple[NDArray[np.float64], ...] = ()
    _end: NDArray[np.float64] | None = None

    def press(self, touch: Touch) -> None:
        """Put a corner, or close."""
        place = self._place(touch)
        if self._closes(touch):
            self.enter()
        elif not self._corners or touch.distance(*self._corners[-1]) > SAME_PIXELS:
            self._corners = (*self._corners, place)
        self._end = place

    def move(self, touch: Touch) -> None:
        """Show the next side."""
        self.hover(touch)

    def hover(self, touch: Touch) -> None:
        """Show the next side."""
        self._end = self._place(touch)

    def enter(self) -> bool:
        """Fill the polygon."""
        if not self._corners:
            return False
        polygon, self._corners = np.array(self._corners), ()
        if len(polygon) >= LEAST_CORNERS:
            stroke = Stroke(self.session)
            density = self.session.hand.amount("polygon", "density")
            count = min(max(round(_area(polygon) * density), 1), MOST_POINTS)
            stroke.add("Fill with", fill_polygon(stroke.random, polygon, count))
        return True

    def delete(self) -> bool:
        """Take the last corner back."""
        had = bool(self._corners)
        self._corners = self._corners[:-1]
        return had

    def cancel(self) -> bool:
        """Forget the corners."""
        had, self._corners = bool(self._corners), ()
        return had

    def paint(self, painter: QPainter, frame: PlaneTransform) -> None:
        """Draw the sides so far and the one to the pointer."""
        if not self._corners:
            return
        end = [] if self._end is None else [self._end]
        places = frame.points_to_screen(np.array([*self._corners, *end]))
        paint_line(painter, path_of(places, np.arange(len(places)) == 0))
        for x, y in places[: len(self._corners)]:
            paint_corner(painter, QPointF(x, y))

    def _closes(self, touch: Touch) -> bool:
        if len(self._corners) < LEAST_CORNERS:
            return False
        on_last = touch.distance(*self._corners[-1]) <= SAME_PIXELS
        return on_last or touch.distance(*self._corners[0]) < CLOSE_PIXELS

    def _place(self, touch: Touch) -> NDArray[np.float64]:
        return straight(self._corners[-1], touch) if touch.shift and self._corners else touch.point


def _area(polygon: NDArray[np.float64]) -> float:
    x, y = polygon[:, 0], polygon[:, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
