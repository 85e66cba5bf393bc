"""The bent sheet as a picture: the warped output map, folds averaged, without seams and without sorting."""

from __future__ import annotations

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


def raster_sheet(
    corners: NDArray[np.floating[Any]],
    colours: NDArray[np.uint8],
    triangles: NDArray[np.int32],
    size: tuple[int, int],
) -> NDArray[np.uint8]:
    """Draw a sheet of coloured triangles.

    A pixel gets the mean colour of the k layers over it, at an opacity of 1 - 0.28^k (k up to 3): where folds of two
    classes lie on each other it turns grey, whichever was drawn first.

    Args:
        corners: In pixels from the top left, (S, 2). What is not finite is taken as 0.
        colours: At the corners, (S, 3).
        triangles: Three corners each, (T, 3), as in `mesh.Mesh`.
        size: Width and height of the picture.

    Returns:
        (height, width, 4): blue, green, red premultiplied with alpha, and alpha, the fastest order to paint on.
    """
    out = np.zeros((size[1], size[0], 4), np.uint8)
    placed = np.clip(np.nan_to_num(corners.astype(np.float64)), -FARTHEST, FARTHEST)
    fill, opacities = _kernel()
    fill(np.ascontiguousarray(placed), np.ascontiguousarray(colours), np.ascontiguousarray(triangles), opacities, out)
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
    image = raster_sheet(np.zeros((3, 2)), np.zeros((3, 3), np.uint8), np.zeros((1, 3), np.int32), (2, 2))
    draw_segments(np.zeros((1, 4)), 1.0, (0, 0, 0, 1.0), image)
    _ready.append(True)


def ready() -> bool:
    """Whether `raster_sheet` answers at once."""
    return bool(_ready)


_ready: list[bool] = []


@cache
def _kernel() -> tuple[Kernel, NDArray[np.float32]]:
    use_user_cache()
    from playground.drawing import raster_kernel  # noqa: PLC0415 - numba takes half a second to load

    return cast("Kernel", raster_kernel.fill_sheet), raster_kernel.OPACITIES


@cache
def _strokes() -> Kernel:
    use_user_cache()
    from playground.drawing import raster_kernel  # noqa: PLC0415 - numba takes half a second to load

    return cast("Kernel", raster_kernel.stroke_segments)
