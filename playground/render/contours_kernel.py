"""The compiled loops of level lines. Importing this loads numba and compiles; `drawing.contours` does so when told.

What they find is what `drawing.geometry` finds with numpy, to the last bit, in another order.
"""

import math

import numpy as np
from numpy.typing import NDArray

from playground._kernels import kept_njit

Grid = tuple[float, float, float, float]
"""Left and bottom of what the samples cover, and width and height of a cell."""


@kept_njit(error_model="numpy")
def _add(places: NDArray[np.float64], start: int, end: int, segments: NDArray[np.float64], count: int) -> int:
    """Note a segment between two places, if it has a length and there is room; returns how many there are then."""
    if places[start, 0] == places[end, 0] and places[start, 1] == places[end, 1]:
        return count
    # Counting goes on where there is no room: the caller makes as much, and asks once more.
    if count < len(segments):
        for axis in range(2):
            segments[count, 0, axis], segments[count, 1, axis] = places[start, axis], places[end, axis]
    return count + 1


@kept_njit(error_model="numpy")
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


@kept_njit(
    "int64(float64[:, ::1], float64, UniTuple(float64, 4), float64[:, :, ::1])",
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
            # By the signs alone, before anything is built: nearly all squares are not cut.
            above = low_left >= 0.0
            if above != (low_right >= 0.0) or above != (top_left >= 0.0) or above != (top_right >= 0.0):
                heights = (low_left, low_right, top_right, top_left)
                count = _cut_square((row, column), heights, grid, places, segments, count)
    return count


@kept_njit(error_model="numpy", forceinline=True)
def _winner(values: NDArray[np.float64], row: int, column: int) -> int:
    """The first of the classes with the largest value; of those before the first NaN where there is one."""
    best, winner = values[row, column, 0], 0
    for number in range(1, values.shape[2]):
        value = values[row, column, number]
        if value > best:
            best, winner = value, number
        # As numpy's loop over the planes has it: behind a NaN no comparison is true any more.
        elif math.isnan(value):
            break
    return winner


@kept_njit(error_model="numpy")
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


@kept_njit(
    "int64(float64[:, :, ::1], UniTuple(float64, 4), int64[:, ::1], boolean[::1], float64[:, :, ::1])",
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
