"""Max pooling: the strongest answer of every window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.pooling import Pooling
from playground.layers.source import ModuleSource
from playground.operations.max_pool import MaxPoolOp

if TYPE_CHECKING:
    import torch

    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPool(Pooling):
    """The largest number of every window, windows side by side."""

    kind = "max_pool"
    title = "Max pooling"
    summary = "Keeps the strongest answer of every window: maps get smaller, and a small shift matters less."
    icon = "pool-max"

    @property
    def brief_title(self) -> str:
        """The words for narrow cards."""
        return "Max pool"

    def build(self, shape: Shape) -> torch.nn.Module:
        """Torch's max pooling."""
        from torch import nn

        return nn.MaxPool2d(self.size)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Torch's max pooling."""
        return ModuleSource((f"nn.MaxPool2d({self.size})",))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One pooling."""
        return (MaxPoolOp(shape, self.shape_out(shape), self.size),)
