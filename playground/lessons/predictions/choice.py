"""A prediction among a few sentences."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from playground.lessons.predictions.base import Comparison, Prediction, Sentence

if TYPE_CHECKING:
    from playground.lessons.said import Said
    from playground.lessons.sight import Sight


class ChoicePrediction(Prediction, frozen=True, tag="choice", kw_only=True):
    """A prediction among a few sentences; the answer is the number of one, from 1.

    Attributes:
        choices: What can be chosen.
        right: The one that comes true, counted from 1.
    """

    HAND: ClassVar[str] = "sentences"

    choices: Annotated[tuple[Sentence, ...], Meta(min_length=2, max_length=5)]
    right: Annotated[int, Meta(ge=1)]

    def __post_init__(self) -> None:
        if self.right > len(self.choices):
            raise ValueError(f"right is {self.right}, and there are {len(self.choices)} choices")

    def compared(self, said: Said | None, sight: Sight) -> Comparison:
        """Whether it is the one that comes true."""
        del sight
        came = escape(self.choices[self.right - 1])
        if said is None:
            return self.with_why(f"It came out: <b>{came}</b>.", is_right=None)
        if said == self.right:
            return self.with_why("<b>You were right.</b>", is_right=True)
        return self.with_why(f"It came out otherwise: <b>{came}</b>.", is_right=False)
