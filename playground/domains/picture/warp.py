"""Pictures moved, turned and resized: one affine map for each, sampled bilinearly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.domains.picture.ink import in_chunks, pixel_centres

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Motion:
    """Where pictures go, a number or an array (N,) of each.

    Attributes:
        right, down: By how many pixels they are moved.
        turn: By how many degrees they are turned, clockwise as y runs down.
        size: How many times as large they become.
    """

    right: NDArray[Any] | float = 0.0
    down: NDArray[Any] | float = 0.0
    turn: NDArray[Any] | float = 0.0
    size: NDArray[Any] | float = 1.0


def moved(pictures: NDArray[Any], motion: Motion, *, which: NDArray[np.int64] | None = None, side: int = 0) -> Floats:
    """Turn and resize pictures about their middles, then move them; what comes in from outside is 0.

    The source is sampled bilinearly at the place that each pixel's centre comes from.

    Args:
        pictures: Square ones, (M, T, T).
        motion: Of each picture that is made.
        which: The picture that each is made from, (N,); None for every one once.
        side: Pixels of what is made; 0 for T. A motion's pixels are of this size.

    Returns:
        (N, side, side).
    """
    source = pictures.shape[1]
    side = side or source
    which = np.arange(len(pictures)) if which is None else which
    count = len(which)
    zoom = source / side
    angle = np.radians(np.broadcast_to(motion.turn, count))
    inverse = zoom / np.broadcast_to(motion.size, count)
    cosine, sine = (inverse * np.cos(angle)).astype(np.float32), (inverse * np.sin(angle)).astype(np.float32)
    right, down = (np.broadcast_to(one, count) for one in (motion.right, motion.down))
    # Ground around: a centre at c lies between the indices c - 0.5 and c + 0.5, counted from the margin; what is
    # outside is looked up in the margin, and on its far sides needs a neighbour.
    framed = np.pad(pictures.astype(np.float32, copy=False), ((0, 0), (1, 2), (1, 2)))
    middle = np.float32(source / 2 + 0.5)
    x, y = pixel_centres(side)

    def make(rows: slice) -> NDArray[np.float32]:
        across = x - (right[rows, None, None] + side / 2).astype(np.float32)
        along = y - (down[rows, None, None] + side / 2).astype(np.float32)
        c, s = cosine[rows, None, None], sine[rows, None, None]
        return _sampled(
            framed, which[rows, None, None], c * across + s * along + middle, c * along - s * across + middle
        )

    return in_chunks(count, side, make)


def enlarged(pictures: NDArray[Any], side: int) -> Floats:
    """Pictures of another size, (N, side, side): enlarged bilinearly, or reduced by averaging areas.

    Args:
        pictures: Square ones, (N, T, T).
        side: Of what is made.
    """
    source = pictures.shape[1]
    weights = _enlarging(source, side) if side >= source else _averaging(source, side)
    return np.asarray(weights @ pictures @ weights.T, np.float64)


def _averaging(source: int, side: int) -> Floats:
    """The share of each of `source` pixels in each of `side` larger ones, (side, source)."""
    edges = np.arange(side + 1) * (source / side)
    pixels = np.arange(source)
    overlap = np.minimum(edges[1:, None], pixels + 1.0) - np.maximum(edges[:-1, None], pixels)
    return np.asarray(np.clip(overlap, 0.0, None) * (side / source))


def _enlarging(source: int, side: int) -> Floats:
    """How much of each of `source` pixels is in each of `side` smaller ones, (side, source); borders go on outside."""
    place = np.clip((np.arange(side) + 0.5) * (source / side) - 0.5, 0.0, source - 1.0)
    return np.asarray(np.clip(1.0 - np.abs(place[:, None] - np.arange(source)), 0.0, None))


def _sampled(
    framed: NDArray[np.float32], which: NDArray[Any], x: NDArray[np.float32], y: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Values of framed pictures, (M, T, T), at x and y in pixels from the middle of their first pixel."""
    source = framed.shape[1]
    most = np.float32(source - 2)
    np.clip(x, 0.0, most, out=x)
    np.clip(y, 0.0, most, out=y)
    left, top = x.astype(np.int32), y.astype(np.int32)
    x -= left
    y -= top
    place = which * (source * source) + top * source + left
    flat = framed.reshape(-1)
    upper: NDArray[np.float32] = flat.take(place)
    lower = flat.take(place + source)
    upper += x * (flat.take(place + 1) - upper)
    lower += x * (flat.take(place + source + 1) - lower)
    upper += y * (lower - upper)
    return upper
