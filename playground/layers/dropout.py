"""Dropout: in every batch some units are left out at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, setting
from playground.layers.ops import Op, OpCode
from playground.layers.source import dropout_source

if TYPE_CHECKING:
    import torch

    from playground.layers.shape import Shape
    from playground.layers.source import ModuleSource


@dataclass(frozen=True, slots=True, kw_only=True)
class DropoutLayer(Layer):
    """Inverted dropout (Srivastava et al. 2014); outside training it passes everything on."""

    kind = "dropout"
    title = "Dropout"
    summary = "Leaves units out at random while training: less overfitting."

    rate: float = setting(
        0.2, "Rate", "Share of units left out in each batch.", min=0.0, max=0.9, unit="%", training_only=True
    )

    @property
    def is_straight_through(self) -> bool:
        """Outside training everything passes."""
        return True

    def caption(self) -> str:
        """The rate in percent."""
        return f"{self.rate:.0%}"

    def build(self, shape: Shape) -> torch.nn.Module:
        """The shared dropout module."""
        from playground.layers.modules import Dropout

        return Dropout(self.rate)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """One dropout module."""
        return dropout_source(self.rate, exact=exact)

    def lower(self, shape: Shape) -> tuple[Op, ...]:
        """One dropout operation."""
        return (Op(OpCode.DROPOUT, shape, shape, value=self.rate),)
