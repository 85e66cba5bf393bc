"""A layer kind of one file: one learned number a unit."""

from __future__ import annotations

from dataclasses import dataclass

from playground.layers.base import Layer, Parameter
from playground.layers.source import ModuleSource
from tests.recipes.toys.scale_op import ScaleOp


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Layer):
    """a times g, unit by unit; g begins at 1."""

    kind, title, summary = "scale", "Scale", "Stretches every unit by a number of its own."

    def parameters(self, shape):
        return (Parameter("weight", shape, "scale"),)

    def build(self, shape):
        import torch

        class Scaling(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.weight = torch.nn.Parameter(torch.ones(shape))

            def forward(self, a):
                return a * self.weight

        return Scaling()

    def source(self, shape, *, exact=False):
        return ModuleSource((f"Scale({shape[0]})",), {"weight": (0, "weight")}, (_SOURCE,))

    def lower(self, shape):
        return (ScaleOp(shape, shape),)


_SOURCE = '''\
class Scale(nn.Module):
    """One learned number a unit."""

    def __init__(self, units):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(units))

    def forward(self, a):
        return a * self.weight
'''
