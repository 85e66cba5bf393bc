"""Edges as a picture: anti-aliased curves of any width, colour and opacity, for a twentieth of what QPainter takes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from playground._numba_cache import use_user_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    Kernel = Callable[..., None]

Floats = NDArray[np.floating[Any]]


def draw_curves(
    starts: Floats,
    ends: Floats,
    widths: Floats,
    colours: NDArray[np.uint8],
    opacities: Floats,
    out: NDArray[np.uint8],
) -> None:
    """Draw cubic Bézier curves that leave and arrive level, each over those before it.

    The inner control points stand in the middle between the ends, of which one lies to the left of the other by more
    than the stroke is wide. Lines thinner than a pixel cover that much less of it; ends are cut off upright. What has
    no width, no opacity, is not finite or farther away than `raster_edges_kernel.FAR` is not drawn.

    Args:
        starts: In pixels from the top left, (N, 2).
        ends: The same, (N, 2).
        widths: In pixels, (N,).
        colours: Red, green, blue, (N, 3).
        opacities: 0 to 1, (N,).
        out: Gets the picture, (height, width, 4): 32 bits a pixel in the order of bytes of this machine, as
            `QImage.Format_ARGB32_Premultiplied` has them. It is cleared first.

    Raises:
        ValueError: The arrays do not fit each other, or `out` is not contiguous.
    """
    count = len(widths)
    shapes = (starts.shape, ends.shape, widths.shape, colours.shape, opacities.shape)
    if shapes != ((count, 2), (count, 2), (count,), (count, 3), (count,)):
        raise ValueError(f"{count} curves do not have arrays of shapes {shapes}")
    if out.dtype != np.uint8 or out.ndim != 3 or out.shape[2] != 4 or not out.flags.c_contiguous:
        raise ValueError("the picture must be a contiguous array of bytes, (height, width, 4)")
    lines = [np.ascontiguousarray(array, np.float64) for array in (starts, ends, widths, opacities)]
    words = out.reshape(-1).view(np.uint32).reshape(out.shape[:2])
    _kernel()(*lines[:3], np.ascontiguousarray(colours, np.uint8), lines[3], words)


def prepare() -> None:
    """Compile, or load from the cache: seconds at the first start ever. For a thread that nobody waits for."""
    _kernel()
    _ready.append(True)


def ready() -> bool:
    """Whether `draw_curves` answers at once."""
    return bool(_ready)


_ready: list[bool] = []


@cache
def _kernel() -> Kernel:
    use_user_cache()
    from playground.render import raster_edges_kernel  # noqa: PLC0415 - numba takes half a second to load

    return cast("Kernel", raster_edges_kernel.fill_curves)
