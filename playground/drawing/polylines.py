"""Segments joined end to end: one long line is drawn several times faster than the many short ones it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.drawing import contours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]


def join_segments(segments: Floats) -> tuple[Floats, Mask]:
    """Join segments that share an end, to the last bit, into polylines.

    Args:
        segments: (S, 2, 2): segment, end, (x, y), as from `geometry.marching_squares`.

    Returns:
        Corners of all polylines, (M, 2), and which of them begin a new one, (M,). A closed line ends in the corner in
        which it began; every segment is in exactly one polyline.
    """
    if len(segments) == 0:
        return np.empty((0, 2)), np.empty(0, np.bool_)
    if contours.ready():
        return contours.join(segments)
    ends = segments.reshape(-1, 2)
    # A complex number sorts as the pair it is, in one pass.
    _, first, node = np.unique(ends[:, 0] + 1j * ends[:, 1], return_index=True, return_inverse=True)
    corners, starts = _walk(node.reshape(-1, 2).tolist(), len(first))
    mask = np.zeros(len(corners), np.bool_)
    mask[starts] = True
    return ends[first[corners]], mask


def _walk(segments: list[list[int]], nodes: int) -> tuple[list[int], list[int]]:
    """Visit every segment once, beginning at loose ends and junctions; what is left then is closed lines."""
    at: list[list[int]] = [[] for _ in range(nodes)]
    for number, (start, end) in enumerate(segments):
        at[start].append(number)
        at[end].append(number)
    left = [True] * len(segments)
    corners: list[int] = []
    starts: list[int] = []
    loose = [node for node in range(nodes) if len(at[node]) != 2]
    for node in (*loose, *range(nodes)):
        for number in at[node]:
            if left[number]:
                starts.append(len(corners))
                corners.append(node)
                _follow(number, node, segments, at, left, corners)
    return corners, starts


def _follow(
    number: int, node: int, segments: list[list[int]], at: list[list[int]], left: list[bool], corners: list[int]
) -> None:
    following: int | None = number
    while following is not None:
        left[following] = False
        start, end = segments[following]
        node = end if node == start else start
        corners.append(node)
        following = next((other for other in at[node] if left[other]), None)
