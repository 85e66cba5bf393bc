"""Batch normalization: every unit is centred and scaled over the batch (Ioffe and Szegedy 2015)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import AffineView, Array, FusedCode, Graph, Operation, Room
from playground.operations.numbers import NORM_EPSILON

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class BatchNormOp(Operation):
    """scale (x - mean) / sqrt(variance + epsilon) + shift; outside training by the running statistics.

    Attributes:
        momentum: How fast the running statistics follow those of the batches.
    """

    name, words, leg = "batch_norm", "Batch norm", "bias"
    statistics = ("mean", "variance")
    needs_batch = True
    in_use = "Batch norm uses its running statistics here; while it trains, those of each batch."

    momentum: float = 0.1

    @property
    def arrays(self) -> tuple[str, ...]:
        """Scale and shift, one of each a unit."""
        return ("scale", "shift")

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """Scaled and shifted by the running statistics."""
        weight, bias = self.affine(arrays)
        return np.asarray(rows * weight + bias)

    def affine(self, arrays: Sequence[Array]) -> AffineView:
        """A map of each unit by itself."""
        scale, shift, mean, variance = arrays
        factor = scale / np.sqrt(variance + NORM_EPSILON)
        return AffineView(factor, shift - factor * mean)

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """By the running statistics."""
        scale, shift, mean, variance = names
        return [f"a = (a - {mean}) / np.sqrt({variance} + {NORM_EPSILON}) * {scale} + {shift}"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """BatchNormalization."""
        return graph.add("BatchNormalization", (value, *arrays), epsilon=NORM_EPSILON)

    def fill(self, record: Any, room: Room) -> None:
        """The momentum, places for x̂ and for 1 / deviation, and whether running statistics are to be used."""
        record["value"], record["option"] = self.momentum, room.is_evaluation
        record["kept"], record["scales"] = room.take(self.size_out * room.pitch), room.take(self.size_out)

    @classmethod
    def fused(cls) -> FusedCode:
        """A batch of one sample, which has no variance, goes by the running statistics, as does all of an evaluation.

        Otherwise these move: running = (1 - momentum) running + momentum statistic, the variance with count - 1 in its
        denominator, like torch. Backwards: scale / deviation (d - mean(d) - x̂ mean(d x̂)), means over the batch, which
        are the gradients by shift and scale divided by its size: it is one tile, so both are there.
        """
        import math

        from playground.operations.rows import scale_and_shift
        from playground.simd.vector import compiled, keep_first, lanes, load, multiply_add, store, total, zeros

        @compiled
        def move(buffers: Any, at: int, statistic: float, momentum: float) -> None:
            buffers[at] = (1.0 - momentum) * buffers[at] + momentum * statistic

        @compiled
        def mean_and_variance(work: Any, at: int, count: int) -> Any:
            parts = zeros(work)
            for k in range(0, count, lanes(work)):
                parts = parts + keep_first(load(work, at + k), count - k)
            mean = total(parts) / count
            parts = zeros(work)
            for k in range(0, count, lanes(work)):
                away = keep_first(load(work, at + k) - mean, count - k)
                parts = multiply_add(away, away, parts)
            return mean, total(parts) / count

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            units, source = row.units, row.source
            for unit in range(units):
                at = source + unit * pitch
                mean, variance = buffers[row.buffer + unit], buffers[row.buffer + units + unit]
                if count > 1 and row.option == 0:
                    mean, variance = mean_and_variance(work, at, count)
                    unbiased = variance * (count / (count - 1.0))
                    move(buffers, row.buffer + unit, mean, row.value)
                    move(buffers, row.buffer + units + unit, unbiased, row.value)
                inverse = 1.0 / math.sqrt(variance + NORM_EPSILON)
                work[row.scales + unit] = inverse
                scale, shift = params[row.parameter + unit], params[row.parameter + units + unit]
                for k in range(0, (count + 7) // 8 * 8, lanes(work)):
                    normal_value = (load(work, at + k) - mean) * inverse
                    store(work, row.kept + unit * pitch + k, normal_value)
                    store(work, row.target + unit * pitch + k, normal_value * scale + shift)

        @compiled
        def by_inputs(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            units = row.units
            for unit in range(units):
                scale = row.parameter + unit
                factor = params[scale] * work[row.scales + unit]
                along = work[gradient + scale] / count if count > 1 else 0.0
                mean = work[gradient + scale + units] / count if count > 1 else 0.0
                for k in range(unit * pitch, unit * pitch + count, lanes(work)):
                    rest = load(work, row.delta_out + k) - mean - load(work, row.kept + k) * along
                    store(work, row.delta_out + k, rest * factor)

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            scale_and_shift(work, row, gradient, count, pitch)
            if row.pass_on == 1:
                by_inputs(params, work, row, gradient, count, pitch)

        return FusedCode(forward, backward)
