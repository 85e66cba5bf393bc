"""One file for each optimizer. A new kind is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.methods.base import by_name
from playground.methods.optimizers.adagrad import Adagrad
from playground.methods.optimizers.adam import Adam
from playground.methods.optimizers.adamw import AdamW
from playground.methods.optimizers.lion import Lion
from playground.methods.optimizers.rmsprop import RMSprop
from playground.methods.optimizers.sgd import SGD

if TYPE_CHECKING:
    from playground.methods.optimizers.base import Optimizer

OPTIMIZERS: dict[str, Optimizer] = by_name(
    SGD(),
    Adam(),
    AdamW(),
    RMSprop(),
    Adagrad(),
    Lion(),
)
"""Every kind by name, in the order in which menus offer them."""
