"""Average pooling: the mean answer of every window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.pooling import Pooling
from playground.layers.source import ModuleSource
from playground.operations.avg_pool import AveragePoolOp

if TYPE_CHECKING:
    import torch

    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class AveragePool(Pooling):
    """The mean of every window, windows side by side."""

    kind = "avg_pool"
    title = "Average pooling"
    summary = "Keeps the mean of every window: maps get smaller and smoother."
    icon = "pool-average"

    @property
    def brief_title(self) -> str:
        """The words for narrow cards."""
        return "Avg pool"

    def build(self, shape: Shape) -> torch.nn.Module:
        """Torch's average pooling."""
        from torch import nn

        return nn.AvgPool2d(self.size)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Torch's average pooling."""
        return ModuleSource((f"nn.AvgPool2d({self.size})",))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One pooling."""
        return (AveragePoolOp(shape, self.shape_out(shape), self.size),)
