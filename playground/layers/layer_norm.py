"""Layer normalization: every sample is centred and scaled over its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, Parameter
from playground.layers.source import ModuleSource
from playground.operations.layer_norm import LayerNormOp
from playground.operations.numbers import NORM_EPSILON
from playground.operations.shape import units_in

if TYPE_CHECKING:
    import torch

    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerNorm(Layer):
    """Ba, Kiros and Hinton 2016."""

    kind = "layer_norm"
    title = "Layer norm"
    summary = "Centres and scales every sample over its units."
    icon = "sliders"

    def shape_out(self, shape: Shape) -> Shape:
        """As many units as enter."""
        return (units_in(shape, self.title),)

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Scale and shift, one of each a unit."""
        return (Parameter("weight", shape, "scale"), Parameter("bias", shape, "shift"))

    @property
    def brief_title(self) -> str:
        """The words for narrow cards."""
        return "Norm"

    def build(self, shape: Shape) -> torch.nn.Module:
        """Torch's layer normalization."""
        from torch import nn

        return nn.LayerNorm(units_in(shape, self.title), eps=NORM_EPSILON)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Torch's layer normalization."""
        return ModuleSource((f"nn.LayerNorm({shape[0]})",), {name: (0, name) for name in ("weight", "bias")})

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One normalization over the units."""
        return (LayerNormOp(shape, shape),)
