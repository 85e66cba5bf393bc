"""The forward pass alone, for pictures: what chosen layers make of many points, in one call without the GIL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import from_dtype, njit, types

from playground._kernels import keep
from playground.simd.vector import compiled
from playground.training.engines.fused.passes import forward
from playground.training.engines.fused.records import OPERATION

if TYPE_CHECKING:
    from collections.abc import Callable

NO_KEY = np.uint64(0)
"""Nothing is random here."""


@compiled
def calm(value: Any, largest: float) -> Any:
    """The value, cut off at ± `largest`; 0 where it is not a number."""
    if value > largest:
        return largest
    if value < -largest:
        return -largest
    return value if value == value else 0.0  # noqa: PLR0124 - false for nan alone


def evaluate(
    operations: Any,
    wanted: Any,
    inputs: int,
    tile: int,
    pitch: int,
    features: Any,
    params: Any,
    buffers: Any,
    work: Any,
    largest: float,
    out: Any,
) -> None:
    """Fill `out` with what leaves the wanted layers.

    Args:
        operations: Of an `EvaluationTable`.
        wanted: Place in the workspace and width of each layer, (L, 2).
        inputs: Place of the network's inputs.
        tile: Points that pass through together.
        pitch: Distance between rows of the workspace.
        features: (N, F).
        params: (P,).
        buffers: (B,).
        work: The workspace, zero at first.
        largest: Values are cut off here.
        out: Layer after layer, width x N each.
    """
    points = features.shape[0]
    for first in range(0, points, tile):
        size = min(tile, points - first)
        for k in range(size):
            for column in range(features.shape[1]):
                work[inputs + column * pitch + k] = features[first + k, column]
        forward(operations, params, buffers, work, NO_KEY, first, size, pitch)
        row = first
        for i in range(wanted.shape[0]):
            for unit in range(wanted[i, 1]):
                source = wanted[i, 0] + unit * pitch
                for k in range(size):
                    out[row + k] = calm(work[source + k], largest)
                row += points


_njit: Any = njit
evaluation_kernel = _njit(nogil=True, error_model="numpy", _nrt=False)(evaluate)


def load() -> Callable[..., None]:
    """`evaluate`, compiled for float32."""
    operations, flat = from_dtype(OPERATION)[::1], types.float32[::1]
    counts, data = types.int64[:, ::1], types.float32[:, ::1]
    numbers = (types.int64, types.int64, types.int64)
    signature = types.void(operations, counts, *numbers, data, flat, flat, flat, types.float64, flat)
    loaded: Callable[..., None] = keep(evaluation_kernel)
    evaluation_kernel.compile(signature)
    return loaded
