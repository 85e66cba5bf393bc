"""Fourier features: sines and cosines of fixed random frequencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import Array, FusedCode, Graph, Operation, Room

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class FourierOp(Operation):
    """sin(s B a) and cos(s B a), with B (frequencies, units in); each cosine stands behind its sine."""

    name, words, leg = "fourier", "Fourier features", "features"
    statistics = ("f",)

    scale: float = 1.0

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """Pairs of a sine and a cosine."""
        z = self.scale * (rows @ arrays[0].T)
        return np.stack((np.sin(z), np.cos(z)), axis=2).reshape(len(z), -1)

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Two lines."""
        pairs = "a = np.stack([np.sin(z), np.cos(z)], axis=2).reshape(len(z), -1)"
        return [f"z = {self.scale!r} * a @ {names[0]}.T", pairs]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Gemm, Sin and Cos, joined along an axis of their own that is folded away."""
        z = graph.add("Gemm", (value, *arrays), transB=1, alpha=self.scale)
        last = graph.constant(np.array([2]))
        pairs = tuple(graph.add("Unsqueeze", (graph.add(operator, (z,)), last)) for operator in ("Sin", "Cos"))
        return graph.add("Flatten", (graph.add("Concat", pairs, axis=2),))

    def fill(self, record: Any, room: Room) -> None:
        """Places of the angles and of a copy of the frequencies, which the way back does not see."""
        record["value"] = self.scale
        record["kept"] = room.take(self.size_out // 2 * room.pitch)
        record["turned"] = room.take(self.size_out // 2 * self.size_in)
        record["delta_out"] = room.other_delta()

    @classmethod
    def fused(cls) -> FusedCode:
        """With d and e the gradients by sine and cosine, that by the angle is d cos - e sin."""
        from playground.operations.rows import clear_rows
        from playground.simd.elementary import cos, sin
        from playground.simd.matrix import add_product
        from playground.simd.vector import compiled, lanes, load, store

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            inputs, angles, length, kept = row.inputs, row.units // 2, (count + 7) // 8 * 8, row.kept
            for i in range(angles * inputs):
                work[row.turned + i] = buffers[row.buffer + i] * row.value
            clear_rows(work, kept, angles, length, pitch)
            weight, source = row.turned, row.source
            add_product(work, kept, pitch, work, weight, inputs, 1, work, source, pitch, angles, inputs, length)
            for i in range(angles):
                for k in range(0, length, lanes(work)):
                    angle, target = load(work, kept + i * pitch + k), row.target + 2 * i * pitch + k
                    store(work, target, sin(angle))
                    store(work, target + pitch, cos(angle))

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            if row.pass_on == 0:
                return
            inputs, angles, length, kept = row.inputs, row.units // 2, (count + 7) // 8 * 8, row.kept
            for i in range(angles):
                for k in range(0, length, lanes(work)):
                    at, delta = row.target + 2 * i * pitch + k, row.delta_out + 2 * i * pitch + k
                    by_sine, by_cosine = load(work, delta), load(work, delta + pitch)
                    turned = by_sine * load(work, at + pitch) - by_cosine * load(work, at)
                    store(work, kept + i * pitch + k, turned)
            into, weight = row.delta_in, row.turned
            clear_rows(work, into, inputs, length, pitch)
            add_product(work, into, pitch, work, weight, 1, inputs, work, kept, pitch, inputs, angles, length)

        return FusedCode(forward, backward)
