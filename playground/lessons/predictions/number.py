"""A prediction of a number."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from playground.lessons.predictions.base import Comparison, Prediction, Sentence
from playground.lessons.quantities import quantity_named

if TYPE_CHECKING:
    from playground.lessons.quantities import Quantity
    from playground.lessons.said import Said
    from playground.lessons.sight import Sight


class NumberPrediction(Prediction, frozen=True, tag="number", kw_only=True):
    """A prediction of a number, compared with what is measured when the step's goals are reached.

    Attributes:
        of: The quantity, as goals name it.
        near: How far off still counts as right, in the quantity's unit: 0.05 for five percent.
    """

    HAND: ClassVar[str] = "number"

    of: Sentence
    near: Annotated[float, Meta(gt=0.0)]

    def __post_init__(self) -> None:
        if quantity_named(self.of).is_share and self.near >= 1:
            raise ValueError(f"near = {self.near:g} counts every answer as right: 0.05, or 5 %, is five percent")

    @property
    def quantity(self) -> Quantity:
        """What is to be guessed."""
        return quantity_named(self.of)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The one that is to be guessed."""
        return (self.quantity,)

    def compared(self, said: Said | None, sight: Sight) -> Comparison | None:
        """How far off it is."""
        quantity = self.quantity
        value = quantity.read(sight)
        if isnan(value):
            return None
        came = quantity.said(value)
        if not isinstance(said, (int, float)):
            return self.with_why(f"It came to <b>{came}</b>.", is_right=None)
        is_right = abs(said - value) <= self.near
        off = "that is close" if is_right else "more than you thought" if value > said else "less than you thought"
        return self.with_why(f"You said {quantity.said(said)}, it came to <b>{came}</b>: {off}.", is_right=is_right)
