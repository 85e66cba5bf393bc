"""The compiled loop of surfaces in depth order. Importing this loads numba; `drawing.depth` does so on first use.

It calls nothing of other files, so that numba itself notices when it has changed.
"""

import numpy as np
from numpy.typing import NDArray

from playground._kernels import kept_njit

NO_AREA = 1e-9
FAR = 1e9
HIDES = 0.5
"""A surface of less opacity hides nothing."""


@kept_njit(error_model="numpy")
def _span(x: NDArray[np.float64], y: NDArray[np.float64], height: float) -> tuple[float, float]:
    """The part of a row that a triangle covers; from far right to far left where it covers none."""
    left, right = FAR, -FAR
    for i in range(3):
        j = (i + 1) % 3
        if (y[i] <= height) != (y[j] <= height):
            low, high = (j, i) if y[i] > y[j] else (i, j)
            at = x[low] + (height - y[low]) * (x[high] - x[low]) / (y[high] - y[low])
            left, right = min(left, at), max(right, at)
    return left, right


@kept_njit(error_model="numpy")
def _fill_triangle(
    places: NDArray[np.float64],
    colour: NDArray[np.float32],
    opacity: float,
    picture: NDArray[np.float32],
    near: NDArray[np.float32],
) -> None:
    """Lay one triangle over the picture, at the pixel centres from its left edge on to before its right edge.

    Args:
        places: Across, down and depth of its corners, (3, 3).
        colour: Of the first corner, and the ways from it to the colours of the others, (3, 3).
        opacity: 0 to 1.
        picture: Red, green, blue and opacity so far, (H, W, 4).
        near: Depth of what hides so far, (H, W).
    """
    x, y, z = places
    height, width = near.shape
    doubled = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
    # Seen edge on it covers no pixel centre, and its weights would divide by 0.
    if -NO_AREA < doubled < NO_AREA:
        return
    top = max(0, int(np.ceil(min(y[0], y[1], y[2]) - 0.5)))
    bottom = min(height, int(np.ceil(max(y[0], y[1], y[2]) - 0.5)))
    step1, step2 = (y[2] - y[0]) / doubled, -(y[1] - y[0]) / doubled
    share, hides = np.float32(opacity), opacity >= HIDES
    for row in range(top, bottom):
        start, end = _span(x, y, row + 0.5)
        left, right = max(0, int(np.ceil(start - 0.5))), min(width, int(np.ceil(end - 0.5)))
        offset_x, offset_y = left + 0.5 - x[0], row + 0.5 - y[0]
        w1 = (offset_x * (y[2] - y[0]) - (x[2] - x[0]) * offset_y) / doubled
        w2 = ((x[1] - x[0]) * offset_y - offset_x * (y[1] - y[0])) / doubled
        for column in range(left, right):
            depth = z[0] + w1 * (z[1] - z[0]) + w2 * (z[2] - z[0])
            _lay(picture, (row, column), colour, (w1, w2), (share, depth < near[row, column]))
            if hides and depth > near[row, column]:
                near[row, column] = depth
            w1 += step1
            w2 += step2


@kept_njit(error_model="numpy")
def _lay(
    picture: NDArray[np.float32],
    place: tuple[int, int],
    colour: NDArray[np.float32],
    weights: tuple[float, float],
    layer: tuple[np.float32, bool],
) -> None:
    """Lay one pixel of a triangle, its opacity and place among others, over what is there, or under it.

    Triangles are sorted by their middles only, so that large ones may reach behind those that have come before.
    """
    row, column = place
    share, under = layer
    rest = np.float32(1.0) - share
    if under:
        # Under what is there only as much shows as that lets through (Porter and Duff 1984, "destination over").
        share, rest = share * (np.float32(1.0) - picture[row, column, 3] / np.float32(255.0)), np.float32(1.0)
    w1, w2 = np.float32(weights[0]), np.float32(weights[1])
    for channel in range(3):
        value = colour[0, channel] + w1 * colour[1, channel] + w2 * colour[2, channel]
        picture[row, column, channel] = picture[row, column, channel] * rest + value * share
    picture[row, column, 3] = picture[row, column, 3] * rest + np.float32(255.0) * share


@kept_njit(error_model="numpy")
def fill_triangles(
    corners: NDArray[np.float64],
    colours: NDArray[np.float32],
    triangles: NDArray[np.int32],
    opacities: NDArray[np.float32],
    out: NDArray[np.uint8],
    near: NDArray[np.float32],
) -> None:
    """Fill `out` and `near`; triangles as they are to be laid: those that hide from far to near, then the others."""
    height, width = near.shape
    picture = np.zeros((height, width, 4), np.float32)
    places, colour = np.empty((3, 3)), np.empty((3, 3), np.float32)
    for index in range(triangles.shape[0]):
        for corner in range(3):
            k = triangles[index, corner]
            for axis in range(3):
                places[axis, corner], colour[corner, axis] = corners[k, axis], colours[k, axis]
        for axis in range(3):  # from the colours of three corners to the first and the ways to the others
            colour[1, axis] -= colour[0, axis]
            colour[2, axis] -= colour[0, axis]
        _fill_triangle(places, colour, opacities[index], picture, near)
    _write(picture, out)


@kept_njit(error_model="numpy")
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
