"""The drawings on the pad one after the other, for its own undo: the document's does not know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.domains.picture.strokes import Drawing

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class GivenPicture(Drawing):
    """A picture that another panel has put on the pad, as a dream; the first stroke begins a drawing in its place.

    Attributes:
        picture: (channels, height, width), read-only.
        title: What it is called.
    """

    picture: NDArray[np.float64] | None = None
    title: str = ""

    def is_of(self, picture: NDArray[np.float64], title: str) -> bool:
        """Whether it is this picture under this title."""
        return self.title == title and self.picture is not None and np.array_equal(self.picture, picture)


def is_blank(drawing: Drawing) -> bool:
    """Whether a step of the pad shows nothing of its own."""
    return not drawing.strokes and not isinstance(drawing, GivenPicture)


class DrawingSteps:
    """What is on the pad, what was before it, and what was undone: drawings, and pictures that were given."""

    def __init__(self) -> None:
        self._steps = [Drawing()]
        self._at = 0

    @property
    def drawing(self) -> Drawing:
        """The one at hand."""
        return self._steps[self._at]

    @property
    def can_undo(self) -> bool:
        """Whether there is one before it."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether one was undone."""
        return self._at < len(self._steps) - 1

    def take(self, drawing: Drawing) -> None:
        """Go on with another one; what was undone is forgotten."""
        if drawing is self.drawing or (is_blank(drawing) and is_blank(self.drawing)):
            return
        self._steps = [*self._steps[: self._at + 1], drawing][-MOST_STEPS:]
        self._at = len(self._steps) - 1

    def undo(self) -> None:
        """Back to the one before."""
        self._at = max(self._at - 1, 0)

    def redo(self) -> None:
        """Forward to what was undone."""
        self._at = min(self._at + 1, len(self._steps) - 1)
