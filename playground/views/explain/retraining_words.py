"""What the panel says of networks that were trained again on other samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.experiments.retraining import ALL, OTHERS, WITHOUT
from playground.views.explain.words import answer_name
from playground.widgets.format import count, significant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.model import Document
    from playground.experiments.retraining import RetrainedAnswer

MORE, LEAST_MORE = 2.0, 0.01
"""The nearest do more to an answer than others where they change it so many times as much, and so much more."""


def trial_title(name: str, changed: int) -> str:
    """What a row of answers is called."""
    return {ALL: "With all", WITHOUT: f"Without these {changed}", OTHERS: f"Without {changed} others"}[name]


def epochs_words(epochs: int) -> str:
    """How long a network is trained."""
    return count(epochs, "epoch")


def without_words(document: Document, found: Mapping[str, RetrainedAnswer], value: int) -> str:
    """Whether the nearest samples decide an answer, as far as three trainings tell; "" before all are done.

    Args:
        document: Names classes and values.
        found: By the names of the trials.
        value: Which of the values is looked at.
    """
    if not {ALL, WITHOUT, OTHERS} <= found.keys():
        return ""
    whole, without, others = (found[name].answer.astype(np.float64) for name in (ALL, WITHOUT, OTHERS))
    if not document.dataset.classes:
        return _of_value(document, whole[value], without[value], others[value])
    first, now, then = (int(one.argmax()) for one in (whole, without, others))
    names = [f"<b>{answer_name(document, one)}</b>" for one in (first, now, then)]
    if now != first:
        if then == first:
            return (
                f"They decide it: without them it is {names[1]}, while as many others, drawn at random, do not matter."
            )
        return (
            f"Without them it is {names[1]}, but as many others, drawn at random, change it as well: this answer hangs "
            "on chance."
        )
    if then != first:
        return f"Without them it stays {names[0]}; without as many others it is {names[2]}: it hangs on chance."
    changes = abs(without[first] - whole[first]), abs(others[first] - whole[first])
    return f"It stays {names[0]} without them{_compared(*changes)}"


def _of_value(document: Document, whole: float, without: float, others: float) -> str:
    scale = document.dataset.units.value(0).scale
    changes = [abs(one - whole) * scale for one in (without, others)]
    by, else_by = (significant(one, 2) for one in changes)
    means = "they matter" if _is_more(changes[0], changes[1], 0.0) else "they matter no more than others"
    return f"Without them it changes by <b>{by}</b>, without as many others by {else_by}: {means}."


def _compared(by_them: float, by_others: float) -> str:
    if _is_more(by_them, by_others, LEAST_MORE):
        return ", though they do more to it than as many others, drawn at random."
    return ", and they do no more to it than as many others, drawn at random."


def _is_more(one: float, other: float, least: float) -> bool:
    return one > MORE * other and one - other > least
