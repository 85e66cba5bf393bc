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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.document.model import Document


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of a run at one moment.

    Attributes:
        document: What is trained.
        epoch: Whole passes done.
        losses: `train_loss`, `test_loss`, `train_score` and `test_score`, as `LossRecord` has them; empty before
            anything was measured.
        separability: Of each hidden layer, by its place from 1: the share of samples that the best straight cut gets
            right.
        has_diverged: Whether the loss stopped being a number.
        seeds: Runs of the last training from many seeds that are done.
        solved: Share of them that reached its threshold.
    """

    document: Document
    epoch: int = 0
    losses: Mapping[str, float] | None = None
    separability: Mapping[int, float] | None = None
    has_diverged: bool = False
    seeds: int = 0
    solved: float = nan

    def loss(self, name: str) -> float:
        """A column of the newest record; nan where there is none."""
        return nan if self.losses is None else self.losses.get(name, nan)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that can be told of a run.

    Attributes:
        name: As goals and the window call it.
        read: Its value in a `Sight`; nan where it is not known.
        is_share: Whether it is a share of 0 to 1, written in percent.
        layer: The hidden layer whose space has to be looked at for it; 0 for none.
    """

    name: str
    read: Callable[[Sight], float]
    is_share: bool = False
    layer: int = 0

    def said(self, value: float) -> str:
        """The value as a person reads it."""
        if self.is_share:
            return figures.share(value)
        return f"{value:,.0f}" if value == round(value) else f"{value:.3g}"


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
        Quantity("divergence", lambda sight: float(sight.has_diverged)),
        Quantity("seeds trained", lambda sight: sight.seeds),
        Quantity("seeds that succeed", lambda sight: sight.solved, is_share=True),
    )
}
"""Besides them: `separability of layer N`, and every knob that is a number, by its path."""

_SEPARABILITY = re.compile(r"separability of layer (\d+)")
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
    if name in _SETTINGS or _KNOB.fullmatch(name):
        return Quantity(name, partial(_knob, name))
    near = get_close_matches(name, QUANTITIES, n=1)
    raise ValueError(f"there is no quantity {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))


def _separability(layer: int, sight: Sight) -> float:
    return nan if sight.separability is None else sight.separability.get(layer, nan)


def _knob(path: str, sight: Sight) -> float:
    knob = knobs_of(sight.document).get(path)
    return nan if knob is None or not isinstance(knob.now, (int, float)) else float(knob.now)
