"""Flatten: the numbers of all maps in one row, for dense layers."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from playground.layers.base import Layer
from playground.layers.source import ModuleSource
from playground.operations.flatten import FlattenOp
from playground.operations.shape import picture_in

if TYPE_CHECKING:
    import torch

    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Flatten(Layer):
    """Channel after channel, each row by row."""

    kind = "flatten"
    title = "Flatten"
    summary = "Lays the numbers of all maps out in one row, for layers that look at all of them."
    icon = "flatten"

    @property
    def is_straight_through(self) -> bool:
        """Every number passes."""
        return True

    def shape_out(self, shape: Shape) -> Shape:
        """As many numbers as enter."""
        return (prod(picture_in(shape, self.title)),)

    def build(self, shape: Shape) -> torch.nn.Module:
        """Torch's flattening."""
        from torch import nn

        return nn.Flatten()

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Torch's flattening."""
        return ModuleSource(("nn.Flatten()",))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One change of shape."""
        return (FlattenOp(shape, self.shape_out(shape)),)
