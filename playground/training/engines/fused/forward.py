"""The forward pass: what each operation makes of a tile of samples.

Activations lie as units x samples. Rows are `pitch` numbers apart; the first `length`, a multiple of 8, are computed,
and the first `count` of these are samples of the batch. What stands in the others is finite as long as the weights are.
"""

from __future__ import annotations

import math
from typing import Any

from playground.layers.ops import NORM_EPSILON, OpCode
from playground.simd.vector import (
    compiled,
    inlined,
    keep_first,
    lanes,
    load,
    multiply_add,
    spread_number,
    square_root,
    store,
    total,
    zeros,
)
from playground.training.engines.fused.activations import bend_forward
from playground.training.engines.fused.matrix import add_product
from playground.training.engines.fused.noise import normal, uniform

AFFINE, ACTIVATION, DROPOUT, BATCH_NORM = (int(c) for c in list(OpCode)[:4])
LAYER_NORM, NOISE, SKIP_SAVE, SKIP_ADD = (int(c) for c in list(OpCode)[4:])


@inlined
def forward(
    operations: Any, params: Any, buffers: Any, work: Any, key: Any, first: int, count: int, pitch: int
) -> None:
    """Carry a tile from the inputs to the logits.

    Args:
        operations: Of the dtype `records.OPERATION`.
        params: All parameters.
        buffers: All running statistics, moved on by batch normalization.
        work: The workspace; inputs are in place.
        key: Seed and number of the update, folded, for what is random.
        first: Samples of the batch before this tile.
        count: Samples in this tile.
        pitch: Distance between rows.
    """
    length = (count + 7) // 8 * 8
    for i in range(operations.shape[0]):
        row = operations[i]
        code, units, source, target = row.code, row.units, row.source, row.target
        if code == AFFINE:
            affine(params, work, row, length, pitch)
        elif code == ACTIVATION:
            bend_forward(row.option, work, source, target, units, length, pitch)
        elif code == SKIP_ADD:
            add_rows(work, source, row.saved, target, units, length, pitch)
        elif code == DROPOUT:
            dropout(work, row, key, first, count, pitch)
        elif code == NOISE:
            noise(work, row, key, first, count, pitch)
        elif code == LAYER_NORM:
            layer_norm(params, work, row, length, pitch)
        elif code == BATCH_NORM:
            batch_norm(params, buffers, work, row, count, pitch)


@compiled
def affine(params: Any, work: Any, row: Any, length: int, pitch: int) -> None:
    """z = W a + b."""
    inputs, units, weight, target = row.inputs, row.units, row.parameter, row.target
    bias = weight + inputs * units
    for unit in range(units):
        start = spread_number(params, bias + unit) if row.option == 1 else zeros(work)
        for k in range(target + unit * pitch, target + unit * pitch + length, lanes(work)):
            store(work, k, start)
    add_product(work, target, pitch, params, weight, inputs, 1, work, row.source, pitch, units, inputs, length)


@compiled
def add_rows(work: Any, one: int, other: int, target: int, units: int, length: int, pitch: int) -> None:
    """work[target] = work[one] + work[other], for `units` rows; the places may be the same."""
    for unit in range(units):
        for k in range(unit * pitch, unit * pitch + length, lanes(work)):
            store(work, target + k, load(work, one + k) + load(work, other + k))


@compiled
def dropout(work: Any, row: Any, key: Any, first: int, count: int, pitch: int) -> None:
    """a m / (1 - rate), with m = 1 where a uniform number is below 1 - rate, else 0; m / (1 - rate) is kept."""
    units, source, target, mask = row.units, row.source, row.target, row.kept
    kept = 1.0 - row.value
    for unit in range(units):
        for k in range(count):
            at = unit * pitch + k
            passed = 1.0 / kept if uniform(key, row.place, (first + k) * units + unit) < kept else 0.0
            work[mask + at] = passed
            work[target + at] = work[source + at] * work[mask + at]


@compiled
def noise(work: Any, row: Any, key: Any, first: int, count: int, pitch: int) -> None:
    """a + deviation * a normal number."""
    units, source, target = row.units, row.source, row.target
    for unit in range(units):
        for k in range(count):
            at = unit * pitch + k
            shake = row.value * normal(key, row.place, (first + k) * units + unit) if row.value > 0.0 else 0.0
            work[target + at] = work[source + at] + shake


@compiled
def layer_norm(params: Any, work: Any, row: Any, length: int, pitch: int) -> None:
    """y = scale x̂ + shift, x̂ = (x - mean) / sqrt(variance + epsilon), both over the units of a sample.

    Kept for the backward pass: x̂, and 1 / sqrt(variance + epsilon) for each sample.
    """
    units, scale, source = row.units, row.parameter, row.source
    for k in range(0, length, lanes(work)):
        mean = zeros(work)
        for unit in range(units):
            mean = mean + load(work, source + unit * pitch + k)
        mean = mean / float(units)
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
def batch_norm(params: Any, buffers: Any, work: Any, row: Any, count: int, pitch: int) -> None:
    """y = scale x̂ + shift, x̂ = (x - mean) / sqrt(variance + epsilon), both over the samples of the batch.

    A batch of one sample, which has no variance, is normalized by the running statistics, and so is every batch where
    `option` is 1, which `table.evaluation_table` sets. Otherwise these move:
    running = (1 - momentum) running + momentum statistic, the variance with count - 1 in its denominator, like torch.
    """
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
def move(buffers: Any, at: int, statistic: float, momentum: float) -> None:
    """Let a running statistic follow."""
    buffers[at] = (1.0 - momentum) * buffers[at] + momentum * statistic


@compiled
def mean_and_variance(work: Any, at: int, count: int) -> Any:
    """Mean and biased variance of `count` numbers."""
    parts = zeros(work)
    for k in range(0, count, lanes(work)):
        parts = parts + keep_first(load(work, at + k), count - k)
    mean = total(parts) / count
    parts = zeros(work)
    for k in range(0, count, lanes(work)):
        away = keep_first(load(work, at + k) - mean, count - k)
        parts = multiply_add(away, away, parts)
    return mean, total(parts) / count
