"""A residual block: a dense layer whose input is added to its output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.activations import ACTIVATIONS
from playground.layers.base import Layer, Parameter, setting
from playground.layers.dense import ACTIVATION_TITLES, INITIALIZATION_TITLES
from playground.layers.ops import Op, OpCode
from playground.layers.source import ModuleSource, activation_source, linear_source

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual(Layer):
    """a + f(W a + b): as wide as what enters it (He et al. 2015)."""

    kind = "residual"
    title = "Residual"
    summary = "A dense block with a skip: it adds to what enters, so depth costs nothing."

    activation: str = setting(
        "tanh",
        "Activation",
        "How the block bends what it adds.",
        choices=ACTIVATION_TITLES,
        widget="activation",
    )
    init: str = setting(
        "auto",
        "Init",
        "How the weights are drawn before training.",
        choices=INITIALIZATION_TITLES,
        training_only=True,
    )
    bias: bool = setting(True, "Bias", "Lets every neuron shift its line away from the origin.")

    def parameters(self, width_in: int) -> tuple[Parameter, ...]:
        """Weight (width_in, width_in) and bias (width_in,)."""
        weight = Parameter("linear.weight", (width_in, width_in), "weight", self.init)
        return (weight, Parameter("linear.bias", (width_in,), "bias", self.init)) if self.bias else (weight,)

    def caption(self) -> str:
        """The activation's title."""
        return ACTIVATIONS[self.activation].title

    def build(self, width_in: int) -> torch.nn.Module:
        """A skip around a linear map and its activation."""
        from torch import nn

        from playground.layers.modules import Elementwise, Skip

        linear = nn.Linear(width_in, width_in, bias=self.bias)
        return Skip([("linear", linear), ("activation", Elementwise(self.activation))])

    def source(self, width_in: int, *, exact: bool = False) -> ModuleSource:
        """A skip around a linear map and its activation."""
        inner = linear_source(width_in, width_in, bias=self.bias).then(activation_source(self.activation))
        names = {name: (0, f"{place}.{path}") for name, (place, path) in inner.names.items()}
        return ModuleSource((f"Residual({', '.join(inner.modules)})",), names, (*inner.definitions, _RESIDUAL))

    def lower(self, width_in: int) -> tuple[Op, ...]:
        """The dense operations between the two ends of a skip."""
        n = width_in
        return (
            Op(OpCode.SKIP_SAVE, n, n),
            Op(OpCode.AFFINE, n, n, option=int(self.bias)),
            Op(OpCode.ACTIVATION, n, n, option=ACTIVATIONS[self.activation].code),
            Op(OpCode.SKIP_ADD, n, n),
        )


_RESIDUAL = '''\
class Residual(nn.Sequential):
    """a + f(a)."""

    def forward(self, a):
        return a + super().forward(a)
'''
