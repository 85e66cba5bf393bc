"""Layer normalization: every sample is centred and scaled over its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, Parameter
from playground.layers.ops import NORM_EPSILON, Op, OpCode
from playground.layers.source import ModuleSource

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerNorm(Layer):
    """Ba, Kiros and Hinton 2016."""

    kind = "layer_norm"
    title = "Layer norm"
    summary = "Centres and scales every sample over its units."

    def parameters(self, width_in: int) -> tuple[Parameter, ...]:
        """Scale and shift, one of each a unit."""
        return (Parameter("weight", (width_in,), "scale"), Parameter("bias", (width_in,), "shift"))

    def build(self, width_in: int) -> torch.nn.Module:
        """Torch's layer normalization."""
        from torch import nn

        return nn.LayerNorm(width_in, eps=NORM_EPSILON)

    def source(self, width_in: int, *, exact: bool = False) -> ModuleSource:
        """Torch's layer normalization."""
        return ModuleSource((f"nn.LayerNorm({width_in})",), {name: (0, name) for name in ("weight", "bias")})

    def lower(self, width_in: int) -> tuple[Op, ...]:
        """One normalization over the units."""
        return (Op(OpCode.LAYER_NORM, width_in, width_in),)
