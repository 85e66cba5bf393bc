"""Where the sheet of the spaces has its corners: close together where it bends, or where its colour changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.render.mesh import even_mesh, lattice

if TYPE_CHECKING:
    from playground.render.mesh import Mask, Mesh
    from playground.training.probes.layer_spaces.layer_activations import Projection

Pixels = NDArray[np.float32]

DEPTH = 3
"""How often the sides of an even cell may be halved."""
HALF, SEEN = 128.0, 150.0
"""Bends are measured in pixels of a picture in which a space reaches so far from the middle, and is seen so far."""
BEYOND = 400.0
LEAST_BEND = 0.1
"""Nobody sees a corner that lies no farther than this from where it would be without it; of small cells more."""
HOLD = 0.65
"""This part of the bend for which corners are made is enough for them to stay: so they do not come and go."""
COARSER, FINER, ROOM = 1.12, 0.5, 0.85
"""How the least bend grows with too many corners, and the most that it falls at once with less than a part of those
that there may be."""
FORGETTING = 0.99
"""What was too fine once may be tried again when it has become so much coarser, frame by frame."""
AROUND = 0.6
"""How far around the points the sheet is seen, as a part of how far those reach."""
WIDENED = {"pca": 1.7, "logits": 1.7, "lda": 1.7, "readout": 1.7}
"""How much more a view may be widened than it is high, or the other way round; 1 for the others."""
CLEAR = 6.0
"""The way from a place between two classes to one that is sure of its class counts as so many pixels."""
DOUBT = 4.0
"""Log-odds to the runner-up at which a colour has three quarters of its strength, as the decision map shows it."""
BINARY = 2
TINY = 1e-7


class Refinement:
    """The mesh of one frame and, from how the sheet bends on it, that of the next. Lives on the trainer's thread."""

    def __init__(self) -> None:
        self._most = 0
        self._begin(2)

    def _begin(self, cells: int) -> None:
        self._mesh, self._places = even_mesh(cells), lattice(cells, DEPTH)
        self._least, self._crowded, self.is_new = LEAST_BEND, 0.0, True
        # The even corners are always there: views that show less of the sheet take the first of them, and the small
        # pictures have no others.
        self._use(self._places.even_mask())

    def mesh(self, cells: int, most: int) -> Mesh:
        """Where the corners are in this frame.

        Args:
            cells: Even cells along a side, an even number.
            most: How many corners there may be; where there are more even ones, there are no others.
        """
        if cells != self._mesh.cells or (most < len(self._mesh.steps) and len(self._mesh.steps) > self._mesh.even):
            self._begin(cells)
        if most != self._most:
            self._most, self._crowded = most, 0.0
        return self._mesh

    def follow(self, places: Pixels, seen: Mask) -> float:
        """Choose the corners of the next frame: those that would not be missed go, around those that bend others come.

        Args:
            places: Of the corners of this frame, in pixels and in colours that count as such, (F, S).
            seen: Which of them are seen, (S,).

        Returns:
            The share of corners that come or go.
        """
        bends = self._bends(places, seen)
        used = len(self._corners) / max(self._most, 1)
        # The least bend falls quickly while there is room and never below what is remembered as too fine: otherwise it
        # would overshoot, be made coarser, fall again, and corners would flicker at rest.
        if used < ROOM:
            self._least = max(LEAST_BEND, min(self._least, max(self._crowded, max(used, FINER) * self._least)))
        self._crowded *= FORGETTING
        wanted = self._wanted(bends)
        # Not one search for the right threshold: each corner drags others along (`Lattice.close`), so how many a
        # threshold makes is known only when it has been tried.
        while np.count_nonzero(wanted) > max(self._most, self._mesh.even):
            self._least = self._crowded = COARSER * self._least
            wanted = self._wanted(bends)
        changed = np.count_nonzero(wanted != self._on) / len(self._corners)
        self.is_new = False
        if changed:
            self._use(wanted)
            self._mesh = self._places.mesh(self._corners)
        return changed

    def _use(self, on: Mask) -> None:
        self._on, self._corners = on, self._places.corners(on)
        number = np.zeros(len(on), np.int32)
        number[self._corners] = np.arange(len(self._corners), dtype=np.int32)
        self._ends = number[self._places.ends[:, self._corners]]
        # a bend counts by its length in the plane, too: steep places would else take all corners there may be
        self._lengths = self._places.reach[self._corners] / np.float32(2**DEPTH)

    def _bends(self, places: Pixels, seen: Mask) -> Pixels:
        """How far each corner lies from the middle of the side that it halves, by the length of that, (S,).

        It is 0 where nobody sees it.
        """
        one, other = self._ends
        # A coordinate at a time, each contiguous, as `in_pixels` lays them out: nothing strides through memory.
        square = np.zeros(len(one), np.float32)
        for coordinate in places:
            away = coordinate - np.float32(0.5) * (coordinate[one] + coordinate[other])
            square += away * away
        return np.asarray(np.sqrt(square) * self._lengths * (seen | seen[one] | seen[other]))

    def _wanted(self, bends: Pixels) -> Mask:
        """The corners that bends ask for, as a mask over all places."""
        grow, hold = (self._corners[bends > part * self._least] for part in (1.0, HOLD))
        wanted = np.zeros(len(self._on), np.bool_)
        # Children of a corner that bends only a little stay where they are (`&= self._on` below) but are not made anew:
        # the hysteresis that keeps corners from coming and going.
        wanted[self._places.children[hold].ravel()] = True
        wanted &= self._on
        wanted[hold] = True
        wanted[self._places.children[grow].ravel()] = True
        wanted[self._places.even] = True
        return self._places.close(wanted)


