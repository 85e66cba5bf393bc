"""What every kind of prediction is: a question, how it is answered, and how the answer compares with what came."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from playground.lessons.quantities import Quantity
    from playground.lessons.said import Said
    from playground.lessons.sight import Sight

Sentence: TypeAlias = Annotated[str, Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How an answer compares with what came.

    Attributes:
        words: For the learner, HTML.
        is_right: Whether it came true, or near enough; None where nothing was predicted.
        share: How much of it came true, 0 to 1; None where that cannot be told in degrees.
    """

    words: str
    is_right: bool | None
    share: float | None = None


class Prediction(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """What a learner is asked before a step's goals are reached.

    Attributes:
        ask: The question.
        why: Said afterwards, whatever was predicted.
    """

    HAND: ClassVar[str] = ""
    """How it is answered: a key of `HANDS` in the view of lessons."""
    NEEDS: ClassVar[frozenset[str]] = frozenset()
    """What has to be looked at for it, as `Quantity.needs` says it."""

    ask: Sentence
    why: Sentence

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Quantities that are read for it."""
        return ()

    def compared(self, said: Said | None, sight: Sight) -> Comparison | None:
        """How an answer compares with what came.

        Args:
            said: The answer; None where there is none.
            sight: Of the run, its goals reached.

        Returns:
            None while it is not known yet what came.
        """
        raise NotImplementedError

    def said_in_words(self, said: Said) -> str:
        """The answer as it was taken down; "" where the control shows it."""
        del said
        return ""

    def with_why(self, words: str, *, is_right: bool | None, share: float | None = None) -> Comparison:
        """A comparison in words, to which the reason is added."""
        return Comparison(f"{words} {escape(self.why)}", is_right, share)
