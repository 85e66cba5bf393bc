"""The affine map, z = W a + b: what dense layers are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import AffineView, Array, FusedCode, Graph, Operation, Room
from playground.operations.places import pitch_of

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGE_WEIGHT = 4096
"""Numbers in a weight from which on the backward pass reads a transposed copy."""


@dataclass(frozen=True, slots=True)
class AffineOp(Operation):
    """W a + b, with W (units, units in)."""

    name, words, leg = "affine", "affine map", "bias"

    bias: bool = True

    @property
    def arrays(self) -> tuple[str, ...]:
        """W and b."""
        return ("w", "b") if self.bias else ("w",)

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """A product with the weight, and the bias."""
        weight, bias = self.affine(arrays)
        return np.asarray(rows @ weight.T + bias)

    def affine(self, arrays: Sequence[Array]) -> AffineView:
        """W and b themselves."""
        weight = arrays[0]
        return AffineView(weight, arrays[1] if self.bias else np.zeros(len(weight), weight.dtype))

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """One product."""
        return [f"a = a @ {names[0]}.T" + (f" + {names[1]}" if self.bias else "")]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Gemm."""
        return graph.add("Gemm", (value, *arrays), transB=1)

    def fill(self, record: Any, room: Room) -> None:
        """Transposed copies of inputs and of large weights, and gradients in the other place."""
        inputs, units = self.size_in, self.size_out
        record["option"] = self.bias
        record["turned_pitch"], record["weight_turned_pitch"] = pitch_of(inputs), pitch_of(units)
        record["turned"] = room.take(room.tile * pitch_of(inputs))
        large = inputs * units >= LARGE_WEIGHT
        record["weight_turned"] = room.take(inputs * pitch_of(units)) if large else -1
        record["delta_out"] = room.other_delta()

    @classmethod
    def fused(cls) -> FusedCode:
        """z = W a + b; dW = d aᵀ, db = the sum of d over the samples, da = Wᵀ d."""
        from playground.operations.affine_code import add_gradient_by_weights, sums
        from playground.operations.rows import clear_rows
        from playground.simd.matrix import add_product, transpose
        from playground.simd.vector import compiled, force_inlined

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            sums(params, work, row, row.target, (count + 7) // 8 * 8, pitch)

        @compiled
        def by_inputs(params: Any, work: Any, row: Any, length: int, pitch: int) -> None:
            inputs, units, weight = row.inputs, row.units, row.parameter
            source, target, turned = row.delta_out, row.delta_in, row.weight_turned
            clear_rows(work, target, inputs, length, pitch)
            if turned >= 0:  # too large for the nearest cache: rows of a transposed copy are read in order
                apart = row.weight_turned_pitch
                transpose(work, turned, apart, params, weight, inputs, units, inputs)
                add_product(work, target, pitch, work, turned, apart, 1, work, source, pitch, inputs, units, length)
            else:
                add_product(work, target, pitch, params, weight, 1, inputs, work, source, pitch, inputs, units, length)

        @force_inlined
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            add_gradient_by_weights(work, row, row.delta_out, gradient, count, pitch)
            if row.pass_on == 1:
                by_inputs(params, work, row, (count + 7) // 8 * 8, pitch)

        return FusedCode(forward, backward)
