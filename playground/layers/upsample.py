"""Up-sampling: larger maps of the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, setting
from playground.layers.source import ModuleSource
from playground.operations.shape import ShapeError, picture_in
from playground.operations.upsample import UpsampleOp

if TYPE_CHECKING:
    import torch

    from playground.operations import Operation
    from playground.operations.shape import Shape

MOST_SIDE = 128
"""Rows or columns of the largest maps that are made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upsample(Layer):
    """Every number repeated over a square: to the nearest, as torch calls it."""

    kind = "upsample"
    title = "Up-sampling"
    summary = "Repeats every number over a square: maps get larger again."
    icon = "upsample"

    factor: int = setting(2, "Factor", "How many times higher and wider maps become.", min=2, max=4)

    def shape_out(self, shape: Shape) -> Shape:
        """As many channels, and larger maps."""
        channels, height, width = picture_in(shape, self.title)
        made = channels, height * self.factor, width * self.factor
        if max(made[1:]) > MOST_SIDE:
            sides = f"{made[1]} × {made[2]}"
            raise ShapeError(
                f"{self.title} would make maps of {sides} out of {height} × {width}: at most "
                f"{MOST_SIDE} × {MOST_SIDE} are trained."
            )
        return made

    def caption(self) -> str:
        """The factor."""
        return f"× {self.factor}"

    def build(self, shape: Shape) -> torch.nn.Module:
        """Torch's up-sampling."""
        from torch import nn

        return nn.Upsample(scale_factor=self.factor)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Torch's up-sampling."""
        return ModuleSource((f"nn.Upsample(scale_factor={self.factor})",))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One up-sampling."""
        return (UpsampleOp(shape, self.shape_out(shape), self.factor),)
