"""The compiled loop of surfaces in depth order. Importing this loads numba; `drawing.depth` does so on first use.

It calls nothing of other files, so that numba itself notices when it has changed.
"""

import numba  # noqa: TID253 - the one module that is imported late
import numpy as np
from numpy.typing import NDArray

NO_AREA = 1e-9
FAR = 1e9


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _fill_triangle(
    places: NDArray[np.float64],
    colour: NDArray[np.float64],
    opacity: float,
    picture: NDArray[np.float32],
    near: NDArray[np.float32],
) -> None:
    """Lay one triangle over the picture, at the pixel centres from its left edge on to before its right edge."""
    x, y, z = places
    height, width = near.shape
    doubled = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
    if -NO_AREA < doubled < NO_AREA:
        return
    top = max(0, int(np.ceil(min(y[0], y[1], y[2]) - 0.5)))
    bottom = min(height, int(np.ceil(max(y[0], y[1], y[2]) - 0.5)))
    step1, step2 = (y[2] - y[0]) / doubled, -(y[1] - y[0]) / doubled
    hides = opacity >= 0.5  # noqa: PLR2004 - `depth.draw_surfaces` says so
    alpha, below = np.float32(opacity), np.float32(1.0 - opacity)
    for row in range(top, bottom):
        centre = row + 0.5
        left_end, right_end = FAR, -FAR
        for i in range(3):
            j = (i + 1) % 3
            if (y[i] <= centre) != (y[j] <= centre):
                low, high = (j, i) if y[i] > y[j] else (i, j)
                at = x[low] + (centre - y[low]) * (x[high] - x[low]) / (y[high] - y[low])
                left_end, right_end = min(left_end, at), max(right_end, at)
        left, right = max(0, int(np.ceil(left_end - 0.5))), min(width, int(np.ceil(right_end - 0.5)))
        offset_x, offset_y = left + 0.5 - x[0], centre - y[0]
        w1 = (offset_x * (y[2] - y[0]) - (x[2] - x[0]) * offset_y) / doubled
        w2 = ((x[1] - x[0]) * offset_y - offset_x * (y[1] - y[0])) / doubled
        for column in range(left, right):
            for channel in range(3):
                value = colour[0, channel] + w1 * (colour[1, channel] - colour[0, channel])
                value += w2 * (colour[2, channel] - colour[0, channel])
                picture[row, column, channel] = picture[row, column, channel] * below + np.float32(value) * alpha
            picture[row, column, 3] = picture[row, column, 3] * below + np.float32(255.0) * alpha
            if hides:
                near[row, column] = z[0] + w1 * (z[1] - z[0]) + w2 * (z[2] - z[0])
            w1 += step1
            w2 += step2


@numba.njit(cache=True, nogil=True, error_model="numpy")
def fill_cells(
    corners: NDArray[np.float64],
    colours: NDArray[np.float32],
    cells: NDArray[np.int64],
    opacities: NDArray[np.float32],
    out: NDArray[np.uint8],
    near: NDArray[np.float32],
) -> None:
    """Fill `out` and `near`; arguments as in `depth.draw_cells`, cells from the farthest to the nearest."""
    height, width = near.shape
    picture = np.zeros((height, width, 4), np.float32)
    places, colour = np.empty((3, 3)), np.empty((3, 3))
    for index in range(cells.shape[0]):
        for half in range(2):
            for corner in range(3):
                # halves: corners 0, 1, 2 and 0, 2, 3
                k = cells[index, corner if half == 0 else (corner + 1 if corner > 0 else 0)]
                for axis in range(3):
                    places[axis, corner], colour[corner, axis] = corners[k, axis], colours[k, axis]
            _fill_triangle(places, colour, opacities[index], picture, near)
    _write(picture, out)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _write(picture: NDArray[np.float32], out: NDArray[np.uint8]) -> None:
    """From red, green, blue premultiplied and opacity, 0 to 255, to bytes in the order of the screen."""
    limit, half_way = np.float32(255.0), np.float32(0.5)
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            if picture[row, column, 3] <= 0.0:
                continue
            for channel in range(3):
                out[row, column, 2 - channel] = np.uint8(min(picture[row, column, channel], limit) + half_way)
            out[row, column, 3] = np.uint8(min(picture[row, column, 3], limit) + half_way)
