"""Each kind of optimizer by hand, by its name. A kind without a row is told in words; the step is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.training.explain.by_hand.optimizers.adagrad import AdagradByHand
from playground.training.explain.by_hand.optimizers.adam import AdamByHand, AdamWByHand
from playground.training.explain.by_hand.optimizers.lion import LionByHand
from playground.training.explain.by_hand.optimizers.rmsprop import RMSpropByHand
from playground.training.explain.by_hand.optimizers.sgd import SGDByHand

if TYPE_CHECKING:
    from playground.training.explain.by_hand.optimizers.base import OptimizerByHand

OPTIMIZERS_BY_HAND: dict[str, OptimizerByHand] = {
    "sgd": SGDByHand(),
    "adam": AdamByHand(),
    "adamw": AdamWByHand(),
    "rmsprop": RMSpropByHand(),
    "adagrad": AdagradByHand(),
    "lion": LionByHand(),
}
