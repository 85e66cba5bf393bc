"""Batch normalization: every unit, or channel of a picture, is centred and scaled over the batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.layers.base import Buffer, Layer, Parameter, setting
from playground.layers.source import ModuleSource
from playground.operations.batch_norm import BatchNormOp
from playground.operations.numbers import NORM_EPSILON
from playground.operations.shape import channels_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from playground.layers.handing_on import Array
    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNorm(Layer):
    """Ioffe and Szegedy 2015; what is shown goes by the running statistics. A channel's are over all of its places."""

    kind = "batch_norm"
    title = "Batch norm"
    summary = "Centres and scales every unit, or every map, over the batch: steadier, faster learning."
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
        """The shape that enters."""
        channels_in(shape, self.title)
        return shape

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Scale and shift that undo what the running statistics do."""
        self.settle(numbers, entering)
        numbers["weight"][...] = np.sqrt(numbers["running_var"] + NORM_EPSILON)
        numbers["bias"][...] = numbers["running_mean"]

    def settle(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Mean and variance of what enters."""
        mean, variance = numbers["running_mean"], numbers["running_var"]
        places = entering.reshape(len(entering), len(mean), -1)
        mean[...], variance[...] = places.mean(axis=(0, 2)), places.var(axis=(0, 2))

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Scale and shift, one of each a unit or channel."""
        return (Parameter("weight", shape[:1], "scale"), Parameter("bias", shape[:1], "shift"))

    def buffers(self, shape: Shape) -> tuple[Buffer, ...]:
        """Running mean and variance, one of each a unit or channel."""
        return (Buffer("running_mean", shape[:1], 0.0), Buffer("running_var", shape[:1], 1.0))

    @property
    def brief_title(self) -> str:
        """The words for narrow cards."""
        return "Norm"

    def build(self, shape: Shape) -> torch.nn.Module:
        """Batch normalization that passes a batch of one number a channel on by its running statistics."""
        from playground.layers.modules import BatchNorm1d, BatchNorm2d

        kind = BatchNorm1d if len(shape) == 1 else BatchNorm2d
        return kind(channels_in(shape, self.title), eps=NORM_EPSILON, momentum=self.momentum)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Torch's batch normalization, or the one that passes a batch of one on."""
        momentum = "" if self.momentum == 0.1 else f", momentum={self.momentum!r}"  # noqa: PLR2004  (torch's default)
        names = {name: (0, name) for name in ("weight", "bias", "running_mean", "running_var")}
        kind = "BatchNorm1d" if len(shape) == 1 else "BatchNorm2d"
        if exact:
            return ModuleSource((f"{kind}({shape[0]}{momentum})",), names, (_exact(kind),))
        return ModuleSource((f"nn.{kind}({shape[0]}{momentum})",), names)

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One normalization over the batch."""
        return (BatchNormOp(shape, shape, self.momentum),)


def _exact(kind: str) -> str:
    return _EXACT.format(kind=kind, places="" if kind == "BatchNorm1d" else "[:, None, None]")


_EXACT = '''\
class {kind}(nn.{kind}):
    """Batch normalization; a batch of one number, which has no variance, uses the running statistics."""

    def forward(self, a):
        if self.training and a[:, 0].numel() == 1:
            centred = a - self.running_mean{places}
            scaled = centred * (self.running_var{places} + self.eps).rsqrt() * self.weight{places}
            return scaled + self.bias{places}
        return super().forward(a)
'''
