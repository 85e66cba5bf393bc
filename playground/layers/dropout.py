"""Dropout: in every batch some units are left out at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, setting
from playground.layers.source import dropout_source
from playground.operations.dropout import DropoutOp

if TYPE_CHECKING:
    import torch

    from playground.layers.source import ModuleSource
    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class DropoutLayer(Layer):
    """Inverted dropout (Srivastava et al. 2014); outside training it passes everything on."""

    kind = "dropout"
    title = "Dropout"
    summary = "Leaves units out at random while training: less overfitting."
    icon = "eye-off"

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

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One dropout operation."""
        return (DropoutOp(shape, shape, self.rate),)
