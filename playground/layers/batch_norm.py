"""Batch normalization: every unit is centred and scaled over the batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Buffer, Layer, Parameter, setting
from playground.layers.ops import NORM_EPSILON, Op, OpCode
from playground.layers.source import ModuleSource

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
        training_only=True,
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

    def source(self, width_in: int, *, exact: bool = False) -> ModuleSource:
        """Torch's batch normalization, or the one that passes a batch of one on."""
        momentum = "" if self.momentum == 0.1 else f", momentum={self.momentum!r}"  # noqa: PLR2004  (torch's default)
        names = {name: (0, name) for name in ("weight", "bias", "running_mean", "running_var")}
        if exact:
            return ModuleSource((f"BatchNorm({width_in}{momentum})",), names, (_EXACT,))
        return ModuleSource((f"nn.BatchNorm1d({width_in}{momentum})",), names)

    def lower(self, width_in: int) -> tuple[Op, ...]:
        """One normalization over the batch."""
        return (Op(OpCode.BATCH_NORM, width_in, width_in, value=self.momentum),)


_EXACT = '''\
class BatchNorm(nn.BatchNorm1d):
    """Batch normalization; a batch of one, which has no variance, uses the running statistics."""

    def forward(self, a):
        if self.training and len(a) == 1:
            return (a - self.running_mean) * (self.running_var + self.eps).rsqrt() * self.weight + self.bias
        return super().forward(a)
'''
