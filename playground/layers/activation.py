"""An activation on its own, for stacks that put something between the sum and the bend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, setting
from playground.layers.dense import ACTIVATION_TITLES
from playground.layers.source import ModuleSource, activation_source
from playground.operations.activation import ActivationOp
from playground.operations.activations import ACTIVATIONS

if TYPE_CHECKING:
    import torch

    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationLayer(Layer):
    """f(a), unit by unit."""

    kind = "activation"
    title = "Activation"
    summary = "Bends every unit on its own."
    icon = "activity"

    activation: str = setting(
        "relu", "Activation", "How each unit is bent.", choices=ACTIVATION_TITLES, widget="activation"
    )

    @property
    def is_straight_through(self) -> bool:
        """Only the linear one bends nothing."""
        return self.activation == "linear"

    def caption(self) -> str:
        """The activation's title."""
        return ACTIVATIONS[self.activation].title

    @property
    def bend(self) -> str:
        """The activation."""
        return self.activation

    @property
    def short_title(self) -> str:
        """The activation's title."""
        return self.caption()

    def output_scale(self) -> float | None:
        """The bound of the activation."""
        return ACTIVATIONS[self.activation].bound

    def build(self, shape: Shape) -> torch.nn.Module:
        """The activation of the catalogue."""
        from playground.layers.modules import Elementwise

        return Elementwise(self.activation)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """The activation; `nn.Identity` for the linear one, so that the layer can be seen."""
        return activation_source(self.activation) if self.activation != "linear" else ModuleSource(("nn.Identity()",))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One elementwise operation."""
        return (ActivationOp(shape, shape, self.activation),)
