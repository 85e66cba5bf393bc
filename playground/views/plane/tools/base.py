"""What every tool is: gestures in the plane come in, edits of the document go out."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document import edits_data, edits_points
from playground.domains.plane.retouch import Place, under
from playground.views.plane.outlines import Outline
from playground.widgets.format import in_units

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from playground.document.model import Document
    from playground.session.session import Session
    from playground.views.plane.camera import PlaneTransform

    Change = Callable[[NDArray[np.float64], "Way"], NDArray[np.float64]]

Floats = NDArray[np.float64]
Way = tuple[Place, Place]
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Touch:
    """The pointer at a moment.

    Attributes:
        x: In the plane.
        y: In the plane.
        pixel: Length of a pixel in the plane.
        shift: Whether Shift is held: straight lines.
        control: Whether Ctrl is held: add to what is there.
    """

    x: float
    y: float
    pixel: float
    shift: bool = False
    control: bool = False

    @property
    def point(self) -> NDArray[np.float64]:
        """Shape (2,)."""
        return np.array([self.x, self.y])

    def distance(self, x: float, y: float) -> float:
        """To a place of the plane, in pixels."""
        return float(np.hypot(self.x - x, self.y - y)) / self.pixel


class Stroke:
    """One gesture: whatever it edits is one undo step, or nothing at all when it is cancelled.

    Everything is repeated by the symmetry that was on when the stroke began.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._gesture = ("stroke", next(_numbers))
        self.before = session.document.dataset
        self._touched = np.zeros(len(self.before), np.bool_)
        self._seed = int(np.random.default_rng().integers(2**32))
        self.symmetry = session.hand.symmetry
        self.random = self.same_random()
        self.count = 0

    def same_random(self) -> np.random.Generator:
        """The stroke's randomness from its beginning, for what is drawn anew with every movement."""
        return np.random.default_rng(self._seed)

    def paths(self, *places: NDArray[np.float64]) -> NDArray[np.float64]:
        """The way from place to place and its images, (K, M, 2)."""
        return self.symmetry.paths(np.array(places))

    def add(self, verb: str, points: NDArray[np.float64]) -> None:
        """Append points of the class or value in hand."""
        if len(points) == 0:
            return
        points = self.symmetry.images(points)
        self.count += len(points)
        target, value = hand_target(self._session), self._session.selection.value
        text = self._words(verb)
        self._edit(text, lambda d: edits_data.add_points(d, points, target, value))

    def draw(self, verb: str, points: NDArray[np.float64]) -> None:
        """Have these points, and no others, on top of what was there when the stroke began."""
        points = self.symmetry.images(points)
        self.count = len(points)
        target, value, before = hand_target(self._session), self._session.selection.value, self.before
        text = self._words(verb)
        self._edit(text, lambda d: edits_data.add_points(edits_data.set_dataset(d, before), points, target, value))

    def erase(self, mask: NDArray[np.bool_]) -> None:
        """Remove points."""
        self.count += int(mask.sum())
        self._edit(f"Erase {count_text(self.count)}", lambda d: edits_data.remove_points(d, mask))

    def place(self, verb: str, chosen: NDArray[np.intp], places: NDArray[np.float64]) -> None:
        """Put the points with these indices elsewhere, (M, 2)."""
        text = f"{verb} {count_text(self._touch(chosen))}"
        self._edit(text, lambda d: edits_points.place_points(d, chosen, places))

    def displace(
        self, verb: str, path: tuple[Floats, ...], radius: float, change: Callable[[Floats, Way], Floats]
    ) -> None:
        """Move the points under a brush and under its images, in one edit.

        Args:
            verb: What is done to them.
            path: Where the brush was and is, or where it stands.
            radius: Of the brush.
            change: From the points near the way, (M, 2), and the way to where they go.
        """
        before = self._session.document.dataset.samples
        points = before.copy()
        for image in self.paths(*path).tolist():
            way = tuple(image[0]), tuple(image[-1])
            near = under(points, *way, radius)
            points[near] = change(points[near], way)
        moved = np.flatnonzero((points != before).any(axis=1))
        if len(moved):
            self.place(verb, moved, points[moved])

    def relabel(self, verb: str, chosen: NDArray[np.intp], targets: NDArray[Any], rest: str = "") -> None:
        """Give the points with these indices other classes or values, (M,)."""
        text = f"{verb} {count_text(self._touch(chosen))}{rest}"
        value = self._session.selection.value
        self._edit(text, lambda d: edits_points.relabel_points(d, chosen, targets, value))

    def transform(self, verb: str, chosen: NDArray[np.intp], places: NDArray[np.float64]) -> None:
        """Put points elsewhere, all others where they were when the stroke began."""
        before = self.before
        self._edit(
            f"{verb} {count_text(len(chosen))}",
            lambda d: edits_points.place_points(edits_data.set_dataset(d, before), chosen, places),
        )

    def cancel(self) -> None:
        """Leave no trace."""
        self._session.cancel(self._gesture)

    def _edit(self, text: str, change: Callable[[Document], Document]) -> None:
        self._session.edit(text, change, self._gesture)

    def _touch(self, chosen: NDArray[np.intp]) -> int:
        """How many points the stroke has changed so far, these included."""
        self._touched[chosen] = True
        return int(np.count_nonzero(self._touched))

    def _words(self, verb: str) -> str:
        return f"{verb} {count_text(self.count)} of {hand_name(self._session)}"


