"""A convolution in two cheap steps: a kernel for each channel, then a mixture of channels at each place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.layers.base import Parameter
from playground.layers.conv2d import KERNEL_TITLES, Conv2d
from playground.layers.handing_on import by_channel, least_bend
from playground.layers.source import activation_source, conv_source
from playground.operations.activation import ActivationOp
from playground.operations.convolve import ConvolveOp
from playground.operations.shape import picture_in
from playground.operations.windows import POINT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from playground.layers.handing_on import Array
    from playground.layers.source import ModuleSource
    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparableConv(Conv2d):
    """f(W (D * a) + b), D a kernel for each channel, W a weight for each pair of channels (Howard et al. 2017).

    With N channels and a kernel of k x k it takes 1/N + 1/k² of the weights and of the multiplications of a full one.
    """

    kind = "separable_conv"
    title = "Separable convolution"
    summary = "A kernel for each channel, then a mixture of channels: a fraction of a convolution's weights."
    icon = "convolution-separable"

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Each channel in one of its own, by the middle of its kernel; channels beyond stay as drawn."""
        if not self.can_hand_on(entering.shape[1:]):
            return
        count, middle = entering.shape[1], self.kernel // 2
        scale, shift = least_bend(self.activation, by_channel(entering), with_bias=self.bias)
        numbers["depthwise.weight"][...] = 0.0
        numbers["depthwise.weight"][:, :, middle, middle] = 1.0
        numbers["pointwise.weight"][:count] = np.diag(scale)[:, :, None, None]
        if self.bias:
            numbers["pointwise.bias"][:count] = shift

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Weight (channels in, 1, kernel, kernel), then weight (channels, channels in, 1, 1) and bias (channels,)."""
        entering = picture_in(shape, self.title)[0]
        each = (entering, 1, self.kernel, self.kernel)
        depthwise = Parameter("depthwise.weight", each, "weight", self.init, axes=("inputs", "one"))
        pointwise = Parameter("pointwise.weight", (self.channels, entering, 1, 1), "weight", self.init)
        bias = Parameter("pointwise.bias", (self.channels,), "bias", self.init)
        return (depthwise, pointwise, bias) if self.bias else (depthwise, pointwise)

    @property
    def short_title(self) -> str:
        """The window."""
        return f"Separable {KERNEL_TITLES[self.kernel]}"

    def build(self, shape: Shape) -> torch.nn.Module:
        """Two convolutions, the first by channels and the second by places, and the activation."""
        from torch import nn

        from playground.layers.modules import Chain, Elementwise

        entering = picture_in(shape, self.title)[0]
        return Chain(
            depthwise=nn.Conv2d(entering, entering, *self.window, groups=entering, bias=False),
            pointwise=nn.Conv2d(entering, self.channels, 1, bias=self.bias),
            activation=Elementwise(self.activation),
        )

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """Two convolutions and the activation."""
        entering = picture_in(shape, self.title)[0]
        each = conv_source(entering, entering, self.window, "depthwise", groups=entering, bias=False)
        mixture = conv_source(entering, self.channels, POINT, "pointwise", bias=self.bias)
        return each.then(mixture).then(activation_source(self.activation))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """Two convolutions and an activation."""
        out = self.shape_out(shape)
        between = (shape[0], *out[1:])
        each = ConvolveOp(shape, between, *self.window, depthwise=True, bias=False)
        return (each, ConvolveOp(between, out, *POINT, bias=self.bias), ActivationOp(out, out, self.activation))
