"""The compiled loops of level lines. Importing this loads numba and compiles; `drawing.contours` does so when told.

What they find is what `drawing.geometry` and `drawing.polylines` find with numpy, to the last bit, in another order.
"""

import math

import numba  # noqa: TID253 - the one module that is imported late
import numpy as np
from numpy.typing import NDArray

Grid = tuple[float, float, float, float]
"""Left and bottom of what the samples cover, and width and height of a cell."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio, made odd: multiplying by it spreads a key over the high bits (Knuth, 6.4)."""


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _add(places: NDArray[np.float64], start: int, end: int, segments: NDArray[np.float64], count: int) -> int:
    """Note a segment between two places, if it has a length and there is room; returns how many there are then."""
    if places[start, 0] == places[end, 0] and places[start, 1] == places[end, 1]:
        return count
    if count < len(segments):
        for axis in range(2):
            segments[count, 0, axis], segments[count, 1, axis] = places[start, axis], places[end, axis]
    return count + 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _cut_square(
    square: tuple[int, int],
    heights: tuple[float, float, float, float],
    grid: Grid,
    places: NDArray[np.float64],
    segments: NDArray[np.float64],
    count: int,
) -> int:
    """Note the segments on which the field over a square is 0.

    Args:
        square: Row and column of its bottom left sample.
        heights: Of its corners: bottom left, bottom right, top right, top left.
        grid: Where it lies.
        places: For four places, (4, 2); overwritten.
        segments: Gets what it has room for.
        count: How many there are.

    Returns:
        How many there are then.
    """
    row, column = square
    low_left, low_right, top_right, top_left = heights
    finite = math.isfinite(low_left) and math.isfinite(low_right)
    if not (finite and math.isfinite(top_right) and math.isfinite(top_left)):
        return count
    left, bottom, width, height = grid
    found = 0  # places are in the order bottom, right, top, left
    if (low_left >= 0.0) != (low_right >= 0.0):
        places[found, 0] = left + (column + low_left / (low_left - low_right) + 0.5) * width
        places[found, 1] = bottom + (row + 0.5) * height
        found += 1
    if (low_right >= 0.0) != (top_right >= 0.0):
        places[found, 0] = left + (column + 1 + 0.5) * width
        places[found, 1] = bottom + (row + low_right / (low_right - top_right) + 0.5) * height
        found += 1
    if (top_left >= 0.0) != (top_right >= 0.0):
        places[found, 0] = left + (column + top_left / (top_left - top_right) + 0.5) * width
        places[found, 1] = bottom + (row + 1 + 0.5) * height
        found += 1
    if (low_left >= 0.0) != (top_left >= 0.0):
        places[found, 0] = left + (column + 0.5) * width
        places[found, 1] = bottom + (row + low_left / (low_left - top_left) + 0.5) * height
        found += 1
    if found == 0:
        return count
    if found == 2:
        return _add(places, 0, 1, segments, count)
    joined = (low_left + low_right + top_right + top_left) / 4.0 >= 0.0
    second = 1 if joined == (low_left >= 0.0) else 3  # the corners cut off are bottom right and top left, or the others
    return _add(places, 2, 4 - second, segments, _add(places, 0, second, segments, count))


