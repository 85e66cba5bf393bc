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
def scale_and_shift(work: Any, row: Any, channels: int, gradient: int, count: int, pitch: int) -> None:
    """Gradients of y = scale x̂ + shift, channel by channel: d x̂ and d, each summed over its units and the samples.

    x̂ is at `row.kept`; where there are no maps, each unit is a channel.
    """
    scale, rows = gradient + row.parameter, row.units // channels * pitch
    for channel in range(channels):
        along, across = zeros(work), zeros(work)
        for at in range(channel * rows, (channel + 1) * rows, pitch):
            for k in range(0, count, lanes(work)):
                delta = load(work, row.delta_out + at + k)
                along = along + keep_first(delta * load(work, row.kept + at + k), count - k)
                across = across + keep_first(delta, count - k)
        work[scale + channel] += total(along)
        work[scale + channels + channel] += total(across)
