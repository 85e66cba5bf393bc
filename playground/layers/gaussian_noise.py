"""Gaussian noise: shakes every unit while training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, setting
from playground.layers.source import MIX, UNIFORMS, ModuleSource
from playground.operations.noise import NoiseOp
from playground.operations.random_numbers import NORMAL_STREAM

if TYPE_CHECKING:
    import torch

    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class GaussianNoise(Layer):
    """a + normal noise in training; outside it passes everything on."""

    kind = "gaussian_noise"
    title = "Gaussian noise"
    summary = "Shakes every unit while training: smoother boundaries."
    icon = "sparkles"

    deviation: float = setting(
        0.1, "Deviation", "Standard deviation of the noise.", min=0.0, max=2.0, step=0.01, training_only=True
    )

    @property
    def is_straight_through(self) -> bool:
        """Outside training everything passes."""
        return True

    def caption(self) -> str:
        """The standard deviation of the noise."""
        return f"σ {self.deviation:g}"

    def build(self, shape: Shape) -> torch.nn.Module:
        """The shared noise module."""
        from playground.layers.modules import Noise

        return Noise(self.deviation)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """A module of its own: torch has none."""
        definitions = (MIX, UNIFORMS, _EXACT_NOISE) if exact else (_NOISE,)
        return ModuleSource((f"GaussianNoise({self.deviation!r})",), definitions=definitions, keyed=exact)

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """One noise operation."""
        return (NoiseOp(shape, shape, self.deviation),)


_NOISE = '''\
class GaussianNoise(nn.Module):
    """a + normal noise in training."""

    def __init__(self, deviation):
        super().__init__()
        self.deviation = deviation

    def forward(self, a):
        return a + self.deviation * torch.randn_like(a) if self.training else a
'''

_EXACT_NOISE = f'''\
class GaussianNoise(nn.Module):
    """a + normal noise in training, the playground's own; `key` is set before each batch."""

    key = (0, 0, 0)

    def __init__(self, deviation):
        super().__init__()
        self.deviation = deviation

    def forward(self, a):
        if not self.training:
            return a
        radius = np.sqrt(-2.0 * np.log1p(-uniforms(self.key, a.shape)))
        angle = 2.0 * np.pi * uniforms(self.key, a.shape, stream={NORMAL_STREAM:#x})
        return a + a.new_tensor(self.deviation * radius * np.cos(angle))
'''