@numba.njit(
    "int64(float64[:, ::1], float64, UniTuple(float64, 4), float64[:, :, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def level_segments(field: NDArray[np.float64], level: float, grid: Grid, segments: NDArray[np.float64]) -> int:
    """Find the segments on which a field equals a level, as `geometry.marching_squares` does.

    Args:
        field: (H, W) samples.
        level: The value sought.
        grid: Where they lie.
        segments: Gets as many segments as it has room for, (S, 2, 2).

    Returns:
        How many there are.
    """
    count = 0
    places = np.empty((4, 2))
    for row in range(field.shape[0] - 1):
        for column in range(field.shape[1] - 1):
            low_left, low_right = field[row, column] - level, field[row, column + 1] - level
            top_left, top_right = field[row + 1, column] - level, field[row + 1, column + 1] - level
            above = low_left >= 0.0
            if above != (low_right >= 0.0) or above != (top_left >= 0.0) or above != (top_right >= 0.0):
                heights = (low_left, low_right, top_right, top_left)
                count = _cut_square((row, column), heights, grid, places, segments, count)
    return count


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _winner(values: NDArray[np.float64], row: int, column: int) -> int:
    """The first of the classes with the largest value; of those before the first NaN where there is one."""
    best, winner = values[row, column, 0], 0
    for number in range(1, values.shape[2]):
        value = values[row, column, number]
        if value > best:
            best, winner = value, number
        elif math.isnan(value):
            break
    return winner


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _lead(values: NDArray[np.float64], row: int, column: int, number: int) -> float:
    """By how much a class is ahead of the best of the others, negative when it is behind; NaN with any NaN."""
    best = -math.inf
    for other in range(values.shape[2]):
        value = values[row, column, other]
        if math.isnan(value):
            return math.nan
        if other != number and value > best:
            best = value
    return float(values[row, column, number] - best)


@numba.njit(
    "int64(float64[:, :, ::1], UniTuple(float64, 4), int64[:, ::1], boolean[::1], float64[:, :, ::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def class_segments(
    values: NDArray[np.float64],
    grid: Grid,
    winner: NDArray[np.int64],
    wins: NDArray[np.bool_],
    segments: NDArray[np.float64],
) -> int:
    """Find the segments between classes, as `geometry.decision_boundary` does.

    Args:
        values: (H, W, K) samples, K > 0.
        grid: Where they lie.
        winner: Overwritten, (H, W).
        wins: All False, (K,); overwritten.
        segments: Gets as many segments as it has room for, (S, 2, 2).

    Returns:
        How many there are.
    """
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            winner[row, column] = _winner(values, row, column)
            wins[winner[row, column]] = True
    count = 0
    places = np.empty((4, 2))
    for row in range(values.shape[0] - 1):
        for column in range(values.shape[1] - 1):
            first, right = winner[row, column], winner[row, column + 1]
            up, across = winner[row + 1, column], winner[row + 1, column + 1]
            if first == right and first == up and first == across:
                continue
            for number in range(max(first, right, up, across)):
                if wins[number]:
                    heights = (
                        _lead(values, row, column, number),
                        _lead(values, row, column + 1, number),
                        _lead(values, row + 1, column + 1, number),
                        _lead(values, row + 1, column, number),
                    )
                    count = _cut_square((row, column), heights, grid, places, segments, count)
    return count


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _number_nodes(
    keys: NDArray[np.uint64], table: NDArray[np.int64], node: NDArray[np.int64], first: NDArray[np.int64]
) -> int:
    """Number the different keys in the order in which they come, by open addressing.

    Args:
        keys: Of ends, (E, 2).
        table: All -1, a power of 2 of places, more than E; overwritten.
        node: Gets the number of each end's key, (E,).
        first: Gets the first end that has a key, (E,), as many as there are keys.

    Returns:
        How many different keys there are.
    """
    last = len(table) - 1
    count = 0
    for end in range(len(keys)):
        x, y = keys[end, 0], keys[end, 1]
        mixed = x * _MIX
        mixed = ((mixed ^ (mixed >> np.uint64(32))) + y) * _MIX
        slot = np.int64(((mixed ^ (mixed >> np.uint64(32))) * _MIX) >> np.uint64(32)) & last
        while table[slot] >= 0 and (keys[first[table[slot]], 0] != x or keys[first[table[slot]], 1] != y):
            slot = (slot + 1) & last
        if table[slot] < 0:
            table[slot] = count
            first[count] = end
            count += 1
        node[end] = table[slot]
    return count


@numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _next_unused(at: int, head: NDArray[np.int64], following: NDArray[np.int64], used: NDArray[np.bool_]) -> int:
    """The first end at a node whose segment is in no polyline yet, or -1; the node forgets those before it."""
    end = head[at]
    while end >= 0 and used[end >> 1]:
        end = following[end]
    head[at] = end
    return int(end)


@numba.njit(
    "int64(float64[:, ::1], uint64[:, ::1], int64[::1], float64[:, ::1], boolean[::1])",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def join_ends(
    ends: NDArray[np.float64],
    keys: NDArray[np.uint64],
    table: NDArray[np.int64],
    corners: NDArray[np.float64],
    starts: NDArray[np.bool_],
) -> int:
    """Join segments into polylines, as `polylines.join_segments` does.

    Args:
        ends: Of all segments, two by two, (E, 2).
        keys: The same as whole numbers, equal where two ends are one place, (E, 2).
        table: All -1, a power of 2 of places, more than E; overwritten.
        corners: Gets the polylines' corners, (E, 2).
        starts: Gets which of them begin one; all False, (E,).

    Returns:
        How many corners there are.
    """
    node, first = np.empty(len(ends), np.int64), np.empty(len(ends), np.int64)
    nodes = _number_nodes(keys, table, node, first)
    head, following, degree = np.empty(nodes, np.int64), np.empty(len(ends), np.int64), np.empty(nodes, np.int64)
    used = np.empty(len(ends) // 2, np.bool_)
    for number in range(nodes):
        head[number], degree[number] = -1, 0
    for end in range(len(ends) - 1, -1, -1):  # each node's ends are a chain from its head on, up to -1
        following[end], used[end >> 1] = head[node[end]], False
        head[node[end]] = end
        degree[node[end]] += 1
    count = 0
    for turn in range(2 * nodes):  # loose ends and junctions first; what is left then is closed lines
        begin = turn % nodes
        if turn < nodes and degree[begin] == 2:
            continue
        end = _next_unused(begin, head, following, used)
        while end >= 0:
            corners[count, 0], corners[count, 1] = ends[first[begin], 0], ends[first[begin], 1]
            starts[count] = True
            count += 1
            while end >= 0:
                used[end >> 1] = True
                at = node[end ^ 1]
                corners[count, 0], corners[count, 1] = ends[first[at], 0], ends[first[at], 1]
                count += 1
                end = _next_unused(at, head, following, used)
            end = _next_unused(begin, head, following, used)
    return count
