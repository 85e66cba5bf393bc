"""Compiled code of an affine map that several operations share. Importing this loads numba.

The weight lies at `row.parameter`, (row.units, row.inputs), and the bias behind it where `row.option` is 1.
"""

from __future__ import annotations

from typing import Any

from playground.operations.rows import sum_of_row
from playground.simd.matrix import add_product, transpose
from playground.simd.vector import compiled, lanes, spread_number, store, zeros


@compiled
def sums(params: Any, work: Any, row: Any, target: int, length: int, pitch: int) -> None:
    """Write W a + b to `target`, with a at `row.source`."""
    inputs, units, weight = row.inputs, row.units, row.parameter
    bias = weight + inputs * units
    for unit in range(units):
        start = spread_number(params, bias + unit) if row.option == 1 else zeros(work)
        for k in range(target + unit * pitch, target + unit * pitch + length, lanes(work)):
            store(work, k, start)
    add_product(work, target, pitch, params, weight, inputs, 1, work, row.source, pitch, units, inputs, length)


@compiled
def add_gradient_by_weights(work: Any, row: Any, delta: int, gradient: int, count: int, pitch: int) -> None:
    """Add to the gradients by W and b, given that by the sums at `delta`."""
    inputs, units, weight = row.inputs, row.units, gradient + row.parameter
    turned, turned_pitch = row.turned, row.turned_pitch
    transpose(work, turned, turned_pitch, work, row.source, pitch, inputs, count)
    columns = (inputs + 7) // 8 * 8
    add_product(work, weight, inputs, work, delta, pitch, 1, work, turned, turned_pitch, units, count, columns)
    if row.option == 1:
        for unit in range(units):
            work[weight + inputs * units + unit] += sum_of_row(work, delta + unit * pitch, count)