def in_pixels(picture: Projection) -> tuple[Pixels, Mask]:
    """Where the corners of a sheet are in a picture of middling size, (d, S), and which are seen, (S,)."""
    sheet, points = picture.sheet, picture.points
    low, high = sheet.min(axis=0), sheet.max(axis=0)
    if len(points):
        least, most = points.min(axis=0), points.max(axis=0)
        # Where points lie on a line across, a part of their length counts as their height.
        around = AROUND * np.maximum(most - least, 0.25 * (most - least).max())
        around = np.where(around > TINY, around, high - low)
        low = np.minimum(least, np.maximum(low, least - around))
        high = np.maximum(most, np.minimum(high, most + around))
    half = 0.5 * np.maximum(high - low, TINY)
    half = np.maximum(half, half.max() / WIDENED.get(picture.view, 1.0))
    # A side with one end in sight counts (`Refinement`), and where activations grow without bound its other end may lie
    # thousands of pixels away: cut off, it does not take all corners that there may be.
    places = np.clip((sheet - 0.5 * (low + high)) * (HALF / half), -BEYOND, BEYOND).astype(np.float32)
    return np.ascontiguousarray(places.T), np.abs(places).max(axis=1) <= SEEN


def colour_pixels(answers: NDArray[np.float32], largest: float) -> Pixels:
    """What the answers at the corners, (S, K), look like, as pixels, (F, S).

    Args:
        answers: Probabilities, or a value (K = 1).
        largest: The value that gets full colour.
    """
    if answers.shape[1] == 1:
        return np.asarray(CLEAR * np.clip(answers.T / np.float32(max(largest, TINY)), -1.0, 1.0))
    logs = np.log(np.maximum(answers.T, np.float32(TINY)))
    if len(logs) == BINARY:
        return np.asarray(CLEAR * np.tanh((logs[1:] - logs[:1]) / DOUBT))
    # Each class has a coordinate of its own, which falls to 0 at its border and stays there: that kink is a bend, and
    # so the lines between classes get corners.
    best = logs.argmax(axis=0)
    ranked = np.partition(logs, -2, axis=0)
    sure = CLEAR * np.tanh((ranked[-1] - ranked[-2]) / DOUBT)
    return np.asarray(np.where(best == np.arange(len(logs))[:, None], sure, np.float32(0.0)))
