"""A highway block: a dense layer with a gate that says how much of what enters is replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Parameter, setting
from playground.layers.residual import Residual
from playground.layers.source import ModuleSource, activation_source, linear_source
from playground.operations.activation import ActivationOp
from playground.operations.affine import AffineOp
from playground.operations.gate import GateOp, MixOp
from playground.operations.shape import units_in
from playground.operations.skip import SkipSaveOp

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

    from playground.layers.handing_on import Array
    from playground.operations import Operation
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Highway(Residual):
    """g f(W a + b) + (1 - g) a with g = sigmoid(G a + c): as wide as what enters it (Srivastava et al. 2015)."""

    kind = "highway"
    title = "Highway"
    summary = "A dense block with a gate: it learns for each unit how much of what enters passes on unchanged."
    icon = "waypoints"

    gate_bias: float = setting(
        -2.0,
        "Gate bias",
        "Where the gates begin: below 0 most of what enters passes on, so that deep networks learn.",
        min=-10.0,
        max=10.0,
        training_only=True,
    )

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """A constant branch behind gates that are the same everywhere: a map of each unit by itself."""
        Residual.hand_on(self, numbers, entering)
        numbers["gate.weight"][...] = 0.0

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """Weight (units, units) and bias (units,) of the gate, then of the block."""
        units = units_in(shape, self.title)
        weight = Parameter("gate.weight", (units, units), "weight", self.init)
        bias = Parameter("gate.bias", shape, "shift", usual=self.gate_bias)
        return (weight, bias, *Residual.parameters(self, shape))

    def build(self, shape: Shape) -> torch.nn.Module:
        """A gated skip around a linear map and its activation."""
        from torch import nn

        from playground.layers.modules import Elementwise, GatedSkip

        units = units_in(shape, self.title)
        linear = nn.Linear(units, units, bias=self.bias)
        return GatedSkip(nn.Linear(units, units), [("linear", linear), ("activation", Elementwise(self.activation))])

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """A gated skip around a linear map and its activation."""
        units = units_in(shape, self.title)
        inner = linear_source(units, units, bias=self.bias).then(activation_source(self.activation))
        names = {name: (0, f"block.{place}.{path}") for name, (place, path) in inner.names.items()}
        gate = {f"gate.{end}": (0, f"gate.{end}") for end in ("weight", "bias")}
        module = f"Highway(nn.Linear({units}, {units}), {', '.join(inner.modules)})"
        return ModuleSource((module,), gate | names, (*inner.definitions, _HIGHWAY))

    def lower(self, shape: Shape) -> tuple[Operation, ...]:
        """The dense operations between the two ends of a gated skip."""
        n = self.shape_out(shape)
        dense = AffineOp(n, n, self.bias), ActivationOp(n, n, self.activation)
        return (SkipSaveOp(n, n), GateOp(n, n), *dense, MixOp(n, n))


_HIGHWAY = '''\
class Highway(nn.Module):
    """g f(a) + (1 - g) a, where g is the sigmoid of a linear map."""

    def __init__(self, gate, *block):
        super().__init__()
        self.gate, self.block = gate, nn.Sequential(*block)

    def forward(self, a):
        g = torch.sigmoid(self.gate(a))
        return g * self.block(a) + (1 - g) * a
'''
