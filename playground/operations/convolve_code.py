"""Compiled code of a convolution, and of the same turned around. Importing this loads numba.

A convolution leads from the larger picture, `large`, to the smaller one, `small`, each (channels, height, width); its
transpose leads back. Both have the weight w[o, c, i, j], with o among the channels of `small` and c among those of
`large`; a depthwise one has w[o, 0, i, j], which belongs to the pair (o, o). A `window` is (kernel, stride, padding).
"""

from __future__ import annotations

from typing import Any

from playground.simd.vector import compiled, keep_first, lanes, load, store, total, zeros
from playground.simd.windows import add_products, sum_windows

Triple = tuple[int, int, int]

LINES_AT_ONCE = 4
"""Of a map, when the weight's gradient is summed up: of six channels they fit into the nearest cache."""


@compiled
def geometry(row: Any) -> tuple[Triple, Triple, Triple, bool, int]:
    """Of a convolution's record: shapes of both pictures, window, whether it is depthwise, numbers of the weight."""
    large = (row.channels_in, row.height_in, row.width_in)
    small = (row.channels_out, row.height_out, row.width_out)
    depthwise = row.depthwise == 1
    weights = row.channels_out * (1 if depthwise else row.channels_in) * row.kernel * row.kernel
    return large, small, (row.kernel, row.stride, row.padding), depthwise, weights


@compiled
def in_order(many: bool, channels: int, lines: int, places: int) -> Triple:
    """Loops from the outermost to the innermost, which is to have many turns."""
    return (lines, places, channels) if many else (channels, lines, places)


@compiled
def convolve(
    params: Any,
    weight: int,
    bias: int,
    work: Any,
    source: int,
    map_in: int,
    target: int,
    large: Triple,
    small: Triple,
    window: Triple,
    depthwise: bool,
    length: int,
    pitch: int,
) -> None:
    """Write to each place of `small`, at `target`, what its window shows of `large`, at `source`.

    Args:
        params: All parameters.
        weight: Place of the weight among them.
        bias: Place of the bias, a number for each channel of `small`; -1 for none.
        work: The workspace.
        source: Place of `large` in it.
        map_in: Distance between its maps.
        target: Place of `small`.
        large: Its shape.
        small: Its shape.
        window: Kernel, stride and padding.
        depthwise: Whether each channel has a kernel of its own.
        length: Samples with those that fill up a vector.
        pitch: Distance between rows.
    """
    (channels, height, width), (units, lines, places), (kernel, stride, padding) = large, small, window
    area, map_out = kernel * kernel, lines * places * pitch
    has_bias, depth = bias >= 0, 1 if depthwise else channels
    start, many = bias if has_bias else weight, depth > kernel
    a_steps = in_order(many, area, kernel, 1)
    b_steps = in_order(many, map_in, width * pitch, pitch)
    for line in range(lines):
        top = line * stride - padding
        i, i_end = max(0, -top), min(kernel, height - top)
        for place in range(places):
            left = place * stride - padding
            j, j_end = max(0, -left), min(kernel, width - left)
            a, b = weight + i * kernel + j, source + ((top + i) * width + left + j) * pitch
            c, depths = target + (line * places + place) * pitch, in_order(many, depth, i_end - i, j_end - j)
            for unit in range(units if depthwise else 1):
                at, own, seen = c + unit * map_out, a + unit * area, b + unit * map_in
                rows = 1 if depthwise else units
                sum_windows(
                    work,
                    at,
                    map_out,
                    params,
                    start + unit,
                    has_bias,
                    own,
                    depth * area,
                    a_steps,
                    work,
                    seen,
                    b_steps,
                    depths,
                    rows,
                    length,
                )


