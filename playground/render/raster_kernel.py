"""The compiled loops of the sheet. Importing this loads numba; `drawing.raster` does so on first use."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground._kernels import kept_njit

OPACITIES = np.array([0.0, 1.0 - 0.28, 1.0 - 0.28**2, 1.0 - 0.28**3], np.float32)
"""Of a pixel under 0, 1, 2, and 3 or more layers of the sheet."""
MOST_FOLDS = len(OPACITIES) - 1
NO_AREA = 1e-9
FAR = 1e9
ONE_SCORE = 1
TILE = 32
"""Side of the parts in which a picture is looked at, in pixels."""


@kept_njit(error_model="numpy")
def _crossing(ax: float, ay: float, bx: float, by: float, y: float) -> float:
    """Where an edge crosses a height between its ends; the same number from either of the triangles that share it."""
    if ay > by:
        ax, ay, bx, by = bx, by, ax, ay
    return ax + (y - ay) * (bx - ax) / (by - ay)


@kept_njit(error_model="numpy")
def _span(x: NDArray[np.float64], y: NDArray[np.float64], height: float) -> tuple[float, float]:
    """The part of a row that a triangle covers; from far right to far left where it covers none."""
    near, far = FAR, -FAR
    for i in range(3):
        j = (i + 1) % 3
        if (y[i] <= height) != (y[j] <= height):
            at = _crossing(x[i], y[i], x[j], y[j], height)
            near, far = min(near, at), max(far, at)
    return near, far


@kept_njit(error_model="numpy")
def _add_triangle(
    total: NDArray[np.float32],
    folds: NDArray[np.int32],
    places: NDArray[np.float64],
    scores: NDArray[np.float64],
    table: NDArray[np.float32],
    row_scores: NDArray[np.float32],
) -> None:
    """Add one triangle's colours row by row, at the pixel centres from its left edge on to before its right edge.

    Args:
        total: Sums of colours so far, (3, H, W).
        folds: Layers so far, (H, W).
        places: Across and down, of the corners, (2, 3).
        scores: At the corners, and last how bright they are, (3, F + 1).
        table: Colours by score, as in `raster.Paint`.
        row_scores: Room for the scores at a pixel and their change to the next, (2, F + 1).
    """
    x, y = places
    height, width = folds.shape
    doubled = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
    # Pressed flat it covers no pixel centre, and its weights would divide by 0.
    if -NO_AREA < doubled < NO_AREA:
        return
    # From the first centre at or below the top to before the bottom, and likewise across: a centre on an edge that two
    # triangles share belongs to one of them, so no pixel is counted twice and no seam is left open.
    top = max(0, int(np.ceil(min(y[0], y[1], y[2]) - 0.5)))
    bottom = min(height, int(np.ceil(max(y[0], y[1], y[2]) - 0.5)))
    for row in range(top, bottom):
        centre = row + 0.5
        near, far = _span(x, y, centre)
        left = max(0, int(np.ceil(near - 0.5)))
        right = min(width, int(np.ceil(far - 0.5)))
        if right <= left:
            continue
        # barycentric weights of corners 1 and 2 change evenly along a row
        offset_x, offset_y = left + 0.5 - x[0], centre - y[0]
        w1 = (offset_x * (y[2] - y[0]) - (x[2] - x[0]) * offset_y) / doubled
        w2 = ((x[1] - x[0]) * offset_y - offset_x * (y[1] - y[0])) / doubled
        step1, step2 = (y[2] - y[0]) / doubled, -(y[1] - y[0]) / doubled
        for k in range(scores.shape[1]):
            base = scores[0, k]
            one, two = scores[1, k] - base, scores[2, k] - base
            row_scores[0, k] = base + w1 * one + w2 * two
            row_scores[1, k] = step1 * one + step2 * two
        if scores.shape[1] == ONE_SCORE + 1:
            _add_row_of_one(total, folds, (row, left, right), row_scores, table)
        else:
            _add_row(total, folds, (row, left, right), row_scores, table)


@kept_njit(error_model="numpy")
def _add_row_of_one(
    total: NDArray[np.float32],
    folds: NDArray[np.int32],
    span: tuple[int, int, int],
    scores: NDArray[np.float32],
    table: NDArray[np.float32],
) -> None:
    """Add the colours of a row by a single score: by its sign and size."""
    row, left, right = span
    middle, end = np.float32(table.shape[0] // 2), np.float32(table.shape[0] - 1)
    place, way = scores[0, 0] * middle + middle + np.float32(0.5), scores[1, 0] * middle
    bright, brighter = scores[0, 1], scores[1, 1]
    for column in range(left, right):
        at = int(max(np.float32(0.0), min(place, end)))
        total[0, row, column] += bright * table[at, 0]
        total[1, row, column] += bright * table[at, 1]
        total[2, row, column] += bright * table[at, 2]
        folds[row, column] += 1
        place += way
        bright += brighter


@kept_njit(error_model="numpy")
def _add_row(
    total: NDArray[np.float32],
    folds: NDArray[np.int32],
    span: tuple[int, int, int],
    scores: NDArray[np.float32],
    table: NDArray[np.float32],
) -> None:
    """Add the colours of a row from a column to before another; the last of the scores is how bright it is."""
    count = scores.shape[1] - 1
    row, left, right = span
    for column in range(left, right):
        place = _best_colour(scores[0], table.shape[0])
        bright = scores[0, count]
        for channel in range(3):
            total[channel, row, column] += bright * table[place, channel]
        folds[row, column] += 1
        for k in range(count + 1):
            scores[0, k] += scores[1, k]


@kept_njit(error_model="numpy")
def _best_colour(scores: NDArray[np.float32], rows: int) -> int:
    """The row of a table: of the best score by its lead over the next."""
    count, one, half_way = scores.shape[0] - 1, np.float32(1.0), np.float32(0.5)
    best, first, second = 0, scores[0], np.float32(-FAR)
    for k in range(1, count):
        if scores[k] > first:
            best, first, second = k, scores[k], first
        elif scores[k] > second:
            second = scores[k]
    steps = rows // count
    place: int = best * steps + int(min(first - second, one) * np.float32(steps - 1) + half_way)
    return place


@kept_njit(error_model="numpy")
def _blend(
    total: NDArray[np.float32], folds: NDArray[np.int32], opacities: NDArray[np.float32], out: NDArray[np.uint8]
) -> None:
    """Mean colour of each pixel's layers at the opacity of their number."""
    height, width = folds.shape
    half_way = np.float32(0.5)
    for row in range(height):
        for column in range(width):
            count = folds[row, column]
            if count == 0:
                continue
            opacity = opacities[min(count, MOST_FOLDS)]
            # The mean of the layers, and premultiplied: one factor for both.
            share = opacity / np.float32(count)
            for channel in range(3):
                mixed = total[channel, row, column] * share + half_way
                out[row, column, 2 - channel] = np.uint8(min(max(mixed, np.float32(0.0)), np.float32(255.0)))
            out[row, column, 3] = np.uint8(np.float32(255.0) * opacity + half_way)


