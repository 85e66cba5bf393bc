"""Selects points by a line drawn round them; what is selected can be moved, nudged and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.drawing.polygons import points_in_polygon
from playground.views.canvas.outlines import Outline, paint_line
from playground.views.canvas.tools.base import Stroke, Tool, Touch
from playground.widgets.qt_arrays import path_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from playground.session.session import Session
    from playground.views.canvas.camera import Frame

GRAB_PIXELS = 8.0
"""How near to a selected point a press takes hold of the selection."""


class LassoTool(Tool):
    """Drag from an empty place to select, with Shift by rectangle, with Ctrl in addition.

    Drag a selected point to move all of them.
    The selection is a mask over the points of the dataset at hand; it falls when points come or go.
    """

    outline = Outline.CROSS
    shows_class = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._loop: list[NDArray[np.float64]] = []
        self._stroke: Stroke | None = None
        self._kept = self.selected
        self._nudge: tuple[Stroke, NDArray[np.float64]] | None = None

    @property
    def selected(self) -> NDArray[np.bool_]:
        """The selection that all views share, as a mask over the points."""
        mask = self.session.selection.points
        return np.zeros(len(self.session.document.dataset), np.bool_) if mask is None else mask

    @selected.setter
    def selected(self, mask: NDArray[np.bool_]) -> None:
        self.session.selection.select_points(mask)

    def press(self, touch: Touch) -> None:
        """Take hold of the selection, or begin another."""
        self._nudge = None
        if self._grabs(touch):
            self._stroke, self._start = Stroke(self.session), touch.point
            return
        self._kept = self.selected if touch.control else np.zeros_like(self.selected)
        self._loop = [touch.point]
        self.selected = self._kept

    def move(self, touch: Touch) -> None:
        """Move the selection, or draw on."""
        if self._stroke is not None:
            self._shift(self._stroke, touch.point - self._start)
        elif self._loop:
            self._loop = _rectangle(self._loop[0], touch) if touch.shift else [*self._loop, touch.point]
            inside = points_in_polygon(self.session.document.dataset.points, np.array(self._loop))
            self.selected = self._kept | inside

    def release(self, touch: Touch) -> None:
        """Keep the selection."""
        del touch
        self._stroke, self._loop = None, []

    def delete(self) -> bool:
        """Delete the selected points."""
        mask = self.selected
        if not mask.any():
            return False
        Stroke(self.session).erase(mask)
        return True

    def nudge(self, dx: float, dy: float) -> bool:
        """Move the selected points a little; nudges in a row are one undo step."""
        if not self.selected.any():
            return False
        stroke, offset = self._nudge or (Stroke(self.session), np.zeros(2))
        offset = offset + np.array([dx, dy])
        self._shift(stroke, offset)
        self._nudge = stroke, offset
        return True

    def cancel(self) -> bool:
        """Put a move back; else drop the line; else let the selection go."""
        if self._stroke is not None:
            self._stroke.cancel()
            self._stroke = None
            return True
        had = bool(self._loop) or bool(self.selected.any())
        self.selected = self._kept if self._loop else np.zeros_like(self.selected)
        self._loop = []
        return had

    def dataset_changed(self) -> None:
        """Let the selection go when it no longer fits the points."""
        self._nudge = None
        if len(self._kept) != len(self.session.document.dataset):
            self._kept = self.selected

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw the line so far."""
        if len(self._loop) > 1:
            places = frame.points_to_screen(np.array([*self._loop, self._loop[0]]))
            paint_line(painter, path_of(places, np.arange(len(places)) == 0), [4.0, 3.0])

    def _shift(self, stroke: Stroke, offset: NDArray[np.float64]) -> None:
        chosen = np.flatnonzero(self.selected)
        stroke.transform("Move", chosen, stroke.before.points[chosen] + offset)

    def _grabs(self, touch: Touch) -> bool:
        if touch.control:
            return False
        chosen = self.session.document.dataset.points[self.selected]
        offsets = (chosen - touch.point) / touch.pixel
        return bool((np.einsum("ij,ij->i", offsets, offsets) < GRAB_PIXELS**2).any())


def _rectangle(corner: NDArray[np.float64], touch: Touch) -> list[NDArray[np.float64]]:
    return [corner, np.array([touch.x, corner[1]]), touch.point, np.array([corner[0], touch.y])]
