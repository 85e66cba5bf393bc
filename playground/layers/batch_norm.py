"""Batch normalization: every unit is centred and scaled over the batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Buffer, Layer, Parameter, setting
from playground.layers.ops import NORM_EPSILON, Op, OpCode

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNorm(Layer):
    """Ioffe and Szegedy 2015; pictures use the running statistics."""

    kind = "batch_norm"
    title = "Batch norm"
    summary = "Centres and scales every unit over the batch: steadier, faster learning."

    momentum: float = setting(
        0.1,
        "Momentum",
        "How fast the running mean and variance follow the batches.",
        min=0.01,
        max=1.0,
        log=True,
    )

    def parameters(self, width_in: int) -> tuple[Parameter, ...]:
        """Scale and shift, one of each a unit."""
        return (Parameter("weight", (width_in,), "scale"), Parameter("bias", (width_in,), "shift"))

    def buffers(self, width_in: int) -> tuple[Buffer, ...]:
        """Running mean and variance, one of each a unit."""
        return (Buffer("running_mean", (width_in,), 0.0), Buffer("running_var", (width_in,), 1.0))

    def build(self, width_in: int) -> torch.nn.Module:
        """Batch normalization that passes a batch of one on by its running statistics."""
        from playground.layers.modules import BatchNorm1d

        return BatchNorm1d(width_in, eps=NORM_EPSILON, momentum=self.momentum)

    def lower(self, width_in: int) -> tuple[Op, ...]:
        """One normalization over the batch."""
        return (Op(OpCode.BATCH_NORM, width_in, width_in, value=self.momentum),)
