"""Batch normalization: every unit is centred and scaled over the batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.layers.base import Buffer, Layer, Parameter, setting
from playground.layers.source import ModuleSource
from playground.operations.batch_norm import BatchNormOp
from playground.operations.numbers import NORM_EPSILON
from playground.operations.shape import units_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from playground.layers.handing_on import Array
    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNorm(Layer):
    """Ioffe and Szegedy 2015; pictures use the running statistics."""

    kind = "batch_norm"
    title = "Batch norm"
    summary = "Centres and scales every unit over the batch: steadier, faster learning."
    icon = "scaling"

    momentum: float = setting(
        0.1,
        "Momentum",
        "How fast the running mean and variance follow the batches.",
        min=0.01,
        max=1.0,
        log=True,
        training_only=True,
    )

    @property
    def is_absorbed(self) -> bool:
        """Outside training it is a map of each unit by itself, which the next weights can take over."""
        return True

    def shape_out(self, shape: Shape) -> Shape:
        """As many units as enter."""
        return (units_in(shape, self.title),)

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Scale and shift that undo what the running statistics do."""
        self.settle(numbers, entering)
        numbers["weight"][...] = np.sqrt(numbers["running_var"] + NORM_EPSILON)
        numbers["bias"][...] = numbers["running_mean"]

    def settle(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Mean and variance of what enters."""
        numbers["running_mean"][...], numbers["running_var"][...] = entering.mean(axis=0), entering.var(axis=0)

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Scale and shift, one of each a unit."""
        return (Parameter("weight", shape, "scale"), Parameter("bias", shape, "shift"))

    def buffers(self, shape: Shape) -> tuple[Buffer, ...]:
        """Running mean and variance, one of each a unit."""
        return (Buffer("running_mean", shape, 0.0), Buffer("running_var", shape, 1.0))

    def build(self, shape: Shape) -> torch.nn.Module:
        """Batch normalization that passes a batch of one on by its running statistics."""
        from playground.layers.modules import BatchNorm1d

        return BatchNorm1d(units_in(shape, self.title), eps=NORM_EPSILON, momentum=self.momentum)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Torch's batch normalization, or the one that passes a batch of one on."""
        momentum = "" if self.momentum == 0.1 else f", momentum={self.momentum!r}"  # noqa: PLR2004  (torch's default)
        names = {name: (0, name) for name in ("weight", "bias", "running_mean", "running_var")}
        if exact:
            return ModuleSource((f"BatchNorm({shape[0]}{momentum})",), names, (_EXACT,))
        return ModuleSource((f"nn.BatchNorm1d({shape[0]}{momentum})",), names)

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One normalization over the batch."""
        return (BatchNormOp(shape, shape, self.momentum),)


_EXACT = '''\
class BatchNorm(nn.BatchNorm1d):
    """Batch normalization; a batch of one, which has no variance, uses the running statistics."""

    def forward(self, a):
        if self.training and len(a) == 1:
            return (a - self.running_mean) * (self.running_var + self.eps).rsqrt() * self.weight + self.bias
        return super().forward(a)
'''
