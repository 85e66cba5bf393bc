"""The methods of training as the kernel calls them, by number: one for each kind that has code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.base import codes
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import SCHEDULES
from playground.simd.switch import switch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.methods.base import Method


def _switch(table: Mapping[str, Method]) -> Any:
    return switch([table[name].fused() for name in codes(table)])


update = _switch(OPTIMIZERS)
"""`(plan.optimizer, *arguments of Optimizer.fused)`."""
loss_gradient = _switch(LOSSES)
"""`(plan.loss, *arguments of Loss.fused)`."""
rate_at = _switch(SCHEDULES)
"""`(plan.schedule, plan, epoch)`: the learning rate."""
