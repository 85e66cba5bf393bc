"""Level lines of sampled fields: the decision boundary as line segments.

A field is sampled at the middles of the cells of a picture, as the maps are: `field[row, column]` with row 0
at the bottom, over an extent (left, right, bottom, top). Once `render.contours` is ready it does the work.
"""

import numpy as np
from numpy.typing import NDArray

from playground.domains.plane.grid import Extent
from playground.render import contours

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_BOTTOM, _RIGHT, _TOP, _LEFT = range(4)
_NONE = (-1, -1)

# A square's corners count bottom left 1, bottom right 2, top right 4, top left 8; a case is the sum of the
# corners at or above the level. Each case has up to two segments, each from one edge of the square to
# another. Cases 5 and 10 are the saddles, drawn here with a middle below the level.
_CASES: dict[int, tuple[tuple[int, int], tuple[int, int]]] = {
    0: (_NONE, _NONE),
    1: ((_LEFT, _BOTTOM), _NONE),
    2: ((_BOTTOM, _RIGHT), _NONE),
    3: ((_LEFT, _RIGHT), _NONE),
    4: ((_RIGHT, _TOP), _NONE),
    5: ((_LEFT, _BOTTOM), (_RIGHT, _TOP)),
    6: ((_BOTTOM, _TOP), _NONE),
    7: ((_LEFT, _TOP), _NONE),
    8: ((_TOP, _LEFT), _NONE),
    9: ((_TOP, _BOTTOM), _NONE),
    10: ((_BOTTOM, _RIGHT), (_TOP, _LEFT)),
    11: ((_TOP, _RIGHT), _NONE),
    12: ((_RIGHT, _LEFT), _NONE),
    13: ((_RIGHT, _BOTTOM), _NONE),
    14: ((_BOTTOM, _LEFT), _NONE),
    15: (_NONE, _NONE),
}
_SEGMENTS = np.array(list(_CASES.values()))
_IS_CUT = _SEGMENTS[:, 0, 0] >= 0
_IS_SADDLE = _SEGMENTS[:, 1, 0] >= 0

# For each edge of a square: row and column of its two ends, from the square's bottom left sample.
_EDGE_ENDS = np.array([[[0, 0], [0, 1]], [[0, 1], [1, 1]], [[1, 0], [1, 1]], [[0, 0], [1, 0]]])


def marching_squares(field: NDArray[np.floating], level: float, extent: Extent, where: Mask | None = None) -> Floats:
    """Return the line on which a field equals `level`, as segments.

    Where two opposite corners of a square lie above and two below (a saddle), the mean of the four says which
    pair hangs together. Squares with a corner that is not finite give nothing.

    Args:
        field: (H, W) samples.
        level: the value sought.
        extent: left, right, bottom, top of the picture that the samples cover.
        where: (H - 1, W - 1), the squares to look at; None for all.

    Returns:
        (S, 2, 2): segment, end, (x, y).
    """
    if where is None and contours.ready():
        return contours.level_segments(field, level, extent)
    values = np.asarray(field, dtype=np.float64) - level
    case = _cases(values)
    if where is not None:
        case = np.where(where, case, 0)
    rows, columns = np.nonzero(_IS_CUT[case])
    case = case[rows, columns]
    corners = values[rows[:, np.newaxis] + [0, 0, 1, 1], columns[:, np.newaxis] + [0, 1, 1, 0]]
    finite = np.isfinite(corners).all(axis=1)
    rows, columns, case, corners = rows[finite], columns[finite], case[finite], corners[finite]
    # A saddle whose middle lies on the side of its upper corners is drawn as the opposite saddle.
    joined = _IS_SADDLE[case] & (corners.mean(axis=1) >= 0.0)
    case = np.where(joined, 15 - case, case)
    square, slot = np.nonzero(_SEGMENTS[case, :, 0] >= 0)
    edges = _SEGMENTS[case[square], slot]
    crossing = _crossings(values, rows[square], columns[square], edges)
    segments = _to_plane(crossing, values.shape, extent)
    # A corner that lies exactly on the level gives a line from it to itself, of which a dashed pen makes a dot.
    has_length: Mask = (segments[:, 0] != segments[:, 1]).any(axis=1)
    return segments[has_length]


