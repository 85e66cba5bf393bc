"""One file for each schedule of the learning rate. A new kind is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.base import by_name
from playground.methods.schedules.constant import Constant
from playground.methods.schedules.cosine import Cosine
from playground.methods.schedules.one_cycle import OneCycle
from playground.methods.schedules.step import StepDecay
from playground.methods.schedules.warmup import WarmUp

if TYPE_CHECKING:
    from playground.methods.schedules.base import Schedule

SCHEDULES: dict[str, Schedule] = by_name(
    Constant(),
    StepDecay(),
    Cosine(),
    WarmUp(),
    OneCycle(),
)
"""Every kind by name, in the order in which menus offer them."""


def rate_at(training: Any, epoch: float) -> float:
    """The learning rate at an epoch with its fraction, by the document's schedule."""
    return SCHEDULES[training.schedule].rate_at(training, epoch)
