"""The compiled loops of the edges. Importing this loads numba and compiles; `drawing.raster_edges` does so when told.

A stroke is what lies between two parallels of its curve. As curves go from left to right, each parallel is a height
over each border of two columns, straight in between; so the share of a pixel that is covered follows in closed form,
exact at any width and slope, as QPainter has it.
"""

import math

import numpy as np
from numpy.typing import NDArray

from playground._kernels import kept_njit

FLATNESS = 0.04
"""Pixels that a chord may lie off its curve, or off a parallel of it."""
MOST_CHORDS = 256
FAR = 1e6
"""Curves of which a sum of coordinates is larger are not drawn."""
LEVEL = np.float32(1e-4)
"""A border that rises less within a column counts as rising so much."""

_BYTES = np.uint64(0x00FF00FF00FF00FF)
_HALVES = np.uint64(0x0080008000800080)
_EVEN, _ODD = np.uint64(0x00FF00FF), np.uint64(0xFF00FF00)
_OPAQUE = np.uint32(0xFF000000)
_BYTE, _APART = np.uint64(8), np.uint64(24)
_ZERO, _HALF, _ONE = np.float32(0.0), np.float32(0.5), np.float32(1.0)


@kept_njit(error_model="numpy", forceinline=True)
def _chords(dx: float, dy: float, half: float) -> int:
    """How many chords keep a curve and its parallels at a distance `half` within `FLATNESS`.

    A chord over a step s in t lies off by |b' x b''| / |b'| s^2 / 8, which is most at the ends, where it is
    6 |dy| s^2 / 8; there the direction turns by 4 |dy| / |dx| s.
    """
    turn = 4.0 * abs(dy) / max(dx, 1.0)
    count = max(math.sqrt(0.75 * abs(dy) / FLATNESS), turn * math.sqrt(half / (8.0 * FLATNESS)))
    return max(1, math.ceil(min(count, float(MOST_CHORDS))))


@kept_njit(error_model="numpy", forceinline=True)
def _cross(
    heights: NDArray[np.float64], left: int, side: float, from_place: tuple[float, float], to: tuple[float, float]
) -> None:
    """Note the heights at which a chord crosses the borders of columns; of several the one farthest out.

    Args:
        heights: Over each border, from `left` on.
        left: The first column.
        side: 1 for the lower parallel (y goes down), -1 for the upper one.
        from_place: Where the chord begins, x and y.
        to: Where it ends; it goes to the left only where a bend is tighter than the stroke is wide.
    """
    ax, ay = from_place
    bx, by = to
    if ax > bx:
        ax, ay, bx, by = bx, by, ax, ay
    first = max(math.ceil(ax) - left, 0)
    last = min(math.floor(bx) - left, len(heights) - 1)
    if last < first:
        return
    slope = (by - ay) / (bx - ax) if bx > ax else 0.0
    for border in range(first, last + 1):
        height = ay + (border + left - ax) * slope
        heights[border] = side * max(side * heights[border], side * height)


@kept_njit(error_model="numpy", forceinline=True)
def _follow(borders: NDArray[np.float64], left: int, ends: tuple[float, float, float, float], half: float) -> None:
    """Find both parallels of a curve over the borders of columns.

    Args:
        borders: Gets heights, (2, columns + 1): of the upper and the lower parallel.
        left: The first column.
        ends: x and y of the left and of the right end.
        half: Of the stroke's width.
    """
    x0, y0, x1, y1 = ends
    dx, dy = x1 - x0, y1 - y0
    upper, lower = borders[0], borders[1]
    upper[:], lower[:] = FAR, -FAR
    count = _chords(dx, dy, half)
    above = below = (0.0, 0.0)
    for i in range(count + 1):
        t = i / count
        x, y = x0 + dx * (1.5 * t * (1.0 - t) + t * t * t), y0 + dy * t * t * (3.0 - 2.0 * t)
        along_x, along_y = dx * (1.5 - 3.0 * t + 3.0 * t * t), dy * 6.0 * t * (1.0 - t)
        scale = half / math.sqrt(along_x * along_x + along_y * along_y)
        across_x, across_y = along_y * scale, along_x * scale
        next_above, next_below = (x + across_x, y - across_y), (x - across_x, y + across_y)
        if i > 0:
            _cross(upper, left, -1.0, above, next_above)
            _cross(lower, left, 1.0, below, next_below)
        above, below = next_above, next_below
    if x0 >= left:
        upper[0], lower[0] = y0 - half, y0 + half
    if x1 <= left + len(upper) - 1:
        upper[-1], lower[-1] = y1 - half, y1 + half


@kept_njit(error_model="numpy", forceinline=True)
def _above(height: np.float32, top: np.float32, bottom: np.float32, steepness: np.float32) -> np.float32:
    """How much of a column lies above `height` and below a border that goes from `top` to `bottom` in it.

    Args:
        height: y, which grows downwards, like the others.
        top: Of the border.
        bottom: Of the border.
        steepness: 1 / (2 (bottom - top)), finite.
    """
    within = min(max(height - top, _ZERO), bottom - top)
    return within * within * steepness + max(height - bottom, _ZERO)


