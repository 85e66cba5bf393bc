"""A prediction of the decision boundary, painted over the map."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from playground.document.figures import share
from playground.lessons.boundary_sketch import Sides, sides_of
from playground.lessons.predictions.base import Comparison, Prediction
from playground.lessons.quantities import MAP

if TYPE_CHECKING:
    from playground.lessons.said import Said
    from playground.lessons.sight import Sight

EXACT = 0.97
"""From this share on there is no difference worth a word."""


class BoundaryPrediction(Prediction, frozen=True, tag="boundary", kw_only=True):
    """Where the border between the classes will run; the answer is lines in the plane.

    Attributes:
        near: The share of the plane that has to be on its right side.
    """

    HAND: ClassVar[str] = "map"
    NEEDS: ClassVar[frozenset[str]] = frozenset({MAP})

    near: Annotated[float, Meta(gt=0.5, le=1.0)] = 0.9

    def compared(self, said: Said | None, sight: Sight) -> Comparison | None:
        """How much of the plane is on the right side, and where the most of the rest is."""
        if sight.winners is None:
            return None
        if not isinstance(said, tuple):
            return self.with_why("The border is on the map now.", is_right=None)
        data = sight.document.dataset
        sides = sides_of(said, sight.winners, data.seen_on(data.section()), data.targets)
        is_right = sides.share >= self.near
        praise = "that is close" if is_right else "the network sees it otherwise"
        words = f"<b>{share(sides.share)}</b> of the plane was on the side where you had it: {praise}."
        return self.with_why(f"{words}{_difference(sides, sight)}", is_right=is_right, share=sides.share)


def _difference(sides: Sides, sight: Sight) -> str:
    """A sentence on the largest piece that is on the other side."""
    if sides.share >= EXACT or sides.where == "":
        return ""
    names = [one.name for one in sight.document.dataset.classes]
    network, yours = escape(names[sides.network]), escape(names[sides.yours])
    return f" They differ most {sides.where}: you had {yours} there, the network says {network}."
