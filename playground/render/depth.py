"""Surfaces in three dimensions as a picture: triangles from the farthest to the nearest, each over those before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from playground._numba_cache import use_user_cache

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Kernel = Callable[..., None]

Floats = NDArray[np.floating[Any]]
FARTHEST = 1e5
"""Corners are cut off at this many pixels: what is farther away is out of sight anyway."""
NOTHING_THERE = -1e9
HIDES = 0.5
"""A surface of less opacity hides nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A sheet of coloured triangles.

    Attributes:
        corners: Pixels from the top left, and the depth towards the viewer, (S, 3).
        colours: At the corners, 0 to 255, (S, 3).
        triangles: Three corners each, (T, 3), as in `mesh.Mesh`.
        opacity: Of one layer, 0 to 1.
    """

    corners: Floats
    colours: Floats
    triangles: NDArray[np.int32]
    opacity: float


def draw_surfaces(surfaces: Sequence[Surface], size: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Draw surfaces that may pass through each other; their triangles are what is sorted.

    Returns:
        The picture, (size, size, 4), as `raster.raster_sheet` gives it, and the depth of what is nearest to the
        viewer at each pixel, (size, size), `NOTHING_THERE` where there is nothing. A surface that hides nothing
        has no part in that.
    """
    out, near = np.zeros((size, size, 4), np.uint8), np.full((size, size), NOTHING_THERE, np.float32)
    if not surfaces:
        return out, near
    corners = np.concatenate([surface.corners for surface in surfaces])
    corners = np.clip(np.nan_to_num(corners.astype(np.float64)), -FARTHEST, FARTHEST)
    colours = np.concatenate([surface.colours for surface in surfaces])
    triangles, opacities, start = [], [], 0
    for surface in surfaces:
        triangles.append(surface.triangles + np.int32(start))
        opacities.append(np.full(len(surface.triangles), surface.opacity, np.float32))
        start += len(surface.corners)
    joined, opacity = np.concatenate(triangles), np.concatenate(opacities)
    depths = corners[:, 2]
    order = np.argsort(depths[joined[:, 0]] + depths[joined[:, 1]] + depths[joined[:, 2]], kind="stable")
    # thin ones last: by then it is known for each pixel whether they are in front of what hides
    is_thin = opacity[order] < HIDES
    order = np.concatenate((order[~is_thin], order[is_thin]))
    # what is of another order in memory would be compiled for anew while a window waits
    corners, colours = np.array(corners, order="C"), np.array(colours, np.float32, order="C")
    _kernel()(corners, colours, np.array(joined[order], order="C"), opacity[order], out, near)
    return out, near


def is_hidden(places: Floats, near: NDArray[np.float32], slack: float) -> NDArray[np.bool_]:
    """Which places, (N, 3) in pixels and depth, lie behind what is drawn there by more than `slack`."""
    last = len(near) - 1
    columns, rows = (np.clip(np.nan_to_num(places[:, i]), 0, last).astype(np.intp) for i in range(2))
    return np.asarray(places[:, 2] < near[rows, columns] - slack)


def prepare() -> None:
    """Compile, or load from the cache: seconds at the first start ever. For a thread that nobody waits for."""
    draw_surfaces([Surface(np.zeros((3, 3)), np.zeros((3, 3)), np.zeros((1, 3), np.int32), 1.0)], 2)
    _ready.append(True)


def ready() -> bool:
    """Whether `draw_surfaces` answers at once."""
    return bool(_ready)


_ready: list[bool] = []


@cache
def _kernel() -> Kernel:
    use_user_cache()
    from playground.render import depth_kernel  # noqa: PLC0415 - numba takes half a second to load

    return cast("Kernel", depth_kernel.fill_triangles)
