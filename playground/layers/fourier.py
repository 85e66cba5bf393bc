"""Fourier features: what enters, seen through waves of many lengths and directions that are drawn once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Buffer, Layer, setting
from playground.layers.source import ModuleSource
from playground.operations.fourier import FourierOp
from playground.operations.shape import units_in

if TYPE_CHECKING:
    import torch

    from playground.operations import Operation
    from playground.operations.shape import Shape

MOST_FREQUENCIES = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class FourierFeatures(Layer):
    """sin(s B a) and cos(s B a) with a fixed normal B (Rahimi and Recht 2007, Tancik et al. 2020)."""

    kind = "fourier"
    title = "Fourier features"
    summary = "Sines and cosines of random, fixed frequencies: what follows learns fine detail sooner."
    icon = "vibrate"
    makes_units = is_mixing = True

    frequencies: int = setting(
        8, "Frequencies", "Each gives a sine and a cosine along a direction of its own.", min=1, max=MOST_FREQUENCIES
    )
    scale: float = setting(
        1.0,
        "Scale",
        "Spread of the frequencies, in radians per unit: high ones draw fine detail, and fit noise as well.",
        min=0.01,
        max=100.0,
        log=True,
    )

    def shape_out(self, shape: Shape) -> Shape:
        """Two units for each frequency."""
        units_in(shape, self.title)
        return (2 * self.frequencies,)

    def buffers(self, shape: Shape) -> tuple[Buffer, ...]:
        """The frequencies, (frequencies, units in)."""
        return (Buffer("frequencies", (self.frequencies, units_in(shape, self.title)), 0.0, spread=1.0),)

    @property
    def short_title(self) -> str:
        """One word."""
        return "Fourier"

    def output_scale(self) -> float | None:
        """That of sine and cosine."""
        return 1.0

    def build(self, shape: Shape) -> torch.nn.Module:
        """A module without parameters."""
        from playground.layers.modules import Fourier

        return Fourier(units_in(shape, self.title), self.frequencies, self.scale)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """A module that draws its frequencies when it is made."""
        module = f"FourierFeatures({units_in(shape, self.title)}, {self.frequencies}, {self.scale!r})"
        return ModuleSource((module,), {"frequencies": (0, "frequencies")}, (_FOURIER,))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """The sines and cosines as one operation."""
        return (FourierOp(shape, self.shape_out(shape), self.scale),)


_FOURIER = '''\
class FourierFeatures(nn.Module):
    """Sines and cosines of random, fixed frequencies."""

    def __init__(self, units_in, count, scale):
        super().__init__()
        self.scale = scale
        self.register_buffer("frequencies", torch.randn(count, units_in))

    def forward(self, a):
        z = self.scale * a @ self.frequencies.T
        return torch.stack([z.sin(), z.cos()], dim=2).flatten(1)
'''
