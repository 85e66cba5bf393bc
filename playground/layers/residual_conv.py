"""A residual block of two convolutions, whose sum is added to what enters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, Parameter, setting
from playground.layers.conv2d import KERNEL_TITLES
from playground.layers.dense import ACTIVATION_TITLES, INITIALIZATION_TITLES
from playground.layers.residual import RESIDUAL_CODE
from playground.layers.source import activation_source, conv_source
from playground.operations.activation import ActivationOp
from playground.operations.activations import ACTIVATIONS
from playground.operations.convolve import ConvolveOp
from playground.operations.shape import picture_in
from playground.operations.skip import SkipAddOp, SkipSaveOp
from playground.operations.windows import Window

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from playground.layers.handing_on import Array
    from playground.layers.source import ModuleSource
    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualConv(Layer):
    """a + W * f(V * a + c) + b, as many maps of the same size as enter.

    The block of two convolutions is that of He et al. 2015; nothing bends behind the sum, as in He et al. 2016, so
    that blocks which add nothing hand on what enters them.
    """

    kind = "residual_conv"
    title = "Residual convolution"
    summary = "Two convolutions with a skip: they add to the maps that enter, so depth costs nothing."
    icon = "convolution-residual"
    has_weights = has_skip = True

    kernel: int = setting(3, "Kernel", "The side of the window that a pattern fills.", choices=KERNEL_TITLES)
    activation: str = setting(
        "relu", "Activation", "How the block bends between its convolutions.", choices=ACTIVATION_TITLES,
        widget="activation",
    )  # fmt: skip
    init: str = setting(
        "auto",
        "Init",
        "How the weights are drawn before training.",
        choices=INITIALIZATION_TITLES,
        training_only=True,
    )
    bias: bool = setting(True, "Bias", "Lets every channel shift its sums, the same everywhere in the picture.")

    @property
    def window(self) -> Window:
        """How the kernels move."""
        return Window(self.kernel, 1, (self.kernel - 1) // 2)

    def can_hand_on(self, shape: Shape) -> bool:
        """With a second weight of zero it adds nothing."""
        return True

    def shape_out(self, shape: Shape) -> Shape:
        """The shape that enters."""
        return picture_in(shape, self.title)

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Nothing is added; the second weight learns from the first step on, and then the first."""
        numbers["second.weight"][...] = 0.0
        if self.bias:
            numbers["second.bias"][...] = 0.0

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Of each convolution the weight (channels, channels, kernel, kernel) and the bias (channels,)."""
        channels = picture_in(shape, self.title)[0]
        kernels = (channels, channels, self.kernel, self.kernel)
        found: tuple[Parameter, ...] = ()
        for name in ("first", "second"):
            weight = Parameter(f"{name}.weight", kernels, "weight", self.init)
            bias = Parameter(f"{name}.bias", (channels,), "bias", self.init)
            found += (weight, bias) if self.bias else (weight,)
        return found

    def caption(self) -> str:
        """The window and the activation's title."""
        return f"{KERNEL_TITLES[self.kernel]}, {ACTIVATIONS[self.activation].title}"

    @property
    def short_title(self) -> str:
        """The window."""
        return f"Residual {KERNEL_TITLES[self.kernel]}"

    def build(self, shape: Shape) -> torch.nn.Module:
        """A skip around two convolutions with an activation between them."""
        from torch import nn

        from playground.layers.modules import Elementwise, Skip

        channels = picture_in(shape, self.title)[0]
        first, second = (nn.Conv2d(channels, channels, *self.window, bias=self.bias) for _ in range(2))
        return Skip([("first", first), ("activation", Elementwise(self.activation)), ("second", second)])

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """A skip around two convolutions with an activation between them."""
        channels = picture_in(shape, self.title)[0]
        first, second = (
            conv_source(channels, channels, self.window, name, bias=self.bias) for name in ("first", "second")
        )
        return first.then(activation_source(self.activation)).then(second).inside("Residual", RESIDUAL_CODE)

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """Two convolutions and an activation between the ends of a skip."""
        n = self.shape_out(shape)
        convolve = ConvolveOp(n, n, *self.window, bias=self.bias)
        return (SkipSaveOp(n, n), convolve, ActivationOp(n, n, self.activation), convolve, SkipAddOp(n, n))
