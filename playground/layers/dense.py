"""A fully connected layer: weights, bias, activation, dropout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.layers.base import Layer, Parameter, setting
from playground.layers.handing_on import least_bend
from playground.layers.source import activation_source, dropout_source, linear_source
from playground.methods.base import titles
from playground.methods.initializations import INITIALIZATIONS
from playground.operations.activation import ActivationOp
from playground.operations.activations import ACTIVATIONS
from playground.operations.affine import AffineOp
from playground.operations.concat import ConcatOp
from playground.operations.dropout import DropoutOp
from playground.operations.shape import units_in
from playground.operations.skip import SkipSaveOp

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from playground.layers.handing_on import Array
    from playground.layers.source import ModuleSource
    from playground.operations import Operation
    from playground.operations.shape import Shape

MOST_UNITS = 1024
ACTIVATION_TITLES = {name: activation.title for name, activation in ACTIVATIONS.items()}
INITIALIZATION_TITLES = {"auto": "Default", **titles(INITIALIZATIONS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dense(Layer):
    """f(W a + b)."""

    kind = "dense"
    title = "Dense"
    summary = "Every unit looks at every unit before it."
    icon = "network"
    makes_units = has_weights = True

    units: int = setting(8, "Units", "How many neurons: each draws one line through its input.", min=1, max=MOST_UNITS)
    activation: str = setting(
        "tanh", "Activation", "How a neuron bends its sum.", choices=ACTIVATION_TITLES, widget="activation"
    )
    dropout: float = setting(
        0.0,
        "Dropout",
        "Share of neurons left out at random in each batch: less overfitting.",
        min=0.0,
        max=0.9,
        unit="%",
        training_only=True,
    )
    init: str = setting(
        "auto",
        "Init",
        "How the weights are drawn before training.",
        choices=INITIALIZATION_TITLES,
        training_only=True,
    )
    bias: bool = setting(True, "Bias", "Lets every neuron shift its line away from the origin.")

    skip: bool = setting(
        False, "Skip", "What enters the layer goes on beside its units, so that every later layer sees it too."
    )

    def can_hand_on(self, shape: Shape) -> bool:
        """With a unit at least for each that enters, or a skip."""
        return self.skip or self.units >= units_in(shape, self.title)

    def shape_out(self, shape: Shape) -> Shape:
        """The number of units, however many enter; and those, where there is a skip."""
        units_in(shape, self.title)
        return (self.units + self.passed_on(shape),)

    def passed_on(self, shape: Shape) -> int:
        """All that enter, where there is a skip (Lang and Witbrock 1988, Huang et al. 2017)."""
        return units_in(shape, self.title) if self.skip else 0

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Each input in a unit of its own, bent as little as the activation allows; units beyond stay as drawn."""
        count = entering.shape[1]
        if self.skip or self.units < count or count == 0:
            return
        scale, shift = least_bend(self.activation, entering, with_bias=self.bias)
        numbers["linear.weight"][:count] = np.diag(scale)
        if self.bias:
            numbers["linear.bias"][:count] = shift

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Weight (units, units in) and bias (units,)."""
        weight = Parameter("linear.weight", (self.units, units_in(shape, self.title)), "weight", self.init)
        return (weight, Parameter("linear.bias", (self.units,), "bias", self.init)) if self.bias else (weight,)

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
        """A linear map, the activation, and dropout where there is any."""
        from torch import nn

        from playground.layers.modules import Beside, Chain, Dropout, Elementwise

        parts: dict[str, nn.Module] = {"linear": nn.Linear(units_in(shape, self.title), self.units, bias=self.bias)}
        parts["activation"] = Elementwise(self.activation)
        if self.dropout > 0.0:
            parts["dropout"] = Dropout(self.dropout)
        return Beside(**parts) if self.skip else Chain(**parts)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """A linear map, the activation, and dropout where there is any."""
        parts = linear_source(units_in(shape, self.title), self.units, bias=self.bias).then(
            activation_source(self.activation)
        )
        if self.dropout > 0.0:
            parts = parts.then(dropout_source(self.dropout, exact=exact))
        return parts.inside("Beside", _BESIDE) if self.skip else parts

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """Affine map, activation, dropout; between the ends of a skip where there is one."""
        n = (self.units,)
        ops: tuple[Operation, ...] = (AffineOp(shape, n, self.bias), ActivationOp(n, n, self.activation))
        if self.dropout > 0.0:
            ops = (*ops, DropoutOp(n, n, self.dropout))
        return (SkipSaveOp(shape, shape), *ops, ConcatOp(n, self.shape_out(shape))) if self.skip else ops


_BESIDE = '''\
class Beside(nn.Sequential):
    """f(a), and a beside it."""

    def forward(self, a):
        return torch.cat([super().forward(a), a], dim=1)
'''
