"""A residual block: a dense layer whose input is added to its output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, Parameter, setting
from playground.layers.dense import ACTIVATION_TITLES, INITIALIZATION_TITLES
from playground.layers.handing_on import SAME, slope
from playground.layers.source import activation_source, linear_source
from playground.operations.activation import ActivationOp
from playground.operations.activations import ACTIVATIONS
from playground.operations.affine import AffineOp
from playground.operations.shape import units_in
from playground.operations.skip import SkipAddOp, SkipSaveOp

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from playground.layers.handing_on import Array
    from playground.layers.source import ModuleSource
    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual(Layer):
    """a + f(W a + b): as wide as what enters it (He et al. 2015)."""

    kind = "residual"
    title = "Residual"
    summary = "A dense block with a skip: it adds to what enters, so depth costs nothing."
    icon = "git-branch"
    has_weights = has_skip = True

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

    def can_hand_on(self, shape: Shape) -> bool:
        """With weights of zero it adds nothing."""
        return True

    def shape_out(self, shape: Shape) -> Shape:
        """As many units as enter."""
        return (units_in(shape, self.title),)

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """A branch that is constant, at a bias where its slope is not zero, or it would never learn."""
        weight, curve = numbers["linear.weight"], ACTIVATIONS[self.activation].curve
        alive = [start for start in ((0.0, 0.1) if self.bias else (0.0,)) if abs(slope(curve, start)) > SAME]
        weight[...] = 0.0 if alive else 1e-3 * weight
        if self.bias and alive:
            numbers["linear.bias"][...] = alive[0]

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Weight (units, units) and bias (units,)."""
        units = units_in(shape, self.title)
        weight = Parameter("linear.weight", (units, units), "weight", self.init)
        return (weight, Parameter("linear.bias", shape, "bias", self.init)) if self.bias else (weight,)

    @property
    def bend(self) -> str:
        """The activation."""
        return self.activation

    @property
    def short_title(self) -> str:
        """The activation's title."""
        return self.caption()

    def caption(self) -> str:
        """The activation's title."""
        return ACTIVATIONS[self.activation].title

    def build(self, shape: Shape) -> torch.nn.Module:
        """A skip around a linear map and its activation."""
        from torch import nn

        from playground.layers.modules import Elementwise, Skip

        units = units_in(shape, self.title)
        linear = nn.Linear(units, units, bias=self.bias)
        return Skip([("linear", linear), ("activation", Elementwise(self.activation))])

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """A skip around a linear map and its activation."""
        units = units_in(shape, self.title)
        inner = linear_source(units, units, bias=self.bias).then(activation_source(self.activation))
        return inner.inside("Residual", RESIDUAL_CODE)

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """The dense operations between the two ends of a skip."""
        n = self.shape_out(shape)
        return (
            SkipSaveOp(n, n),
            AffineOp(n, n, self.bias),
            ActivationOp(n, n, self.activation),
            SkipAddOp(n, n),
        )


RESIDUAL_CODE = '''\
class Residual(nn.Sequential):
    """a + f(a)."""

    def forward(self, a):
        return a + super().forward(a)
'''