@compiled
def convolve_transposed(
    params: Any,
    weight: int,
    bias: int,
    work: Any,
    source: int,
    map_in: int,
    target: int,
    large: Triple,
    small: Triple,
    window: Triple,
    depthwise: bool,
    length: int,
    pitch: int,
) -> None:
    """Write to each place of `large`, at `target`, what all windows that it stands in make of `small`, at `source`.

    Arguments are those of `convolve`; the bias has a number for each channel of `large`.
    """
    (channels, height, width), (units, lines, places), (kernel, stride, padding) = large, small, window
    area, map_out = kernel * kernel, height * width * pitch
    has_bias, depth = bias >= 0, 1 if depthwise else units
    start, many = bias if has_bias else weight, depth > kernel
    # the next window lies a stride further on, so that the place stands a stride earlier in it
    a_steps = in_order(many, channels * area, -stride * kernel, -stride)
    b_steps = in_order(many, map_in, places * pitch, pitch)
    for line in range(height):
        top = max(0, -((kernel - 1 - line - padding) // stride))
        lines_seen = min(lines - 1, (line + padding) // stride) - top + 1
        for place in range(width):
            left = max(0, -((kernel - 1 - place - padding) // stride))
            seen = min(places - 1, (place + padding) // stride) - left + 1
            a = weight + (line + padding - top * stride) * kernel + place + padding - left * stride
            b, c = source + (top * places + left) * pitch, target + (line * width + place) * pitch
            depths = in_order(many, depth, lines_seen, seen)
            for unit in range(units if depthwise else 1):
                at, own, given = c + unit * map_out, a + unit * area, b + unit * map_in
                rows = 1 if depthwise else channels
                sum_windows(
                    work,
                    at,
                    map_out,
                    params,
                    start + unit,
                    has_bias,
                    own,
                    area,
                    a_steps,
                    work,
                    given,
                    b_steps,
                    depths,
                    rows,
                    length,
                )


@compiled
def add_weight_gradient(
    work: Any,
    gradient: int,
    sums: int,
    at_large: int,
    map_large: int,
    at_small: int,
    map_small: int,
    large: Triple,
    small: Triple,
    window: Triple,
    depthwise: bool,
    length: int,
    pitch: int,
) -> None:
    """Add the gradient by the weight, given what lies on both sides: activations on one, gradients on the other.

    Args:
        work: The workspace; both sides are 0 behind the last sample.
        gradient: Where the gradient by the weight lies in it.
        sums: Room for a vector for each number of the weight.
        at_large: Place of the larger picture.
        map_large: Distance between its maps.
        at_small: Place of the smaller one.
        map_small: Distance between its maps.
        large: Shape of the larger one.
        small: Shape of the smaller one.
        window: Kernel, stride and padding.
        depthwise: Whether each channel has a kernel of its own.
        length: Samples with those that fill up a vector.
        pitch: Distance between rows.
    """
    (channels, height, width), (units, lines, places), (kernel, stride, padding) = large, small, window
    lane, area, depth = lanes(work), kernel * kernel, 1 if depthwise else channels
    a_steps, b_steps = (places * pitch, pitch), (stride * width * pitch, stride * pitch)
    for number in range(units * depth * area):
        store(work, sums + number * lane, zeros(work))
    for block in range(0, lines, LINES_AT_ONCE):
        for i in range(kernel):
            top = max(block, -((i - padding) // stride))
            line_count = min(block + LINES_AT_ONCE, lines, (height - 1 + padding - i) // stride + 1) - top
            for j in range(kernel):
                left = max(0, -((j - padding) // stride))
                count, run = min(places, (width - 1 + padding - j) // stride + 1) - left, length // lane
                if stride == 1 and length == pitch and count > 0:  # places of a line are one row of memory
                    count, run = 1, count * run
                a, c = at_small + (top * places + left) * pitch, sums + (i * kernel + j) * lane
                b = at_large + ((top * stride - padding + i) * width + left * stride - padding + j) * pitch
                depths, c_steps = (line_count, count, run), (depth * area * lane, area * lane)
                for unit in range(units if depthwise else 1):
                    own, one, other = c + unit * area * lane, a + unit * map_small, b + unit * map_large
                    rows, columns = (1, 1) if depthwise else (units, channels)
                    add_products(
                        work, own, c_steps, one, map_small, a_steps, other, map_large, b_steps, depths, rows, columns
                    )
    for number in range(units * depth * area):
        work[gradient + number] += total(load(work, sums + number * lane))


@compiled
def add_bias_gradient(work: Any, gradient: int, delta: int, shape: Triple, count: int, pitch: int) -> None:
    """Add the sum over samples and places of each channel."""
    channels, height, width = shape
    for channel in range(channels):
        parts, first = zeros(work), delta + channel * height * width * pitch
        for place in range(first, first + height * width * pitch, pitch):
            for k in range(0, count, lanes(work)):
                parts = parts + keep_first(load(work, place + k), count - k)
        work[gradient + channel] += total(parts)


@compiled
def copy_maps(work: Any, source: int, target: int, apart: int, shape: Triple, count: int, pitch: int) -> None:
    """Copy a picture, its maps `apart` at the target, with zeros behind the last sample."""
    (channels, height, width), length = shape, (count + 7) // 8 * 8
    for channel in range(channels):
        for place in range(height * width):
            at = (channel * height * width + place) * pitch
            into = target + channel * apart + place * pitch
            for k in range(0, length, lanes(work)):
                store(work, into + k, keep_first(load(work, source + at + k), count - k))
