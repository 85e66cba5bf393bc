"""A convolution: every channel looks for one pattern, everywhere in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.layers.base import Layer, Parameter, setting
from playground.layers.dense import ACTIVATION_TITLES, INITIALIZATION_TITLES
from playground.layers.handing_on import by_channel, least_bend
from playground.layers.source import activation_source, conv_source
from playground.operations.activation import ActivationOp
from playground.operations.activations import ACTIVATIONS
from playground.operations.convolve import ConvolveOp
from playground.operations.shape import ShapeError, picture_in
from playground.operations.windows import Window

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from playground.layers.handing_on import Array
    from playground.layers.source import ModuleSource
    from playground.operations import Operation
    from playground.operations.shape import Shape

KERNEL_TITLES = {side: f"{side} × {side}" for side in (1, 3, 5, 7)}
PADDING_TITLES = {"same": "Same size", "valid": "None"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conv2d(Layer):
    """f(W * a + b), with * the sum over a window at each place of the picture (LeCun et al. 1989)."""

    kind = "conv2d"
    title = "Convolution"
    summary = "Each channel looks for one pattern everywhere in the picture, with the same few weights."
    icon = "convolution"
    makes_units = has_weights = True

    channels: int = setting(8, "Channels", "How many patterns are looked for: each gives a feature map.", min=1, max=64)
    kernel: int = setting(3, "Kernel", "The side of the window that a pattern fills.", choices=KERNEL_TITLES)
    stride: int = setting(
        1, "Stride", "How far the window moves from place to place: 2 halves the sides of the map.", min=1, max=4
    )
    padding: str = setting(
        "same",
        "Padding",
        "Zeros around the picture, so that a map is as large as it, or only windows that lie within.",
        choices=PADDING_TITLES,
    )
    activation: str = setting(
        "relu", "Activation", "How each sum is bent.", choices=ACTIVATION_TITLES, widget="activation"
    )
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
        """How the kernel moves."""
        return Window(self.kernel, self.stride, (self.kernel - 1) // 2 if self.padding == "same" else 0)

    def can_hand_on(self, shape: Shape) -> bool:
        """Where the maps keep their size, and there is a channel at least for each that enters."""
        return self.shape_out(shape)[1:] == shape[1:] and self.channels >= shape[0]

    def shape_out(self, shape: Shape) -> Shape:
        """A map for each channel, as large as there are places for the window."""
        _, height, width = picture_in(shape, self.title)
        window = self.window
        rows, columns = window.places(height), window.places(width)
        if min(rows, columns) < 1:
            side = KERNEL_TITLES[self.kernel]
            raise ShapeError(f"{self.title} looks through a window of {side}, and the picture has {height} × {width}.")
        return (self.channels, rows, columns)

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Each channel in one of its own, by the middle of the kernel; channels beyond stay as drawn."""
        if not self.can_hand_on(entering.shape[1:]):
            return
        count, middle = entering.shape[1], self.kernel // 2
        scale, shift = least_bend(self.activation, by_channel(entering), with_bias=self.bias)
        numbers["conv.weight"][:count] = 0.0
        numbers["conv.weight"][:count, :count, middle, middle] = np.diag(scale)
        if self.bias:
            numbers["conv.bias"][:count] = shift

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Weight (channels, channels in, kernel, kernel) and bias (channels,)."""
        kernels = (self.channels, picture_in(shape, self.title)[0], self.kernel, self.kernel)
        weight = Parameter("conv.weight", kernels, "weight", self.init)
        return (weight, Parameter("conv.bias", (self.channels,), "bias", self.init)) if self.bias else (weight,)

    def caption(self) -> str:
        """The window and the activation's title."""
        stride = f" every {self.stride}" if self.stride > 1 else ""
        return f"{KERNEL_TITLES[self.kernel]}{stride}, {ACTIVATIONS[self.activation].title}"

    @property
    def bend(self) -> str:
        """The activation."""
        return self.activation

    @property
    def short_title(self) -> str:
        """The window."""
        return f"Conv {KERNEL_TITLES[self.kernel]}"

    def output_scale(self) -> float | None:
        """The bound of the activation."""
        return ACTIVATIONS[self.activation].bound

    @property
    def brief_title(self) -> str:
        """The words for narrow cards."""
        return "Conv"

    def build(self, shape: Shape) -> torch.nn.Module:
        """A convolution and the activation."""
        from torch import nn

        from playground.layers.modules import Chain, Elementwise

        conv = nn.Conv2d(picture_in(shape, self.title)[0], self.channels, *self.window, bias=self.bias)
        return Chain(conv=conv, activation=Elementwise(self.activation))

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """A convolution and the activation."""
        conv = conv_source(picture_in(shape, self.title)[0], self.channels, self.window, bias=self.bias)
        return conv.then(activation_source(self.activation))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """Convolution and activation."""
        out = self.shape_out(shape)
        return (ConvolveOp(shape, out, *self.window, bias=self.bias), ActivationOp(out, out, self.activation))
