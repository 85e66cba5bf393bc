"""Torch modules that several layer kinds share. Imported inside `build`, so that torch loads at the last moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from playground.operations.activations import torch_function
from playground.operations.random_numbers import bernoulli, normal

if TYPE_CHECKING:
    from collections.abc import Sequence


class Elementwise(nn.Module):
    """An activation of the catalogue."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.function = torch_function(name)

    def forward(self, z: Tensor) -> Tensor:
        """Apply the activation; shape (batch, units) is kept."""
        return self.function(z)


class Chain(nn.Module):
    """Named modules, one after the other: unlike `nn.Sequential`, it keeps the names that documents use."""

    def __init__(self, **parts: nn.Module) -> None:
        super().__init__()
        for name, part in parts.items():
            self.add_module(name, part)

    def forward(self, a: Tensor) -> Tensor:
        """Apply every part in turn."""
        for part in self.children():
            a = part(a)
        return a


class Beside(Chain):
    """f(a), and a beside it."""

    def forward(self, a: Tensor) -> Tensor:
        """What the parts make of `a`, then `a` itself."""
        return torch.cat([super().forward(a), a], dim=1)


class Fourier(nn.Module):
    """Sines and cosines of fixed frequencies, which the run keeps."""

    frequencies: Tensor

    def __init__(self, units_in: int, count: int, scale: float) -> None:
        super().__init__()
        self.scale = scale
        self.register_buffer("frequencies", torch.zeros(count, units_in))

    def forward(self, a: Tensor) -> Tensor:
        """From (batch, units) to (batch, 2 frequencies), each cosine behind its sine."""
        z = self.scale * a @ self.frequencies.T
        return torch.stack((z.sin(), z.cos()), dim=2).flatten(1)


class Keyed(nn.Module):
    """A random module whose numbers are a function of a key, so that every stepper draws the same ones.

    The stepper calls `set_key` before each batch; outside training the module passes its input on.
    """

    key: tuple[int, int, int] = (0, 0, 0)


class Dropout(Keyed):
    """Inverted dropout (Srivastava et al. 2014)."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, a: Tensor) -> Tensor:
        """Zero units, (batch, units), or whole maps with probability `rate` and scale the rest."""
        if not self.training or self.rate == 0.0:
            return a
        kept = bernoulli(self.key, a.shape[0], a.shape[1], 1.0 - self.rate)
        return a * a.new_tensor(kept / (1.0 - self.rate)).reshape(a.shape[:2] + (1,) * (a.ndim - 2))


class Noise(Keyed):
    """Additive normal noise."""

    def __init__(self, deviation: float) -> None:
        super().__init__()
        self.deviation = deviation

    def forward(self, a: Tensor) -> Tensor:
        """Add noise to (batch, units), or to pictures, while training."""
        if not self.training or self.deviation == 0.0:
            return a
        return a + a.new_tensor(self.deviation * normal(self.key, len(a), a[0].numel())).reshape(a.shape)


class BatchNorm1d(nn.BatchNorm1d):
    """Torch's, except that a batch of one sample, which has no variance, uses the running statistics."""

    def forward(self, a: Tensor) -> Tensor:
        """Normalize (batch, units)."""
        if self.training and a.shape[0] == 1:
            mean, variance = self.get_buffer("running_mean"), self.get_buffer("running_var")
            return (a - mean) * self.weight * (variance + self.eps).rsqrt() + self.bias
        return super().forward(a)


class BatchNorm2d(nn.BatchNorm2d):
    """Torch's, except that a batch of one number a channel, which has no variance, uses the running statistics."""

    def forward(self, a: Tensor) -> Tensor:
        """Normalize (batch, channels, height, width) over all but the channels."""
        if self.training and a[:, 0].numel() == 1:
            mean, variance = self.get_buffer("running_mean"), self.get_buffer("running_var")
            scale, shift = self.weight[:, None, None], self.bias[:, None, None]
            return (a - mean[:, None, None]) * (variance[:, None, None] + self.eps).rsqrt() * scale + shift
        return super().forward(a)


class Skip(nn.Module):
    """a + f(a)."""

    def __init__(self, parts: Sequence[tuple[str, nn.Module]]) -> None:
        super().__init__()
        for name, part in parts:
            self.add_module(name, part)

    def forward(self, a: Tensor) -> Tensor:
        """Add what the parts make of `a` to it."""
        z = a
        for part in self.children():
            z = part(z)
        return a + z


class GatedSkip(nn.Module):
    """g f(a) + (1 - g) a, where g is the sigmoid of a linear map."""

    def __init__(self, gate: nn.Module, parts: Sequence[tuple[str, nn.Module]]) -> None:
        super().__init__()
        self.gate = gate
        for name, part in parts:
            self.add_module(name, part)

    def forward(self, a: Tensor) -> Tensor:
        """Let each gate choose between `a` and what the parts make of it."""
        gate, *parts = self.children()
        g, z = torch.sigmoid(gate(a)), a
        for part in parts:
            z = part(z)
        return g * z + (1.0 - g) * a


def set_keys(module: nn.Module, seed: int, batch: int) -> None:
    """Give every random module inside `module` its key for this batch: (seed, batch, place in the network)."""
    # In the order in which parts were added, which is that of the network: the compiled kernel counts them alike.
    for place, part in enumerate(m for m in module.modules() if isinstance(m, Keyed)):
        part.key = (seed, batch, place)
