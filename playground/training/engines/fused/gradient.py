"""What happens to a gradient before the optimizer: regularization and clipping."""

from __future__ import annotations

import math
from typing import Any

from playground.simd.parts import put, take
from playground.simd.vector import compiled, lanes, multiply_add, total, where_greater, zeros

CLIP_EPSILON = 1e-6
"""Torch adds it to the norm that it divides by."""


@compiled
def regularize(params: Any, work: Any, gradient: int, weights: Any, l2: float, l1: float) -> None:
    """g += l2 w + l1 sign(w) over the ranges of weights."""
    for part in range(weights.shape[0]):
        first, end = weights[part, 0], weights[part, 1]
        for i in range(first, end, lanes(work)):
            w = take(params, i, end - i)
            # 0 w and not 0: NaN stays NaN, and divergence is seen.
            sign = where_greater(w, 0.0, 1.0 + zeros(work), where_greater(0.0, w, -1.0, 0.0 * w))
            g = take(work, gradient + i, end - i)
            put(work, gradient + i, multiply_add(w, l2, multiply_add(sign, l1, g)), end - i)


@compiled
def clip(work: Any, gradient: int, learning: Any, limit: float) -> None:
    """Shorten the gradient to a norm of at most `limit`, over all that learns."""
    squares = 0.0
    for part in range(learning.shape[0]):
        first, end = learning[part, 0], learning[part, 1]
        parts = zeros(work)
        for i in range(first, end, lanes(work)):
            g = take(work, gradient + i, end - i)
            parts = multiply_add(g, g, parts)
        squares += total(parts)
    factor = min(1.0, limit / (math.sqrt(squares) + CLIP_EPSILON))
    # Left as it is to the bit, as other steppers leave it.
    if factor == 1.0:
        return
    for part in range(learning.shape[0]):
        first, end = learning[part, 0], learning[part, 1]
        for i in range(first, end, lanes(work)):
            put(work, gradient + i, take(work, gradient + i, end - i) * factor, end - i)
