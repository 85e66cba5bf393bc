"""A prediction of the unit that will be dead: 0 for every training sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from playground.lessons.layer_outputs import dead_units
from playground.lessons.predictions.base import Comparison, Prediction
from playground.lessons.quantities import WEIGHTS

if TYPE_CHECKING:
    from playground.lessons.said import Said
    from playground.lessons.sight import Sight


class DeadUnitPrediction(Prediction, frozen=True, tag="dead unit", kw_only=True):
    """Which unit of a layer will give 0 for every training sample in the end; the answer is its number, from 1.

    Attributes:
        layer: The hidden layer, from 1.
    """

    HAND: ClassVar[str] = "unit"
    NEEDS: ClassVar[frozenset[str]] = frozenset({WEIGHTS})

    layer: Annotated[int, Meta(ge=1)] = 1

    def said_in_words(self, said: Said) -> str:
        """The unit that the learner pointed at: "Layer 1, unit 5"; "" where nothing was said."""
        return f"Layer {self.layer}, unit {said:.0f}" if isinstance(said, (int, float)) else ""

    def compared(self, said: Said | None, sight: Sight) -> Comparison | None:
        """Whether it is one of those that are dead."""
        dead = None if sight.parameters is None else dead_units(sight.document, sight.parameters, self.layer)
        if dead is None:
            return None
        came = _named(dead)
        if said is None:
            return self.with_why(f"{came}.", is_right=None)
        if said in dead:
            others = "" if len(dead) == 1 else f" {came}."
            return self.with_why(f"<b>You were right:</b> unit {said:.0f} is dead.{others}", is_right=True)
        return self.with_why(f"Unit {said:.0f} is alive. {came}.", is_right=False)


def _named(units: tuple[int, ...]) -> str:
    """Dead is unit 5; dead are units 2 and 5; none is dead."""
    if not units:
        return "No unit of the layer is dead"
    if len(units) == 1:
        return f"Dead is <b>unit {units[0]}</b>"
    first = ", ".join(map(str, units[:-1]))
    return f"Dead are <b>units {first} and {units[-1]}</b>"
