"""A transposed convolution: every place writes patterns into a larger picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from playground.layers.base import Parameter, setting
from playground.layers.conv2d import KERNEL_TITLES, PADDING_TITLES, Conv2d
from playground.layers.handing_on import by_channel, least_bend
from playground.layers.source import ModuleSource, activation_source
from playground.operations.activation import ActivationOp
from playground.operations.conv_transpose import ConvTransposeOp
from playground.operations.shape import picture_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from playground.layers.handing_on import Array
    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvTranspose(Conv2d):
    """f(z), with z what a convolution of this kernel and stride would have come from (Zeiler et al. 2010)."""

    kind = "conv_transpose"
    title = "Transposed convolution"
    summary = "A convolution backwards: every place writes patterns, and the picture grows."
    icon = "convolution-transposed"

    stride: int = setting(2, "Stride", "How far apart places write: 2 doubles the sides of the map.", min=1, max=4)
    padding: str = setting(
        "same",
        "Padding",
        "Rims cut off, so that a map is just stride times as large, or all that is written.",
        choices=PADDING_TITLES,
    )

    @property
    def grown(self) -> int:
        """Rows and columns at the end that make the map just stride times as large."""
        return self.stride - 1 if self.padding == "same" else 0

    def shape_out(self, shape: Shape) -> Shape:
        """A map for each channel, the sides times the stride, and the rim of the kernel where there is no padding."""
        _, *sides = picture_in(shape, self.title)
        kernel, stride, padding = self.window
        return (self.channels, *((side - 1) * stride - 2 * padding + kernel + self.grown for side in sides))

    def multiply_adds(self, shape: Shape) -> int:
        """Every weight meets each place that enters."""
        return prod(self.parameters(shape)[0].shape) * prod(shape[1:])

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Each channel in one of its own, by the middle of the kernel; channels beyond stay as drawn."""
        if not self.can_hand_on(entering.shape[1:]):
            return
        count, middle = entering.shape[1], self.kernel // 2
        scale, shift = least_bend(self.activation, by_channel(entering), with_bias=self.bias)
        numbers["conv.weight"][:, :count] = 0.0
        numbers["conv.weight"][:, :count, middle, middle] = np.diag(scale)
        if self.bias:
            numbers["conv.bias"][:count] = shift

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Weight (channels in, channels, kernel, kernel) and bias (channels,)."""
        kernels = (picture_in(shape, self.title)[0], self.channels, self.kernel, self.kernel)
        weight = Parameter("conv.weight", kernels, "weight", self.init, axes=("inputs", "units"))
        return (weight, Parameter("conv.bias", (self.channels,), "bias", self.init)) if self.bias else (weight,)

    @property
    def short_title(self) -> str:
        """The window."""
        return f"Transposed {KERNEL_TITLES[self.kernel]}"

    def build(self, shape: Shape) -> torch.nn.Module:
        """A transposed convolution and the activation."""
        from torch import nn

        from playground.layers.modules import Chain, Elementwise

        entering = picture_in(shape, self.title)[0]
        conv = nn.ConvTranspose2d(entering, self.channels, *self.window, output_padding=self.grown, bias=self.bias)
        return Chain(conv=conv, activation=Elementwise(self.activation))

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """A transposed convolution and the activation."""
        settings = [f"{picture_in(shape, self.title)[0]}, {self.channels}, {self.kernel}"]
        settings += [f"{name}={value}" for name, value in self._settings() if value != TORCH_HAS[name]]
        names = {"conv.weight": (0, "weight")} | ({"conv.bias": (0, "bias")} if self.bias else {})
        conv = ModuleSource((f"nn.ConvTranspose2d({', '.join(settings)})",), names)
        return conv.then(activation_source(self.activation))

    def _settings(self) -> tuple[tuple[str, int], ...]:
        window = self.window
        return (
            ("stride", window.stride),
            ("padding", window.padding),
            ("output_padding", self.grown),
            ("bias", self.bias),
        )

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """Transposed convolution and activation."""
        out = self.shape_out(shape)
        conv = ConvTransposeOp(shape, out, *self.window, bias=self.bias)
        return (conv, ActivationOp(out, out, self.activation))


TORCH_HAS = {"stride": 1, "padding": 0, "output_padding": 0, "bias": True}
"""Settings that torch has by itself, so that the code leaves them out."""