@kept_njit(error_model="numpy", forceinline=True)
def _apart(pixel: np.uint32) -> np.uint64:
    """The four bytes of a pixel with room for a product each."""
    # A product of two bytes has sixteen bits: so far apart, one multiplication serves all four channels.
    wide = np.uint64(pixel)
    return (wide & _EVEN) | ((wide & _ODD) << _APART)


@kept_njit(error_model="numpy", forceinline=True)
def _over(pixel: np.uint32, colour: np.uint64, alpha: np.uint64) -> np.uint32:
    """A colour, `_apart`, laid over a premultiplied pixel; alpha goes as the colours do."""
    mixed = colour * alpha + _apart(pixel) * (np.uint64(255) - alpha) + _HALVES
    # x / 255, rounded, as (x + 128 + ((x + 128) >> 8)) >> 8 (Blinn 1995, "Three Wrongs Make a Right"); the halves are
    # in it.
    mixed = ((mixed + ((mixed >> _BYTE) & _BYTES)) >> _BYTE) & _BYTES
    return np.uint32((mixed & _EVEN) | ((mixed >> _APART) & _ODD))


@kept_njit(error_model="numpy", forceinline=True)
def _fill_column(
    out: NDArray[np.uint32],
    column: int,
    heights: tuple[float, float, float, float],
    colour: np.uint64,
    opacity: np.float32,
) -> None:
    """Lay a colour over the part of a column between two borders.

    Args:
        out: The picture.
        column: Of the picture.
        heights: Of the upper border at the left and at the right of the column, then of the lower one.
        colour: As `_apart` gives it.
        opacity: 0 to 255.
    """
    top, bottom = min(heights[0], heights[1]), max(heights[2], heights[3])
    start, stop = int(max(top, 0.0)), int(min(bottom + 1.0, float(out.shape[0])))
    if stop <= start or heights[2] < heights[0] or heights[3] < heights[1]:
        return
    # counted from the first pixel, where single precision has digits to spare
    top0, bottom0 = np.float32(top - start), np.float32(max(heights[0], heights[1]) - start)
    top1, bottom1 = np.float32(min(heights[2], heights[3]) - start), np.float32(bottom - start)
    steepness0, steepness1 = _HALF / max(bottom0 - top0, LEVEL), _HALF / max(bottom1 - top1, LEVEL)
    # A pixel's share is the difference of two areas from the top on: whatever one pixel rounds off the next one has, so
    # that a column always sums to the stroke.
    done = _above(_ZERO, top0, bottom0, steepness0) - _above(_ZERO, top1, bottom1, steepness1)
    height = _ZERO
    for row in range(start, stop):
        height += _ONE
        covered = _above(height, top0, bottom0, steepness0) - _above(height, top1, bottom1, steepness1)
        share = min(max(covered - done, _ZERO), _ONE)  # a stroke of thousands of pixels has few digits left
        alpha = np.uint64(np.int32(share * opacity + _HALF))
        done = covered
        out[row, column] = _over(out[row, column], colour, alpha)


@kept_njit(
    "void(float64[:, ::1], float64[:, ::1], float64[::1], uint8[:, ::1], float64[::1], uint32[:, ::1])",
    error_model="numpy",
)
def fill_curves(
    starts: NDArray[np.float64],
    ends: NDArray[np.float64],
    widths: NDArray[np.float64],
    colours: NDArray[np.uint8],
    opacities: NDArray[np.float64],
    out: NDArray[np.uint32],
) -> None:
    """Draw curves one over the other into `out`, (H, W), which is cleared; the rest as `raster_edges.draw_curves`."""
    out[:] = np.uint32(0)
    columns = out.shape[1]
    borders = np.empty((2, columns + 1))
    for i in range(len(widths)):
        x0, y0, x1, y1, half = starts[i, 0], starts[i, 1], ends[i, 0], ends[i, 1], 0.5 * widths[i]
        if x0 > x1:
            x0, y0, x1, y1 = x1, y1, x0, y0
        reach = abs(x0) + abs(y0) + abs(x1) + abs(y1) + half  # a sum, as NaN gets lost in a maximum
        if not (reach <= FAR and half > 0.0 and opacities[i] > 0.0 and x1 > max(x0, 0.0) and x0 < columns):
            continue
        opacity = np.float32(255.0 * min(opacities[i], 1.0))
        left, right = max(int(x0), 0), min(math.ceil(x1), columns)
        red, green, blue = np.uint32(colours[i, 0]), np.uint32(colours[i, 1]), np.uint32(colours[i, 2])
        colour = _apart(_OPAQUE | (red << np.uint32(16)) | (green << np.uint32(8)) | blue)
        heights = borders[:, : right - left + 1]
        _follow(heights, left, (x0, y0, x1, y1), half)
        for column in range(left, right):
            at = column - left
            sides = (heights[0, at], heights[0, at + 1], heights[1, at], heights[1, at + 1])
            share = np.float32(min(column + 1.0, x1) - max(float(column), x0))
            _fill_column(out, column, sides, colour, opacity * share)
