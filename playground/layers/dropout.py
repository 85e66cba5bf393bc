"""Dropout: in every batch some units, or whole maps, are left out at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, setting
from playground.layers.source import dropout_source
from playground.operations.dropout import DropoutOp
from playground.operations.shape import channels_in

if TYPE_CHECKING:
    import torch

    from playground.layers.source import ModuleSource
    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class DropoutLayer(Layer):
    """Inverted dropout (Srivastava et al. 2014), of pictures by whole maps (Tompson et al. 2014).

    Outside training it passes everything on.
    """

    kind = "dropout"
    title = "Dropout"
    summary = "Leaves units, or whole maps, out at random while training: less overfitting."
    icon = "eye-off"

    rate: float = setting(
        0.2, "Rate", "Share of units, or maps, left out in each batch.", min=0.0, max=0.9, unit="%", training_only=True
    )

    @property
    def is_straight_through(self) -> bool:
        """Outside training everything passes."""
        return True

    def caption(self) -> str:
        """The rate in percent."""
        return f"{self.rate:.0%}"

    def shape_out(self, shape: Shape) -> Shape:
        """The shape that enters."""
        channels_in(shape, self.title)
        return shape

    def build(self, shape: Shape) -> torch.nn.Module:
        """The shared dropout module."""
        from playground.layers.modules import Dropout

        return Dropout(self.rate)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """One dropout module."""
        return dropout_source(self.rate, exact=exact, of_maps=len(shape) > 1)

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One dropout operation."""
        return (DropoutOp(shape, shape, self.rate),)
