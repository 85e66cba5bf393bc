"""Dropout and noise drawn on the device: those of `operations.random_numbers`, from keys in the device's memory."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from playground.layers.modules import Dropout, Keyed, Noise
from playground.operations.random_numbers import GOLDEN, MIX_1, MIX_2, NORMAL_STREAM

if TYPE_CHECKING:
    from collections.abc import Sequence


def uniforms(key: Tensor, samples: int, units: int, stream: int = 0) -> Tensor:
    """`noise.uniforms`, bit for bit, float64 (samples, units); 64-bit integers wrap in torch as well.

    Args:
        key: `noise.fold` of seed, batch and place, as a signed number; int64, ().
        samples: Size of the batch.
        units: Width of the layer.
        stream: As there.
    """
    counter = torch.arange(samples * units, device=key.device)
    value = (counter ^ (key ^ _signed(stream))) + _signed(GOLDEN)
    value = (value ^ _shifted(value, 30)) * _signed(MIX_1)
    value = (value ^ _shifted(value, 27)) * _signed(MIX_2)
    value = value ^ _shifted(value, 31)
    return _shifted(value, 11).double().view(samples, units) * 2.0**-53


class DeviceDropout(nn.Module):
    """`modules.Dropout` without numpy."""

    def __init__(self, rate: float, key: Tensor) -> None:
        super().__init__()
        self.rate, self._key = rate, key

    def forward(self, a: Tensor) -> Tensor:
        """Zero units, (batch, units), or whole maps with probability `rate` and scale the rest."""
        if self.rate == 0.0:
            return a
        kept = uniforms(self._key, a.shape[0], a.shape[1]) < 1.0 - self.rate
        scale = (kept.double() / (1.0 - self.rate)).to(a.dtype)
        return a * scale.reshape(a.shape[:2] + (1,) * (a.ndim - 2))


class DeviceNoise(nn.Module):
    """`modules.Noise` without numpy."""

    def __init__(self, deviation: float, key: Tensor) -> None:
        super().__init__()
        self.deviation, self._key = deviation, key

    def forward(self, a: Tensor) -> Tensor:
        """Add normal noise to (batch, units), or to pictures."""
        if self.deviation == 0.0:
            return a
        samples, units = a.shape[0], a[0].numel()
        # Of 1 - u, which is never 0: u is, once in 2⁵³ times.
        radius = torch.sqrt(-2.0 * torch.log1p(-uniforms(self._key, samples, units)))
        angle = 2.0 * pi * uniforms(self._key, samples, units, NORMAL_STREAM)
        return a + (self.deviation * radius * torch.cos(angle)).to(a.dtype).reshape(a.shape)


def random_modules(network: nn.Module) -> int:
    """How many modules of a network draw numbers while training."""
    return sum(isinstance(module, Keyed) for module in network.modules())


def draw_on_device(network: nn.Module, keys: Sequence[Tensor]) -> None:
    """Put modules that draw on the device in the place of those that draw with numpy.

    Args:
        network: In training mode; changed in place.
        keys: One tensor () for each random module, in the order of `modules.set_keys`; read at every forward pass.

    Raises:
        TypeError: A random module is of a kind that is not known here.
    """
    found = [(path, module) for path, module in network.named_modules() if isinstance(module, Keyed)]
    for (path, module), key in zip(found, keys, strict=True):
        parent, _, name = path.rpartition(".")
        setattr(network.get_submodule(parent), name, _on_device(module, key))


def _on_device(module: Keyed, key: Tensor) -> nn.Module:
    if isinstance(module, Dropout):
        return DeviceDropout(module.rate, key)
    if isinstance(module, Noise):
        return DeviceNoise(module.deviation, key)
    raise TypeError(type(module).__name__)


def _shifted(value: Tensor, bits: int) -> Tensor:
    """A shift to the right that brings in zeros."""
    return (value >> bits) & ((1 << (64 - bits)) - 1)


def _signed(number: int) -> int:
    """The signed number of the same 64 bits."""
    return number - (1 << 64) if number >> 63 else number
