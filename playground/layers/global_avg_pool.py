"""Global average: one number for each map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer
from playground.layers.source import ModuleSource
from playground.operations.avg_pool import WHOLE, AveragePoolOp
from playground.operations.flatten import FlattenOp
from playground.operations.shape import picture_in

if TYPE_CHECKING:
    import torch

    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalAverage(Layer):
    """The mean of every map, as a row of numbers (Lin, Chen and Yan 2013)."""

    kind = "global_avg_pool"
    title = "Global average"
    summary = "One number for each map, its mean: how much of it there is, and not where."
    icon = "pool-global"

    def shape_out(self, shape: Shape) -> Shape:
        """A number for each channel."""
        return picture_in(shape, self.title)[:1]

    def build(self, shape: Shape) -> torch.nn.Module:
        """Torch's adaptive pooling to a map of one place, laid out in a row."""
        from torch import nn

        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Torch's adaptive pooling to a map of one place, laid out in a row."""
        return ModuleSource(("nn.AdaptiveAvgPool2d(1)", "nn.Flatten()"))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """A pooling over the whole map, laid out in a row."""
        pooled = (shape[0], 1, 1)
        return AveragePoolOp(shape, pooled, WHOLE), FlattenOp(pooled, self.shape_out(shape))
