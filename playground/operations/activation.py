"""An activation: a function of the catalogue, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.activations import ACTIVATIONS, LEAKY_SLOPE
from playground.operations.base import Array, FusedCode, Graph, NoHandlerError, Operation, Room

if TYPE_CHECKING:
    from collections.abc import Sequence

STRAIGHT = {"linear": 1.0, "relu": 0.0, "leaky_relu": LEAKY_SLOPE}
"""Activations that are straight on both sides of zero, with their slope below it."""
FUSED_CODES = frozenset(range(13))
"""What `activation_code` knows, by the catalogue's number; what is not here trains with PyTorch."""

Call = tuple[str, tuple[str, ...], dict[str, float | int | str]]
"""An operator, its inputs ("z" stands for what comes in, "" for the call before) and its attributes."""
_ONNX: dict[str, tuple[Call, ...]] = {
    "linear": (),
    "tanh": (("Tanh", ("z",), {}),),
    "relu": (("Relu", ("z",), {}),),
    "sigmoid": (("Sigmoid", ("z",), {}),),
    "gelu": (("Gelu", ("z",), {"approximate": "tanh"}),),
    "leaky_relu": (("LeakyRelu", ("z",), {"alpha": LEAKY_SLOPE}),),
    "elu": (("Elu", ("z",), {"alpha": 1.0}),),
    "selu": (("Selu", ("z",), {}),),
    "silu": (("Sigmoid", ("z",), {}), ("Mul", ("z", ""), {})),
    "mish": (("Mish", ("z",), {}),),
    "softplus": (("Softplus", ("z",), {}),),
    "sine": (("Sin", ("z",), {}),),
    "gaussian": (("Mul", ("z", "z"), {}), ("Neg", ("",), {}), ("Exp", ("",), {})),
}


@dataclass(frozen=True, slots=True)
class ActivationOp(Operation):
    """f(z), with f a key of `ACTIVATIONS`."""

    name, words, leg = "activation", "activation", "activation"

    function: str = "linear"

    @property
    def title(self) -> str:
        """The function's."""
        return ACTIVATIONS[self.function].title

    @property
    def is_idle(self) -> bool:
        """The linear one does nothing."""
        return self.function == "linear"

    @property
    def bends(self) -> bool:
        """Whether the function is anything but the identity."""
        return not self.is_idle

    @property
    def slope_below(self) -> float | None:
        """The slope below zero of a piecewise linear function; None for all others."""
        return STRAIGHT.get(self.function)

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """The activation function of each number."""
        return np.asarray(ACTIVATIONS[self.function].curve(rows))

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """A call of the function."""
        return [f"a = {self.function}(a)"]

    def numpy_functions(self) -> dict[str, str]:
        """Numpy source of the activation function, by name."""
        return {self.function: f"def {self.function}(z):\n    return {ACTIVATIONS[self.function].formula}"}

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """The operators that make the function."""
        if self.function not in _ONNX:
            raise NoHandlerError(self.title, "form in ONNX")
        last = value
        for operator, inputs, attributes in _ONNX[self.function]:
            last = graph.add(operator, tuple(value if one == "z" else last for one in inputs), "", **attributes)
        return last

    @property
    def without_fused(self) -> str:
        """A function that the kernel does not know."""
        return "" if ACTIVATIONS[self.function].code in FUSED_CODES else f"the activation {self.title}"

    def fill(self, record: Any, room: Room) -> None:
        """Which function it is."""
        record["option"] = ACTIVATIONS[self.function].code

    @classmethod
    def fused(cls) -> FusedCode:
        """f(z), and d f'(z)."""
        from playground.operations.activation_code import bend_backward, bend_forward
        from playground.simd.vector import force_inlined

        @force_inlined
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            bend_forward(row.option, work, row.source, row.target, row.units, (count + 7) // 8 * 8, pitch)

        @force_inlined
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            if row.pass_on == 1:
                length = (count + 7) // 8 * 8
                bend_backward(row.option, work, row.source, row.target, row.delta_out, row.units, length, pitch)

        return FusedCode(forward, backward)