def _cases(values: Floats) -> NDArray[np.signedinteger]:
    """Return the case of each square of neighbouring samples, shape (H - 1, W - 1)."""
    # NaN is below, so such squares have cases too; they are thrown out by their corners afterwards, which is cheaper
    # than a mask over the whole field.
    above = (values >= 0.0).astype(np.uint8)
    return above[:-1, :-1] | above[:-1, 1:] << 1 | above[1:, 1:] << 2 | above[1:, :-1] << 3


def _crossings(values: Floats, rows: NDArray[np.intp], columns: NDArray[np.intp], edges: NDArray[np.int_]) -> Floats:
    """Return (S, 2, 2) row and column at which the level crosses the two edges of each segment."""
    ends = _EDGE_ENDS[edges] + np.stack((rows, columns), axis=1)[:, np.newaxis, np.newaxis, :]
    height = values[ends[..., 0], ends[..., 1]]
    # One end is at or above the level and the other below: they are never equal.
    share: Floats = height[..., 0] / (height[..., 0] - height[..., 1])
    near, far = ends[..., 0, :].astype(np.float64), ends[..., 1, :]
    return near + share[..., np.newaxis] * (far - near)


def _to_plane(crossing: Floats, shape: tuple[int, ...], extent: Extent) -> Floats:
    """Turn (..., 2) rows and columns, counted from the middle of the first cell, into x and y."""
    left, right, bottom, top = extent
    y = bottom + (crossing[..., 0] + 0.5) * ((top - bottom) / shape[0])
    x = left + (crossing[..., 1] + 0.5) * ((right - left) / shape[1])
    return np.stack((x, y), axis=-1)


def decision_boundary(probabilities: NDArray[np.floating], extent: Extent) -> Floats:
    """Return the lines between the regions in which different classes are the most probable.

    The region of class k is where p_k - max p_j over the other classes j is positive, and its border is where
    that is 0. Two regions share a border: it is drawn for the class with the lower number only.

    Args:
        probabilities: (H, W, K) of K classes; anything whose largest value wins will do, such as logits.
        extent: left, right, bottom, top of the picture that the samples cover.

    Returns:
        (S, 2, 2): segment, end, (x, y).
    """
    if contours.ready() and probabilities.shape[-1] > 1:
        return contours.class_segments(probabilities, extent)
    planes = np.ascontiguousarray(np.moveaxis(np.asarray(probabilities, dtype=np.float64), -1, 0))
    best, second, winner = _two_best(planes)
    # A square in which only lower classes win has been drawn with those.
    last_of_square = _highest_corner(winner)
    segments = []
    for number, plane in enumerate(planes[:-1]):
        is_best = winner == number
        if is_best.any():
            lead = plane - np.where(is_best, second, best)
            segments.append(marching_squares(lead, 0.0, extent, last_of_square > number))
    return np.concatenate(segments) if segments else np.empty((0, 2, 2))


def _two_best(planes: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return largest and second largest of (K, H, W) planes, and the number of the largest, each (H, W)."""
    best, second = planes[0], np.full(planes.shape[1:], -np.inf)
    winner = np.zeros(planes.shape[1:], dtype=np.int64)
    for number, plane in enumerate(planes[1:], start=1):
        winner[plane > best] = number
        # The loser of the two is the new runner-up, if it is one: two comparisons a class, and no sort.
        second = np.maximum(second, np.minimum(best, plane))
        best = np.maximum(best, plane)
    return best, second, winner


def _highest_corner(winner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the highest of the four corners of each square, shape (H - 1, W - 1)."""
    rows = np.maximum(winner[:-1], winner[1:])
    return np.maximum(rows[:, :-1], rows[:, 1:])
