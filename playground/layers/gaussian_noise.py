"""Gaussian noise: shakes every unit while training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, setting
from playground.layers.ops import Op, OpCode

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True, kw_only=True)
class GaussianNoise(Layer):
    """a + normal noise in training; outside it passes everything on."""

    kind = "gaussian_noise"
    title = "Gaussian noise"
    summary = "Shakes every unit while training: smoother boundaries."

    deviation: float = setting(0.1, "Deviation", "Standard deviation of the noise.", min=0.0, max=2.0, step=0.01)

    def caption(self) -> str:
        """The deviation."""
        return f"σ {self.deviation:g}"

    def build(self, width_in: int) -> torch.nn.Module:
        """The shared noise module."""
        from playground.layers.modules import Noise

        return Noise(self.deviation)

    def lower(self, width_in: int) -> tuple[Op, ...]:
        """One noise operation."""
        return (Op(OpCode.NOISE, width_in, width_in, value=self.deviation),)
