"""Layer normalization: every sample is centred and scaled over its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, Parameter
from playground.layers.ops import NORM_EPSILON, Op, OpCode
from playground.layers.shape import units_in
from playground.layers.source import ModuleSource

if TYPE_CHECKING:
    import torch

    from playground.layers.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerNorm(Layer):
    """Ba, Kiros and Hinton 2016."""

    kind = "layer_norm"
    title = "Layer norm"
    summary = "Centres and scales every sample over its units."

    def shape_out(self, shape: Shape) -> Shape:
        """As many units as enter."""
        return (units_in(shape, self.title),)

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Scale and shift, one of each a unit."""
        return (Parameter("weight", shape, "scale"), Parameter("bias", shape, "shift"))

    def build(self, shape: Shape) -> torch.nn.Module:
        """Torch's layer normalization."""
        from torch import nn

        return nn.LayerNorm(units_in(shape, self.title), eps=NORM_EPSILON)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Torch's layer normalization."""
        return ModuleSource((f"nn.LayerNorm({shape[0]})",), {name: (0, name) for name in ("weight", "bias")})

    def lower(self, shape: Shape) -> tuple[Op, ...]:
        """One normalization over the units."""
        return (Op(OpCode.LAYER_NORM, shape, shape),)
