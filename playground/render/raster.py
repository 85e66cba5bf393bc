"""The bent sheet as a picture: the warped output map, folds averaged, without seams and without sorting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from playground._numba_cache import use_user_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    Kernel = Callable[..., None]

FARTHEST = 1e5
"""Corners are cut off at this many pixels: what is farther away is out of sight anyway."""


@dataclass(frozen=True, slots=True, eq=False)
class Paint:
    """How a sheet is coloured: by scores at its corners, which are interpolated, and a table that colours them.

    Scores in place of colours keep a border sharp and straight where it is steeper than triangles are small: between
    a corner that is sure of one class and one that is sure of another lies every shade, whatever their distance.

    Attributes:
        scores: At the corners, (S, F). One (F = 1) is looked up by sign and size, −1 to 1; of several, one for each
            class, the best counts, by its lead over the next, 0 to 1.
        table: Colours, 0 to 255: (2 n + 1, 3) for one score, (F n, 3) for several, class by class.
        bright: A factor at each corner, (S,).
    """

    scores: NDArray[np.float32]
    table: NDArray[np.float32]
    bright: NDArray[np.float32]

    def first(self, count: int) -> Paint:
        """Of the first corners alone."""
        return Paint(self.scores[:count], self.table, self.bright[:count])


def raster_sheet(
    corners: NDArray[np.floating[Any]],
    paint: Paint,
    triangles: NDArray[np.int32],
    size: tuple[int, int],
) -> NDArray[np.uint8]:
    """Draw a sheet of coloured triangles.

    A pixel gets the mean colour of the k layers over it, at an opacity of 1 - 0.28^k (k up to 3): where folds of two
    classes lie on each other it turns grey, whichever was drawn first.

    Args:
        corners: In pixels from the top left, (S, 2). What is not finite is taken as 0.
        paint: Its colours.
        triangles: Three corners each, (T, 3), as in `mesh.Mesh`.
        size: Width and height of the picture.

    Returns:
        (height, width, 4): blue, green, red premultiplied with alpha, and alpha, the fastest order to paint on.
    """
    out = np.zeros((size[1], size[0], 4), np.uint8)
    placed = np.clip(np.nan_to_num(corners.astype(np.float64)), -FARTHEST, FARTHEST)
    fill, opacities = _kernel()
    # what is read-only, or of another order in memory, would be compiled for anew while a window waits
    scores = np.column_stack((np.nan_to_num(paint.scores), paint.bright)).astype(np.float32, order="C")
    table = np.array(paint.table, np.float32, order="C")
    chosen = np.array(triangles, np.int32, order="C")
    fill(np.ascontiguousarray(placed), scores, table, chosen, opacities, out)
    return out


def draw_segments(
    segments: NDArray[np.floating[Any]], width: float, colour: tuple[int, int, int, float], out: NDArray[np.uint8]
) -> None:
    """Draw straight lines, anti-aliased, as one stroke: where they cross they are not darker.

    Args:
        segments: Both ends in pixels from the top left, (N, 4). What is not finite is taken as 0.
        width: In pixels; a line thinner than one covers that much less of it.
        colour: Red, green, blue, 0 to 255, and opacity, 0 to 1.
        out: As `raster_sheet` returns it; drawn upon.
    """
    placed = np.clip(np.nan_to_num(segments.astype(np.float64)), -FARTHEST, FARTHEST)
    _strokes()(np.ascontiguousarray(placed), float(width), np.array(colour, np.float32), out)


def prepare() -> None:
    """Compile, or load from the cache: seconds at the first start ever. For a thread that nobody waits for."""
    paint = Paint(np.zeros((3, 1), np.float32), np.zeros((3, 3), np.float32), np.ones(3, np.float32))
    image = raster_sheet(np.zeros((3, 2)), paint, np.zeros((1, 3), np.int32), (2, 2))
    draw_segments(np.zeros((1, 4)), 1.0, (0, 0, 0, 1.0), image)
    _ready.append(True)


def ready() -> bool:
    """Whether `raster_sheet` answers at once."""
    return bool(_ready)


_ready: list[bool] = []


@cache
def _kernel() -> tuple[Kernel, NDArray[np.float32]]:
    use_user_cache()
    from playground.render import raster_kernel  # noqa: PLC0415 - numba takes half a second to load

    return cast("Kernel", raster_kernel.fill_sheet), raster_kernel.OPACITIES


@cache
def _strokes() -> Kernel:
    use_user_cache()
    from playground.render import raster_kernel  # noqa: PLC0415 - numba takes half a second to load

    return cast("Kernel", raster_kernel.stroke_segments)
