"""The backward pass: gradients by what enters each operation, and by its parameters.

d stands for the gradient by what leaves an operation. Samples beyond the batch, which fill up the rows, are not zero:
every sum over samples leaves them out.
"""

from __future__ import annotations

from typing import Any

from playground.simd.vector import (
    compiled,
    inlined,
    keep_first,
    lanes,
    load,
    multiply_add,
    spread_number,
    store,
    total,
    zeros,
)
from playground.training.engines.fused.activations import bend_backward
from playground.training.engines.fused.forward import (
    ACTIVATION,
    AFFINE,
    BATCH_NORM,
    DROPOUT,
    LAYER_NORM,
    SKIP_ADD,
    SKIP_SAVE,
    add_rows,
)
from playground.training.engines.fused.matrix import add_product, transpose


@inlined
def backward(operations: Any, params: Any, work: Any, gradient: int, count: int, pitch: int) -> None:
    """Carry the gradient of a tile from the logits back, and add its part to the gradient of the parameters.

    Args:
        operations: Of the dtype `records.OPERATION`.
        params: All parameters.
        work: The workspace after `forward`, with the gradient by the logits in place.
        gradient: Where the gradient by all parameters lies in it.
        count: Samples in this tile.
        pitch: Distance between rows.
    """
    length = (count + 7) // 8 * 8
    for i in range(operations.shape[0] - 1, -1, -1):
        row = operations[i]
        code, units, delta, pass_on = row.code, row.units, row.delta_out, row.pass_on == 1
        if code == AFFINE:
            affine_weights(work, row, gradient, count, pitch)
            if pass_on:
                affine_inputs(params, work, row, length, pitch)
        elif code == LAYER_NORM:
            scale_and_shift(work, row, gradient, count, pitch)
            if pass_on:
                layer_norm_inputs(params, work, row, length, pitch)
        elif code == BATCH_NORM:
            scale_and_shift(work, row, gradient, count, pitch)
            if pass_on:
                batch_norm_inputs(params, work, row, gradient, count, pitch)
        elif pass_on:
            if code == ACTIVATION:
                bend_backward(row.option, work, row.source, row.target, delta, units, length, pitch)
            elif code == DROPOUT:
                multiply_rows(work, delta, row.kept, units, length, pitch)
            elif code == SKIP_ADD:
                copy_rows(work, delta, row.kept, units, length, pitch)
            elif code == SKIP_SAVE:
                add_rows(work, delta, row.kept, delta, units, length, pitch)


@compiled
def affine_weights(work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
    """dW = d aᵀ, db = the sum of d over the samples."""
    inputs, units, weight, delta = row.inputs, row.units, gradient + row.parameter, row.delta_out
    turned, turned_pitch = row.turned, row.turned_pitch
    transpose(work, turned, turned_pitch, work, row.source, pitch, inputs, count)
    columns = (inputs + 7) // 8 * 8
    add_product(work, weight, inputs, work, delta, pitch, 1, work, turned, turned_pitch, units, count, columns)
    if row.option == 1:
        for unit in range(units):
            work[weight + inputs * units + unit] += sum_of_row(work, delta + unit * pitch, count)


@compiled
def affine_inputs(params: Any, work: Any, row: Any, length: int, pitch: int) -> None:
    """da = Wᵀ d, from a transposed copy of W where that is too large for the nearest cache."""
    inputs, units, weight = row.inputs, row.units, row.parameter
    source, target, turned = row.delta_out, row.delta_in, row.weight_turned
    for i in range(inputs):
        for k in range(i * pitch, i * pitch + length, lanes(work)):
            store(work, target + k, zeros(work))
    if turned >= 0:
        turned_pitch = row.weight_turned_pitch
        transpose(work, turned, turned_pitch, params, weight, inputs, units, inputs)
        add_product(work, target, pitch, work, turned, turned_pitch, 1, work, source, pitch, inputs, units, length)
    else:
        add_product(work, target, pitch, params, weight, 1, inputs, work, source, pitch, inputs, units, length)


@compiled
def scale_and_shift(work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
    """dscale = the sum of d x̂ over the samples, dshift = the sum of d, unit by unit."""
    units, scale = row.units, gradient + row.parameter
    for unit in range(units):
        delta = row.delta_out + unit * pitch
        work[scale + unit] += dot_of_rows(work, delta, row.kept + unit * pitch, count)
        work[scale + units + unit] += sum_of_row(work, delta, count)


@compiled
def layer_norm_inputs(params: Any, work: Any, row: Any, length: int, pitch: int) -> None:
    """With e = scale d: (e - mean(e) - x̂ mean(e x̂)) / deviation, means over the units of a sample."""
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
def batch_norm_inputs(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
    """scale / deviation (d - mean(d) - x̂ mean(d x̂)), means over the batch: dshift and dscale divided by its size.

    The batch is one tile, so both are there. For a batch of one, which used running statistics: scale / deviation d.
    """
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
def sum_of_row(work: Any, at: int, count: int) -> Any:
    """The sum of `count` numbers."""
    parts = zeros(work)
    for k in range(0, count, lanes(work)):
        parts = parts + keep_first(load(work, at + k), count - k)
    return total(parts)


@compiled
def dot_of_rows(work: Any, one: int, other: int, count: int) -> Any:
    """The sum of the products of `count` numbers."""
    parts = zeros(work)
    for k in range(0, count, lanes(work)):
        parts = parts + keep_first(load(work, one + k) * load(work, other + k), count - k)
    return total(parts)


@compiled
def multiply_rows(work: Any, target: int, factor: int, units: int, length: int, pitch: int) -> None:
    """work[target] *= work[factor], for `units` rows."""
    for unit in range(units):
        for k in range(unit * pitch, unit * pitch + length, lanes(work)):
            store(work, target + k, load(work, target + k) * load(work, factor + k))


@compiled
def copy_rows(work: Any, source: int, target: int, units: int, length: int, pitch: int) -> None:
    """work[target] = work[source], for `units` rows."""
    for unit in range(units):
        for k in range(unit * pitch, unit * pitch + length, lanes(work)):
            store(work, target + k, load(work, source + k))
