"""Compiled loops over windows that lie side by side, for poolings and up-sampling. Importing this loads numba.

Each window of a fine map is one place of a coarse map; both lie in the workspace as units x samples. `sides` are
channels, height and width of the fine maps, height and width of the coarse ones; `window` is (height, width). Rows and
columns of the fine map that fill no window are left over.
"""

from __future__ import annotations

from typing import Any

from playground.operations.rows import clear_rows
from playground.simd.vector import compiled, lanes, load, store, where_greater, zeros


@compiled
def add_up_windows(
    work: Any, fine: int, coarse: int, sides: Any, window: Any, factor: float, length: int, pitch: int
) -> None:
    """Write `factor` times the sum of every window to its place."""
    channels, height, width, down, across = sides
    high, wide = window
    for channel in range(channels):
        for y in range(down):
            for x in range(across):
                corner = fine + ((channel * height + y * high) * width + x * wide) * pitch
                target = coarse + ((channel * down + y) * across + x) * pitch
                for k in range(0, length, lanes(work)):
                    parts = zeros(work)
                    for i in range(high):
                        for j in range(wide):
                            parts = parts + load(work, corner + (i * width + j) * pitch + k)
                    store(work, target + k, parts * factor)


@compiled
def spread_windows(
    work: Any, fine: int, coarse: int, sides: Any, window: Any, factor: float, length: int, pitch: int
) -> None:
    """Write `factor` times the number of every place all over its window, and 0 to what is left over."""
    channels, height, width, down, across = sides
    high, wide = window
    if height > down * high or width > across * wide:
        clear_rows(work, fine, channels * height * width, length, pitch)
    for channel in range(channels):
        for y in range(down):
            for x in range(across):
                corner = fine + ((channel * height + y * high) * width + x * wide) * pitch
                source = coarse + ((channel * down + y) * across + x) * pitch
                for k in range(0, length, lanes(work)):
                    value = load(work, source + k) * factor
                    for i in range(high):
                        for j in range(wide):
                            store(work, corner + (i * width + j) * pitch + k, value)


@compiled
def largest_of_windows(work: Any, fine: int, coarse: int, sides: Any, size: int, length: int, pitch: int) -> None:
    """Write the largest number of every window to its place."""
    channels, height, width, down, across = sides
    for channel in range(channels):
        for y in range(down):
            for x in range(across):
                corner = fine + ((channel * height + y * size) * width + x * size) * pitch
                target = coarse + ((channel * down + y) * across + x) * pitch
                for k in range(0, length, lanes(work)):
                    largest = load(work, corner + k)
                    for i in range(size):
                        for j in range(size):
                            value = load(work, corner + (i * width + j) * pitch + k)
                            largest = where_greater(value, largest, value, largest)
                    store(work, target + k, largest)


@compiled
def pass_to_largest(work: Any, row: Any, sides: Any, size: int, length: int, pitch: int) -> None:
    """Turn the gradient by the largest numbers of windows, at `row.delta_out`, into that by the fine maps.

    Of equal numbers the first gets it, row by row, as torch has it; all others, and what is left over, get 0. The maps
    are at `row.source`, the largest numbers at `row.target`.
    """
    channels, height, width, down, across = sides
    if height > down * size or width > across * size:
        clear_rows(work, row.delta_in, channels * height * width, length, pitch)
    for channel in range(channels):
        for y in range(down):
            for x in range(across):
                corner = ((channel * height + y * size) * width + x * size) * pitch
                place = ((channel * down + y) * across + x) * pitch
                for k in range(0, length, lanes(work)):
                    largest, rest = load(work, row.target + place + k), load(work, row.delta_out + place + k)
                    for i in range(size):
                        for j in range(size):
                            at = corner + (i * width + j) * pitch + k
                            value = load(work, row.source + at)
                            store(work, row.delta_in + at, where_greater(largest, value, 0.0, rest))
                            rest = where_greater(largest, value, rest, 0.0)