@kept_njit(error_model="numpy")
def fill_sheet(
    corners: NDArray[np.float64],
    scores: NDArray[np.float32],
    table: NDArray[np.float32],
    triangles: NDArray[np.int32],
    opacities: NDArray[np.float32],
    out: NDArray[np.uint8],
) -> None:
    """Fill `out`, (H, W, 4), with the sheet; `scores`, (S, F + 1), end in how bright the corners are."""
    height, width = out.shape[:2]
    total = np.zeros((3, height, width), np.float32)
    folds = np.zeros((height, width), np.int32)
    across = scores.shape[1]
    places, around, row_scores = np.empty((2, 3)), np.empty((3, across)), np.empty((2, across), np.float32)
    for index in range(triangles.shape[0]):
        for i in range(3):
            corner = triangles[index, i]
            places[0, i], places[1, i] = corners[corner, 0], corners[corner, 1]
            for k in range(across):
                around[i, k] = scores[corner, k]
        _add_triangle(total, folds, places, around, table, row_scores)
    _blend(total, folds, opacities, out)


@kept_njit(error_model="numpy")
def stroke_segments(
    segments: NDArray[np.float64], width: float, colour: NDArray[np.float32], out: NDArray[np.uint8]
) -> None:
    """Lay lines over `out`, (H, W, 4), as one stroke; arguments as in `raster.draw_segments`.

    Where lines meet, the largest coverage counts, so that joints are not darker than the rest.
    """
    reach, strength = np.float32(0.5 * max(width, 1.0) + 0.5), np.float32(min(width, 1.0))
    height, broad = out.shape[:2]
    # Not cleared: `_touch` clears the tiles that a line may reach.
    coverage = np.empty((height, broad), np.float32)
    touched = np.zeros((height // TILE + 1, broad // TILE + 1), np.bool_)
    for i in range(segments.shape[0]):
        x, y = np.float32(segments[i, 0]), np.float32(segments[i, 1])
        dx, dy = np.float32(segments[i, 2]) - x, np.float32(segments[i, 3]) - y
        _touch(coverage, touched, (x, y), (dx, dy), reach)
        # Steep lines on the transposed picture: `_cover` goes from column to column, and a line that leans by less than
        # 45 degrees has only a few pixels in each.
        if abs(dy) > abs(dx):
            _cover(coverage.T, (y, x), (dy, dx), reach, strength)
        else:
            _cover(coverage, (x, y), (dx, dy), reach, strength)
    for row in range(touched.shape[0]):
        for column in range(touched.shape[1]):
            if touched[row, column]:
                rows, columns = slice(row * TILE, (row + 1) * TILE), slice(column * TILE, (column + 1) * TILE)
                _lay_over(coverage[rows, columns], colour, out[rows, columns])


@kept_njit(error_model="numpy")
def _touch(
    coverage: NDArray[np.float32],
    touched: NDArray[np.bool_],
    start: tuple[np.float32, np.float32],
    way: tuple[np.float32, np.float32],
    reach: np.float32,
) -> None:
    """Clear the tiles that a line may reach for the first time: most of a picture has no line."""
    (x, y), (dx, dy) = start, way
    margin = float(reach) + 2.0
    height, width = coverage.shape
    top, bottom = max(float(min(y, y + dy)) - margin, 0.0), min(float(max(y, y + dy)) + margin, height - 1.0)
    left, right = max(float(min(x, x + dx)) - margin, 0.0), min(float(max(x, x + dx)) + margin, width - 1.0)
    if top > bottom or left > right:
        return
    for row in range(int(top) // TILE, int(bottom) // TILE + 1):
        for column in range(int(left) // TILE, int(right) // TILE + 1):
            if not touched[row, column]:
                touched[row, column] = True
                coverage[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE] = 0.0


@kept_njit(error_model="numpy")
def _cover(
    coverage: Any,
    start: tuple[np.float32, np.float32],
    way: tuple[np.float32, np.float32],
    reach: np.float32,
    strength: np.float32,
) -> None:
    """Cover the pixels round a line that goes farther across than down, given by where it starts and the way it goes.

    A pixel is covered as far as its centre lies within `reach` of the line; ends are round.
    """
    (x, y), (dx, dy) = start, way
    half, one, zero = np.float32(0.5), np.float32(1.0), np.float32(0.0)
    square = dx * dx + dy * dy
    # A line of no length is a dot: every place is measured from its start.
    scale = one / square if square > np.float32(1e-12) else zero
    slope = dy / dx if abs(dx) > np.float32(1e-6) else zero
    margin = reach * np.float32(1.4143) + half  # a line that leans by 45 degrees is sqrt 2 as high as wide
    low, high = min(y, y + dy) - reach, max(y, y + dy) + reach
    left = max(int(min(x, x + dx) - reach), 0)
    for column in range(left, min(int(max(x, x + dx) + reach) + 1, coverage.shape[1])):
        away_x = np.float32(column) + half - x
        middle = y + away_x * slope
        top = max(int(max(middle - margin, low)), 0)
        for row in range(top, min(int(min(middle + margin, high)) + 1, coverage.shape[0])):
            away_y = np.float32(row) + half - y
            along = min(max((away_x * dx + away_y * dy) * scale, zero), one)
            off_x, off_y = away_x - along * dx, away_y - along * dy
            distance = np.float32(math.sqrt(off_x * off_x + off_y * off_y))
            coverage[row, column] = max(coverage[row, column], min(reach - distance, one) * strength)


@kept_njit(error_model="numpy")
def _lay_over(coverage: NDArray[np.float32], colour: NDArray[np.float32], out: NDArray[np.uint8]) -> None:
    """Source over: red, green, blue and opacity (0 to 1) where covered, premultiplied pixels below."""
    for row in range(coverage.shape[0]):
        for column in range(coverage.shape[1]):
            if coverage[row, column] <= 0.0:
                continue
            alpha = coverage[row, column] * colour[3]
            below = np.float32(1.0) - alpha
            for channel in range(3):
                mixed = colour[channel] * alpha + np.float32(out[row, column, 2 - channel]) * below
                out[row, column, 2 - channel] = np.uint8(mixed + np.float32(0.5))
            mixed = np.float32(255.0) * alpha + np.float32(out[row, column, 3]) * below
            out[row, column, 3] = np.uint8(mixed + np.float32(0.5))
