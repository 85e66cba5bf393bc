"""Compiled loops over rows of samples that several operations share. Importing this loads numba."""

from __future__ import annotations

from typing import Any

from playground.simd.vector import compiled, keep_first, lanes, load, store, total, zeros


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


@compiled
def clear_rows(work: Any, target: int, units: int, length: int, pitch: int) -> None:
    """work[target] = 0, for `units` rows."""
    for unit in range(units):
        for k in range(target + unit * pitch, target + unit * pitch + length, lanes(work)):
            store(work, k, zeros(work))


@compiled
def add_rows(work: Any, one: int, other: int, target: int, units: int, length: int, pitch: int) -> None:
    """work[target] = work[one] + work[other], for `units` rows; the places may be the same."""
    for unit in range(units):
        for k in range(unit * pitch, unit * pitch + length, lanes(work)):
            store(work, target + k, load(work, one + k) + load(work, other + k))


@compiled
def scale_and_shift(work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
    """Gradients of y = scale x̂ + shift, unit by unit: d x̂ and d, each summed over the samples; x̂ is at `row.kept`."""
    units, scale = row.units, gradient + row.parameter
    for unit in range(units):
        delta = row.delta_out + unit * pitch
        work[scale + unit] += dot_of_rows(work, delta, row.kept + unit * pitch, count)
        work[scale + units + unit] += sum_of_row(work, delta, count)
