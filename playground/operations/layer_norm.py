"""Layer normalization: each sample is centred and scaled over its units (Ba, Kiros and Hinton 2016)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import Array, FusedCode, Graph, Operation, Room
from playground.operations.numbers import NORM_EPSILON

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class LayerNormOp(Operation):
    """scale (x - mean) / sqrt(variance + epsilon) + shift, mean and variance over the units of a sample."""

    name, words, leg = "layer_norm", "Layer norm", "normalization"

    @property
    def arrays(self) -> tuple[str, ...]:
        """Scale and shift, one of each a unit."""
        return ("scale", "shift")

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """Normalized rows, scaled and shifted."""
        scale, shift = arrays
        centred = rows - rows.mean(axis=1, keepdims=True)
        return np.asarray(centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + NORM_EPSILON) * scale + shift)

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """The same in two lines."""
        return [
            "a = a - a.mean(axis=1, keepdims=True)",
            f"a = a / np.sqrt((a**2).mean(axis=1, keepdims=True) + {NORM_EPSILON}) * {names[0]} + {names[1]}",
        ]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """LayerNormalization."""
        return graph.add("LayerNormalization", (value, *arrays), axis=-1, epsilon=NORM_EPSILON)

    def fill(self, record: Any, room: Room) -> None:
        """Places for x̂ and for 1 / deviation."""
        record["kept"], record["scales"] = room.take(self.size_out * room.pitch), room.take(room.pitch)

    @classmethod
    def fused(cls) -> FusedCode:
        """Keeps x̂, and 1 / sqrt(variance + epsilon) for each sample, for the way back.

        With e = scale d: (e - mean(e) - x̂ mean(e x̂)) / deviation, means over the units of a sample.
        """
        from playground.operations.rows import scale_and_shift
        from playground.simd.vector import (
            compiled,
            lanes,
            load,
            multiply_add,
            spread_number,
            square_root,
            store,
            zeros,
        )

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            units, scale, source = row.units, row.parameter, row.source
            for k in range(0, (count + 7) // 8 * 8, lanes(work)):
                mean = zeros(work)
                for unit in range(units):
                    mean = mean + load(work, source + unit * pitch + k)
                mean = mean / float(units)
                # From the deviations, as in batch normalization.
                variance = zeros(work)
                for unit in range(units):
                    away = load(work, source + unit * pitch + k) - mean
                    variance = multiply_add(away, away, variance)
                inverse = 1.0 / square_root(variance / float(units) + NORM_EPSILON)
                store(work, row.scales + k, inverse)
                for unit in range(units):
                    at = unit * pitch + k
                    normal_value = (load(work, source + at) - mean) * inverse
                    store(work, row.kept + at, normal_value)
                    shift = spread_number(params, scale + units + unit)
                    store(work, row.target + at, multiply_add(normal_value, spread_number(params, scale + unit), shift))

        @compiled
        def by_inputs(params: Any, work: Any, row: Any, length: int, pitch: int) -> None:
            units, scale, delta = row.units, row.parameter, row.delta_out
            for k in range(0, length, lanes(work)):
                mean = zeros(work)
                along = zeros(work)
                for unit in range(units):
                    at = unit * pitch + k
                    e = load(work, delta + at) * spread_number(params, scale + unit)
                    mean = mean + e
                    along = multiply_add(e, load(work, row.kept + at), along)
                mean, along = mean / float(units), along / float(units)
                inverse = load(work, row.scales + k)
                for unit in range(units):
                    at = unit * pitch + k
                    e = load(work, delta + at) * spread_number(params, scale + unit)
                    store(work, delta + at, inverse * (e - mean - along * load(work, row.kept + at)))

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            scale_and_shift(work, row, row.units, gradient, count, pitch)
            if row.pass_on == 1:
                by_inputs(params, work, row, (count + 7) // 8 * 8, pitch)

        return FusedCode(forward, backward)
