"""Level lines by compiled loops, for a tenth of what numpy takes; `drawing.geometry` asks it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from playground._numba_cache import use_user_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Extent = tuple[float, float, float, float]


class _Kernels(NamedTuple):
    level: Callable[..., int]
    classes: Callable[..., int]


def level_segments(field: NDArray[np.floating[Any]], level: float, extent: Extent) -> Floats:
    """Return the line on which a field, (H, W), equals `level`, (S, 2, 2), as `geometry.marching_squares` does."""
    values, grid = np.ascontiguousarray(field, np.float64), _grid(field.shape, extent)
    return _collect(field.shape, lambda segments: _kernels().level(values, float(level), grid, segments))


def class_segments(values: NDArray[np.floating[Any]], extent: Extent) -> Floats:
    """Return the lines between the classes of (H, W, K), K > 0, (S, 2, 2), as `geometry.decision_boundary` does."""
    samples, grid = np.ascontiguousarray(values, np.float64), _grid(values.shape, extent)
    winner, wins = np.empty(values.shape[:2], np.int64), np.zeros(values.shape[2], np.bool_)
    return _collect(values.shape, lambda segments: _kernels().classes(samples, grid, winner, wins, segments))


def prepare() -> None:
    """Compile, or load from the cache: seconds at the first start ever. For a thread that nobody waits for."""
    _kernels()
    _ready.append(True)


def ready() -> bool:
    """Whether the functions above answer at once."""
    return bool(_ready)


_ready: list[bool] = []


def _collect(shape: tuple[int, ...], find: Callable[[Floats], int]) -> Floats:
    """Have segments found, and found again with room for all where a picture has uncommonly many."""
    segments = np.empty((16 * (shape[0] + shape[1]), 2, 2))
    count = find(segments)
    if count > len(segments):
        segments = np.empty((count, 2, 2))
        find(segments)
    return segments[:count]


def _grid(shape: tuple[int, ...], extent: Extent) -> tuple[float, float, float, float]:
    left, right, bottom, top = extent
    return float(left), float(bottom), float((right - left) / shape[1]), float((top - bottom) / shape[0])


@cache
def _kernels() -> _Kernels:
    use_user_cache()
    from playground.render import contours_kernel as compiled  # noqa: PLC0415 - numba takes half a second to load

    return _Kernels(compiled.level_segments, compiled.class_segments)