class Tool:
    """A tool that does nothing; each kind overrides what it needs.

    The canvas calls `press`, then `move` while the button is held, then `release`; else `hover`.
    """

    outline = Outline.MARKER
    shows_class = True
    """Whether the marker of the class in hand sits in the middle of the outline."""

    repeats = True
    """Whether the symmetry repeats what it does."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def press(self, touch: Touch) -> None:
        """A gesture begins."""

    def move(self, touch: Touch) -> None:
        """The pointer has moved with the button held."""

    def release(self, touch: Touch) -> None:
        """The gesture ends."""

    def hover(self, touch: Touch) -> None:
        """The pointer has moved with no button held."""

    def tick(self, seconds: float) -> None:
        """Time has passed with the button held."""

    def enter(self) -> bool:
        """Enter was pressed; True when it meant something."""
        return False

    def delete(self) -> bool:
        """Delete or Backspace was pressed; True when it meant something."""
        return False

    def nudge(self, dx: float, dy: float) -> bool:
        """An arrow key was pressed; True when it moved something."""
        del dx, dy
        return False

    def ask(self, what: str, pixel: float) -> bool:
        """A button or key of the tool was pressed; True when it meant something.

        Args:
            what: "all", "invert", "duplicate" or "delete".
            pixel: Length of a pixel in the plane.
        """
        del what, pixel
        return False

    def cancel(self) -> bool:
        """Give up the gesture, or let go of what is held; True when there was something."""
        return False

    def let_go(self) -> None:
        """End the gesture under way without another edit: what it has done so far is left to the undo history."""

    def dataset_changed(self) -> None:
        """Points came, went or moved, by this tool or by anything else."""

    def paint(self, painter: QPainter, frame: PlaneTransform) -> None:
        """Draw what is not in the document yet, over the map."""


class StrokeTool(Tool):
    """A tool whose gesture is one press, drag and release.

    Subclasses make their `Stroke` in `press`; it is None between gestures.
    """

    stroke: Stroke | None = None

    def release(self, touch: Touch) -> None:
        """Leave what was drawn as it is."""
        del touch
        self.let_go()

    def let_go(self) -> None:
        """Begin another stroke with the next press."""
        self.stroke = None

    def cancel(self) -> bool:
        """Take back what this stroke did."""
        if self.stroke is None:
            return False
        self.stroke.cancel()
        self.stroke = None
        return True


def hand_target(session: Session) -> float:
    """The class index or value that new points get."""
    return session.hand.class_index if session.document.dataset.classes else session.hand.value


def hand_name(session: Session) -> str:
    """The class or value in hand, in words."""
    classes = session.document.dataset.classes
    if classes:
        return classes[min(session.hand.class_index, len(classes) - 1)].name
    return f"{session.selection.value_name} {hand_value(session)}"


def hand_value(session: Session) -> str:
    """The value in hand, in its units."""
    axis = session.selection.value_axis
    return in_units(axis.to_units(session.hand.value), axis.scale)


def count_text(count: int) -> str:
    """1 point, 132 points."""
    return f"{count:,} point" if count == 1 else f"{count:,} points"


def straight(start: NDArray[Any], touch: Touch, step: float = math.pi / 4) -> NDArray[np.float64]:
    """The place nearest the pointer whose direction from the start is a whole number of steps, in radians."""
    offset = touch.point - start
    angle = round(math.atan2(offset[1], offset[0]) / step) * step
    direction = np.array([math.cos(angle), math.sin(angle)])
    placed: NDArray[np.float64] = start + direction * float(offset @ direction)
    return placed
