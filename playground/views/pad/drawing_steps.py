"""The drawings on the pad one after the other, for its own undo: the document's does not know of them."""

from __future__ import annotations

from playground.domains.picture.strokes import Drawing

MOST_STEPS = 200


class DrawingSteps:
    """The drawing at hand, those before it, and those that were undone."""

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
        if drawing is self.drawing or not (drawing.strokes or self.drawing.strokes):
            return
        self._steps = [*self._steps[: self._at + 1], drawing][-MOST_STEPS:]
        self._at = len(self._steps) - 1

    def undo(self) -> None:
        """Back to the one before."""
        self._at = max(self._at - 1, 0)

    def redo(self) -> None:
        """Forward to what was undone."""
        self._at = min(self._at + 1, len(self._steps) - 1)
