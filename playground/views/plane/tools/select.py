"""Selects points by a line or box drawn round them, or by likeness; what is selected has handles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.document.edits_points import duplicate_points
from playground.document.model import domain_of
from playground.domains.plane.polygons import points_in_polygon
from playground.domains.plane.transforms import box_of, factors_of, scaled, turned
from playground.views.plane.outlines import Outline, paint_line
from playground.views.plane.tools.base import Stroke, Tool, Touch, count_text, straight
from playground.views.plane.tools.handles import (
    corners_of,
    is_inside,
    is_on_knob,
    paint_handles,
    side_at,
)
from playground.widgets.qt_arrays import path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from playground.session.session import Session
    from playground.views.plane.camera import PlaneTransform

    Floats = NDArray[np.float64]
    Mapping = Callable[[Floats], Floats]
    """Where points go."""
    Grip = Callable[[Touch], tuple[str, Mapping]]
    """From the pointer to a verb and where points go."""

GRAB_PIXELS = 8.0
"""How near to a selected point a press takes hold of the selection."""
LIKE_PIXELS = 12.0
"""How near to a point a press asks for all that are like it."""
LIKE_VALUE = 0.1
STEP = math.radians(15)
COPY_PIXELS = 14.0


class SelectTool(Tool):
    """Drag from an empty place to select, with Ctrl in addition; drag the box to move it, its handles to stretch it.

    The selection is a mask over the points of the dataset at hand; it falls when points come or go.
    """

    outline = Outline.CROSS
    shows_class = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._loop: list[Floats] = []
        self._stroke: Stroke | None = None
        self._grip: Grip | None = None
        self._moved = False
        self._turning: Mapping | None = None
        self._kept = self.selected
        self._nudge: tuple[Stroke, Floats] | None = None
        self._boxed: tuple[Floats, NDArray[np.bool_], Floats] | None = None

    @property
    def selected(self) -> NDArray[np.bool_]:
        """The selection that all views share, as a mask over the points."""
        mask = self.session.selection.points
        return np.zeros(len(self.session.document.dataset), np.bool_) if mask is None else mask

    @selected.setter
    def selected(self, mask: NDArray[np.bool_]) -> None:
        self.session.selection.select_points(mask)

    # ---- the mouse -------------------------------------------------------------------------------------------------

    def press(self, touch: Touch) -> None:
        """Take hold of the selection, or begin another."""
        self._nudge = None
        self._grip = self._grip_at(touch) if self._can_move else None
        if self._grip is not None:
            self._stroke, self._chosen = Stroke(self.session), np.flatnonzero(self.selected)
            self._corners, self._moved = self._outline(touch.pixel), False
            return
        self._kept = self.selected if touch.control else np.zeros_like(self.selected)
        if self.session.hand.option("select", "way") == "alike":
            self.selected = self._kept | self._alike(touch)
            return
        self._loop = [touch.point]
        self.selected = self._kept

    def move(self, touch: Touch) -> None:
        """Move, stretch or turn the selection, or draw on."""
        if self._grip is not None and self._stroke is not None:
            verb, mapping = self._grip(touch)
            self._moved, self._turning = True, mapping if verb == "Turn" else None
            self._stroke.transform(verb, self._chosen, mapping(self._stroke.before.samples[self._chosen]))
        elif self._loop:
            boxed = self.session.hand.option("select", "way") == "rectangle"
            corner = self._loop[0]
            if boxed or touch.shift:
                self._loop = _rectangle(corner, touch, even=boxed and touch.shift)
            else:
                self._loop.append(touch.point)
            points, inside = self.session.selection.seen, self._kept.copy()
            for loop in self.session.hand.symmetry.paths(np.array(self._loop)):
                inside |= points_in_polygon(points, loop)
            self.selected = inside

    def release(self, touch: Touch) -> None:
        """Keep the selection; a click into its box but beside its points lets it go."""
        if self._grip is not None and not self._moved and not self._is_near(touch):
            self.selected = np.zeros_like(self.selected)
        self.let_go()

    def cancel(self) -> bool:
        """Put a move back; else drop the line; else let the selection go."""
        if self._stroke is not None:
            self._stroke.cancel()
            self.let_go()
            return True
        had = bool(self._loop) or bool(self.selected.any())
        self.selected = self._kept if self._loop else np.zeros_like(self.selected)
        self.let_go()
        return had

    def let_go(self) -> None:
        """Keep the selection; the next press begins another move or line."""
        self._stroke, self._grip, self._turning, self._loop = None, None, None, []

    # ---- keys and buttons ------------------------------------------------------------------------------------------

    def delete(self) -> bool:
        """Delete the selected points."""
        mask = self.selected
        if not mask.any():
            return False
        Stroke(self.session).erase(mask)
        return True

    def nudge(self, dx: float, dy: float) -> bool:
        """Move the selected points a little; nudges in a row are one undo step."""
        chosen = np.flatnonzero(self.selected)
        if len(chosen) == 0 or not self._can_move:
            return False
        stroke, offset = self._nudge or (Stroke(self.session), np.zeros(2))
        offset = offset + np.array([dx, dy])
        stroke.transform("Move", chosen, stroke.before.samples[chosen] + offset)
        self._nudge = stroke, offset
        return True

    def ask(self, what: str, pixel: float) -> bool:
        """Do what a button or a key of the selection asks for."""
        match what:
            case "all":
                self.selected = np.ones(len(self.session.document.dataset), np.bool_)
            case "invert":
                self.selected = ~self.selected
            case "duplicate":
                return self._duplicate(COPY_PIXELS * pixel)
            case "delete":
                return self.delete()
        return True

    def dataset_changed(self) -> None:
        """Let the selection go when it no longer fits the points."""
        self._nudge = None
        if len(self._kept) != len(self.session.document.dataset):
            self._kept = self.selected

    def paint(self, painter: QPainter, frame: PlaneTransform) -> None:
        """Draw the line so far, or the box with its handles."""
        if len(self._loop) > 1:
            for loop in self.session.hand.symmetry.paths(np.array([*self._loop, self._loop[0]])):
                places = frame.points_to_screen(loop)
                paint_line(painter, path_of(places, np.arange(len(places)) == 0), [4.0, 3.0])
        elif self._turning is not None and self._corners is not None:
            paint_handles(painter, frame, self._turning(self._corners))
        elif not self._loop and (corners := self._outline(1 / frame.unit)) is not None:
            paint_handles(painter, frame, corners)

    @property
    def _can_move(self) -> bool:
        """Whether a place of the map is a whole sample: of a row of many columns it is a part."""
        return domain_of(self.session.document).is_drawn

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _grip_at(self, touch: Touch) -> Grip | None:
        """What a press takes hold of."""
        box = self._box()
        if box is None or touch.control:
            return None
        start, middle = touch.point, box.mean(axis=0)
        side = side_at(touch, box) if self._has_handles() else None
        if self._has_handles() and is_on_knob(touch, box):
            return _turning(start, middle)
        if side is not None:
            return _stretching(start, box, side)
        if is_inside(touch, box) or self._is_near(touch):
            return self._moving(start)
        return None

    def _moving(self, start: Floats) -> Grip:
        symmetry = self.session.hand.symmetry

        def grip(touch: Touch) -> tuple[str, Mapping]:
            offset = (straight(start, touch) if touch.shift else touch.point) - start
            return "Move", lambda points: symmetry.moved(points, start, offset)

        return grip

    def _box(self) -> Floats | None:
        """The box that holds the selected points, found once for points and selection."""
        seen, mask = self.session.selection.seen, self.session.selection.points
        if mask is None or len(mask) != len(seen):
            return None
        if self._boxed is None or self._boxed[0] is not seen or self._boxed[1] is not mask:
            self._boxed = seen, mask, box_of(seen[mask])
        return self._boxed[2]

    def _has_handles(self) -> bool:
        """One point alone can be moved, not stretched or turned."""
        box = self._box() if self._can_move else None
        return box is not None and bool((box[0] != box[1]).any())

    def _outline(self, pixel: float) -> Floats | None:
        box = self._box()
        return corners_of(box, pixel) if box is not None and self._has_handles() else None

    def _is_near(self, touch: Touch) -> bool:
        chosen = self.session.selection.seen[self.selected]
        offsets = (chosen - touch.point) / touch.pixel
        return bool((np.einsum("ij,ij->i", offsets, offsets) < GRAB_PIXELS**2).any())

    def _alike(self, touch: Touch) -> NDArray[np.bool_]:
        """Points like the one under the pointer; beside all points, like what is in hand."""
        data, hand = self.session.document.dataset, self.session.hand
        targets = data.target(self.session.selection.value)
        offsets = (self.session.selection.seen - touch.point) / touch.pixel
        reach = np.einsum("ij,ij->i", offsets, offsets)
        wanted = float(hand.class_index if data.classes else hand.value)
        if len(data) and reach.min() < LIKE_PIXELS**2:
            wanted = float(targets[reach.argmin()])
        alike: NDArray[np.bool_] = np.abs(targets - wanted) <= (0.0 if data.classes else LIKE_VALUE)
        return alike

    def _duplicate(self, shift: float) -> bool:
        chosen, count = np.flatnonzero(self.selected), len(self.session.document.dataset)
        if len(chosen) == 0 or not self._can_move:
            return False
        offset = np.array([shift, -shift])
        self.session.edit(f"Duplicate {count_text(len(chosen))}", lambda d: duplicate_points(d, chosen, offset))
        self.selected = np.arange(count + len(chosen)) >= count
        return True


def _turning(start: Floats, middle: Floats) -> Grip:
    first = math.atan2(*(start - middle)[::-1])

    def grip(touch: Touch) -> tuple[str, Mapping]:
        angle = math.atan2(*(touch.point - middle)[::-1]) - first
        angle = round(angle / STEP) * STEP if touch.shift else angle
        return "Turn", lambda points: turned(points, middle, angle)

    return grip


def _stretching(start: Floats, box: Floats, side: tuple[int, int]) -> Grip:
    middle, half = box.mean(axis=0), (box[1] - box[0]) / 2
    handle, opposite = middle + half * side, middle - half * side

    def grip(touch: Touch) -> tuple[str, Mapping]:
        anchor = middle if touch.control else opposite
        factors = factors_of(anchor, handle, touch.point - start + handle, even=touch.shift)
        return "Scale", lambda points: scaled(points, anchor, factors)

    return grip


def _rectangle(corner: Floats, touch: Touch, *, even: bool) -> list[Floats]:
    reach = touch.point - corner
    if even:
        reach = np.abs(reach).max() * np.where(reach < 0.0, -1.0, 1.0)
    return [corner, corner + reach * (1, 0), corner + reach, corner + reach * (0, 1)]
