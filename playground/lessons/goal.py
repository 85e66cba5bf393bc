"""Goals of steps: a quantity, a relation and a number, "test accuracy >= 95 %"; a fixed vocabulary, never code."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from playground.lessons.quantities import quantity_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.lessons.quantities import Quantity, Sight

RELATIONS: dict[str, tuple[str, Callable[[float, float], bool]]] = {
    ">=": ("at least", operator.ge),
    "<=": ("at most", operator.le),
    ">": ("more than", operator.gt),
    "<": ("less than", operator.lt),
    "=": ("exactly", operator.eq),
}
_SHAPE = re.compile(r"\s*(?P<name>[^<>=]+?)\s*(?P<relation>>=|<=|>|<|=)\s*(?P<number>[-+0-9.eE]+)\s*(?P<unit>%?)\s*")


@dataclass(frozen=True, slots=True)
class StepGoal:
    """Something that a run comes to.

    Attributes:
        quantity: What is looked at.
        relation: A key of `RELATIONS`.
        value: Shares between 0 and 1.
    """

    quantity: Quantity
    relation: str
    value: float

    @classmethod
    def read(cls, text: str) -> StepGoal:
        """A goal as a lesson's file says it.

        Raises:
            ValueError: It is none; the text says what is wrong.
        """
        found = _SHAPE.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no goal: say it like 'test accuracy >= 95 %'")
        quantity = quantity_named(found["name"])
        try:
            value = float(found["number"])
        except ValueError:
            raise ValueError(f"{found['number']!r} in {text!r} is not a number") from None
        if bool(found["unit"]) != quantity.is_share:
            raise ValueError(f"{text!r}: {quantity.name} is {'in percent' if quantity.is_share else 'a plain number'}")
        return cls(quantity, found["relation"], value / 100.0 if quantity.is_share else value)

    def value_in(self, sight: Sight) -> float:
        """What the quantity is now; nan where nobody knows."""
        return self.quantity.read(sight)

    def is_met(self, sight: Sight) -> bool:
        """Whether it is reached now."""
        return self.meets(self.value_in(sight))

    def meets(self, value: float) -> bool:
        """Whether a value of the quantity reaches it; what nobody knows does not."""
        return not isnan(value) and RELATIONS[self.relation][1](value, self.value)

    @property
    def words(self) -> str:
        """As a person reads it: "test accuracy: at least 95 %"."""
        return f"{self.quantity.name}: {self.bound}"

    @property
    def bound(self) -> str:
        """What is asked of the quantity: "at least 95 %"."""
        return self.quantity.bound(RELATIONS[self.relation][0], self.value)
