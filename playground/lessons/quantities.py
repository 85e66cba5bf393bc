"""What goals and predictions may speak of: the table of quantities, each read from what is seen of a run."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import partial
from math import nan
from typing import TYPE_CHECKING

from playground.document import figures
from playground.document.plan import resolve
from playground.document.training import Training
from playground.experiments.knobs import knobs_of
from playground.lessons.network_quantities import number_at, region_count, weight_numbers
from playground.lessons.sight import Sight

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["MAP", "QUANTITIES", "WEIGHTS", "Quantity", "Sight", "quantity_named"]

WEIGHTS, MAP = "weights", "map"


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that can be told of a run.

    Attributes:
        name: As goals and the window call it.
        read: Its value in a `Sight`; nan where it is not known.
        is_share: Whether it is a share of 0 to 1, written in percent.
        layer: The hidden layer whose space has to be looked at for it; 0 for none.
        needs: `WEIGHTS` or `MAP`, where one of these has to be looked at for it; "" for neither.
        is_fact: Whether it is 1 where something is so and 0 where it is not, which is said as yes and not yet.
    """

    name: str
    read: Callable[[Sight], float]
    is_share: bool = False
    layer: int = 0
    needs: str = ""
    is_fact: bool = False

    def said(self, value: float) -> str:
        """The value as a person reads it."""
        if self.is_fact:
            return "yes" if value else "not yet"
        if self.is_share:
            return figures.share(value)
        return figures.signed(f"{value:,.0f}" if value == round(value) else f"{value:.3g}")

    def bound(self, relation: str, value: float) -> str:
        """What is asked of it: "at least 95 %"; of a fact the value alone.

        Args:
            relation: In words.
            value: Where the bound lies.
        """
        return self.said(value) if self.is_fact else f"{relation} {self.said(value)}"


def _test_samples(sight: Sight) -> float:
    return sight.document.dataset.test_count


def _training_samples(sight: Sight) -> float:
    return len(sight.document.dataset) - sight.document.dataset.test_count


def _hidden_units(sight: Sight) -> float:
    return sum(resolve(sight.document).own_units[1:-1])


def _gap(sight: Sight) -> float:
    return sight.loss("train_score") - sight.loss("test_score")


def _columns(name: str) -> Callable[[Sight], float]:
    return lambda sight: sight.loss(name)


QUANTITIES: dict[str, Quantity] = {
    quantity.name: quantity
    for quantity in (
        Quantity("training accuracy", _columns("train_score"), is_share=True),
        Quantity("test accuracy", _columns("test_score"), is_share=True),
        Quantity("training loss", _columns("train_loss")),
        Quantity("test loss", _columns("test_loss")),
        Quantity("accuracy lost in testing", _gap, is_share=True),
        Quantity("epochs", lambda sight: sight.epoch),
        Quantity("parameters", lambda sight: resolve(sight.document).parameter_count),
        Quantity("hidden layers", lambda sight: len(sight.document.network)),
        Quantity("hidden units", _hidden_units),
        Quantity("inputs", lambda sight: len(sight.document.inputs)),
        Quantity("classes", lambda sight: len(sight.document.dataset.classes)),
        Quantity("samples", lambda sight: len(sight.document.dataset)),
        Quantity("training samples", _training_samples),
        Quantity("test samples", _test_samples),
        Quantity("divergence", lambda sight: float(sight.has_diverged), is_fact=True),
        Quantity("seeds trained", lambda sight: sight.seeds),
        Quantity("seeds that succeed", lambda sight: sight.solved, is_share=True),
    )
}
"""Besides them: `separability of layer N`; `weight W of unit U in layer N` (or `in the output`), `bias of unit U in
layer N` likewise, all counted from 1; `regions of class K`; and every knob that is a number, by its path."""

_SEPARABILITY = re.compile(r"separability of layer (\d+)")
_REGIONS = re.compile(r"regions of class ([1-9]\d*)")
_KNOB = re.compile(r"(layer\d+|output|data|network)\.[a-z_]+")
_SETTINGS = frozenset(field.name for field in fields(Training))


def quantity_named(name: str) -> Quantity:
    """The quantity that a lesson means.

    Raises:
        ValueError: There is none; the text names what was probably meant.
    """
    if name in QUANTITIES:
        return QUANTITIES[name]
    if found := _SEPARABILITY.fullmatch(name):
        layer = int(found[1])
        return Quantity(name, partial(_separability, layer), is_share=True, layer=layer)
    if numbers := weight_numbers(name):
        return Quantity(name, partial(number_at, numbers=numbers), needs=WEIGHTS)
    if found := _REGIONS.fullmatch(name):
        return Quantity(name, partial(region_count, number=int(found[1])), needs=MAP)
    if name in _SETTINGS or _KNOB.fullmatch(name):
        return Quantity(name, partial(_knob, name))
    near = get_close_matches(name, QUANTITIES, n=1)
    raise ValueError(f"there is no quantity {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))


def region_class(name: str) -> int:
    """The class, from 1, whose regions a quantity counts; 0 where it counts none."""
    found = _REGIONS.fullmatch(name)
    return int(found[1]) if found else 0


def _separability(layer: int, sight: Sight) -> float:
    return nan if sight.separability is None else sight.separability.get(layer, nan)


def _knob(path: str, sight: Sight) -> float:
    knob = knobs_of(sight.document).get(path)
    return nan if knob is None or not isinstance(knob.now, (int, float)) else float(knob.now)
