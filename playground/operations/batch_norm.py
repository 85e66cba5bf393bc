"""Batch normalization: units, or maps, are centred and scaled over the batch (Ioffe and Szegedy 2015)."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import AffineView, Array, FusedCode, Graph, Operation, Room
from playground.operations.numbers import NORM_EPSILON

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class BatchNormOp(Operation):
    """scale (x - mean) / sqrt(variance + epsilon) + shift; outside training by the running statistics.

    All four are one a unit, or one a channel of pictures, whose statistics go over its places as well.

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
        """Scale and shift, one of each a unit or channel."""
        return ("scale", "shift")

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """Scaled and shifted by the running statistics."""
        weight, bias = self.affine(arrays)
        return np.asarray(rows * weight.reshape(self.shape_in) + bias.reshape(self.shape_in))

    def affine(self, arrays: Sequence[Array]) -> AffineView:
        """A map of each unit by itself."""
        scale, shift, mean, variance = arrays
        factor = scale / np.sqrt(variance + NORM_EPSILON)
        places = prod(self.shape_in[1:])
        return AffineView(factor.repeat(places), (shift - factor * mean).repeat(places))

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """By the running statistics."""
        by_channel = "" if len(self.shape_in) == 1 else "[:, None, None]"
        scale, shift, mean, variance = (f"{name}{by_channel}" for name in names)
        return [f"a = (a - {mean}) / np.sqrt({variance} + {NORM_EPSILON}) * {scale} + {shift}"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """BatchNormalization."""
        return graph.add("BatchNormalization", (value, *arrays), epsilon=NORM_EPSILON)

    def fill(self, record: Any, room: Room) -> None:
        """The momentum, places for x̂ and for 1 / deviation, and whether running statistics are to be used."""
        record["value"], record["option"] = self.momentum, room.is_evaluation
        record["channels_in"] = channels = self.shape_in[0]
        record["kept"], record["scales"] = room.take(self.size_out * room.pitch), room.take(channels)

    @classmethod
    def fused(cls) -> FusedCode:
        """A batch of one number, which has no variance, goes by the running statistics, as does all of an evaluation.

        Otherwise these move: running = (1 - momentum) running + momentum statistic, the variance with one number less
        in its denominator, like torch. Backwards: scale / deviation (d - mean(d) - x̂ mean(d x̂)), means over the batch,
        which are the gradients by shift and scale divided by its size: it is one tile, so both are there. A channel has
        as many numbers in a batch as it has places, times the samples; where there are no maps, each unit is a channel.
        """
        import math

        from playground.operations.rows import scale_and_shift
        from playground.simd.vector import compiled, keep_first, lanes, load, multiply_add, store, total, zeros

        @compiled
        def move(buffers: Any, at: int, statistic: float, momentum: float) -> None:
            buffers[at] = (1.0 - momentum) * buffers[at] + momentum * statistic

        @compiled
        def mean_and_variance(work: Any, first: int, end: int, count: int, pitch: int) -> Any:
            numbers = (end - first) // pitch * count
            parts = zeros(work)
            for at in range(first, end, pitch):
                for k in range(0, count, lanes(work)):
                    parts = parts + keep_first(load(work, at + k), count - k)
            # Two passes: the mean of squares less the square of the mean loses the variance in single precision where
            # the mean is large beside it.
            mean = total(parts) / numbers
            parts = zeros(work)
            for at in range(first, end, pitch):
                for k in range(0, count, lanes(work)):
                    away = keep_first(load(work, at + k) - mean, count - k)
                    parts = multiply_add(away, away, parts)
            return mean, total(parts) / numbers

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            channels, source = row.channels_in, row.source
            rows = row.units // channels * pitch
            numbers = row.units // channels * count
            for channel in range(channels):
                begin, end = channel * rows, (channel + 1) * rows
                mean, variance = buffers[row.buffer + channel], buffers[row.buffer + channels + channel]
                if numbers > 1 and row.option == 0:
                    mean, variance = mean_and_variance(work, source + begin, source + end, count, pitch)
                    unbiased = variance * (numbers / (numbers - 1.0))
                    move(buffers, row.buffer + channel, mean, row.value)
                    move(buffers, row.buffer + channels + channel, unbiased, row.value)
                inverse = 1.0 / math.sqrt(variance + NORM_EPSILON)
                work[row.scales + channel] = inverse
                scale, shift = params[row.parameter + channel], params[row.parameter + channels + channel]
                for at in range(begin, end, pitch):
                    for k in range(at, at + (count + 7) // 8 * 8, lanes(work)):
                        normal_value = (load(work, source + k) - mean) * inverse
                        store(work, row.kept + k, normal_value)
                        store(work, row.target + k, normal_value * scale + shift)

        @compiled
        def by_inputs(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            channels = row.channels_in
            rows = row.units // channels * pitch
            numbers = row.units // channels * count
            for channel in range(channels):
                scale = row.parameter + channel
                factor = params[scale] * work[row.scales + channel]
                along = work[gradient + scale] / numbers if numbers > 1 else 0.0
                mean = work[gradient + scale + channels] / numbers if numbers > 1 else 0.0
                for at in range(channel * rows, (channel + 1) * rows, pitch):
                    for k in range(at, at + count, lanes(work)):
                        rest = load(work, row.delta_out + k) - mean - load(work, row.kept + k) * along
                        store(work, row.delta_out + k, rest * factor)

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            scale_and_shift(work, row, row.channels_in, gradient, count, pitch)
            if row.pass_on == 1:
                by_inputs(params, work, row, gradient, count, pitch)

        return FusedCode(forward, backward)
