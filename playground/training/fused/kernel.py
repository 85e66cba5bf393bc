"""Many updates in one call: shuffle, gather, forward, backward, optimizer, without Python or the GIL in between."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, types

from playground.training.fused.backward import backward
from playground.training.fused.forward import forward
from playground.training.fused.losses import loss_gradient
from playground.training.fused.noise import fold2, mix
from playground.training.fused.optimizers import CLIP, L1, L2, clip, rate_at, regularize, update
from playground.training.fused.simd import compiled
from playground.training.fused.table import Number, Progress, Setting
from playground.training.order import ORDER_STREAM

BATCH, PITCH, TILE, OUTPUTS, LOGITS, DELTA = (int(n) for n in list(Number)[:6])
WANTED, GRADIENT, INPUTS, LOSS, SQUASHED, OPTIMIZER = (int(n) for n in list(Number)[6:12])
NESTEROV, SCHEDULE, SEED = (int(n) for n in list(Number)[12:15])
EPOCH, CURSOR, STEPS = int(Progress.EPOCH), int(Progress.CURSOR), int(Progress.STEPS)
HUBER_DELTA = int(Setting.HUBER)
STREAM = np.uint64(ORDER_STREAM)


@compiled
def shuffle(order: Any, seed: int, epoch: int) -> None:
    """Write the order of a pass: `playground.training.order.permutation`."""
    base = mix(fold2(seed, epoch) ^ STREAM)
    for i in range(order.size):
        order[i] = i
    for i in range(order.size - 1, 0, -1):
        j = np.int64(mix(base ^ np.uint64(i)) % np.uint64(i + 1))
        order[i], order[j] = order[j], order[i]


@compiled
def gather(table: Any, order: Any, first: int, count: int, work: Any, place: int, pitch: int) -> None:
    """Copy rows of `table`, chosen by `order`, into the workspace as columns."""
    for k in range(count):
        row = order[first + k]
        for column in range(table.shape[1]):
            work[place + column * pitch + k] = table[row, column]


@compiled
def find_gradient(
    operations: Any, values: Any, numbers: Any, settings: Any, progress: Any, order: Any, features: Any, targets: Any,
    params: Any, buffers: Any, work: Any, count: int,
) -> None:
    """Fill the gradient in the workspace for the `count` points from the cursor on, tile by tile."""
    gradient, pitch, tile = numbers[GRADIENT], numbers[PITCH], numbers[TILE]
    key = fold2(numbers[SEED], progress[STEPS])
    work[gradient : gradient + params.size] = 0.0
    for first in range(0, count, tile):
        size = min(tile, count - first)
        start = progress[CURSOR] + first
        gather(features, order, start, size, work, numbers[INPUTS], pitch)
        gather(targets, order, start, size, work, numbers[WANTED], pitch)
        forward(operations, values, params, buffers, work, key, first, size, pitch)
        loss_gradient(
            numbers[LOSS], numbers[SQUASHED], settings[HUBER_DELTA], work, numbers[LOGITS], numbers[WANTED], numbers[DELTA],
            numbers[OUTPUTS], count, (size + 7) // 8 * 8, pitch,
        )
        backward(operations, params, work, gradient, size, pitch)


@compiled
def apply_gradient(
    numbers: Any, settings: Any, weights: Any, learning: Any, progress: Any, points: int, params: Any, slots: Any,
    work: Any,
) -> None:
    """Regularize and clip the gradient in the workspace, then let the optimizer take its step."""
    gradient = numbers[GRADIENT]
    if settings[L2] > 0.0 or settings[L1] > 0.0:
        regularize(params, work, gradient, weights, settings[L2], settings[L1])
    if settings[CLIP] > 0.0:
        clip(work, gradient, learning, settings[CLIP])
    rate = rate_at(numbers[SCHEDULE], settings, progress[EPOCH] + progress[CURSOR] / points)
    for part in range(learning.shape[0]):
        update(
            numbers[OPTIMIZER], numbers[NESTEROV], settings, rate, progress[STEPS], params, slots, work, gradient,
            learning[part, 0], learning[part, 1],
        )


def train(
    operations: Any, values: Any, weights: Any, learning: Any, numbers: Any, settings: Any, progress: Any, order: Any,
    features: Any, targets: Any, params: Any, buffers: Any, slots: Any, work: Any, batches: int,
) -> None:
    """Do `batches` updates.

    Args:
        operations, values, weights, learning, numbers, settings: Of the `Table`.
        progress: By `Progress`; moved on.
        order: The pass at hand, (N,); replaced by the next one as soon as it is used up.
        features: Training points, (N, F).
        targets: Likewise, (N, O).
        params: (P,), updated in place.
        buffers: (B,), updated in place.
        slots: (3 P,), updated in place.
        work: The workspace, zero at first.
        batches: 0 or more.
    """
    points = features.shape[0]
    for _ in range(batches):
        count = min(numbers[BATCH], points - progress[CURSOR])
        find_gradient(
            operations, values, numbers, settings, progress, order, features, targets, params, buffers, work, count
        )
        apply_gradient(numbers, settings, weights, learning, progress, points, params, slots, work)
        progress[STEPS] += 1
        progress[CURSOR] += count
        if progress[CURSOR] >= points:
            progress[CURSOR] = 0
            progress[EPOCH] += 1
            shuffle(order, numbers[SEED], progress[EPOCH])


def signature(scalar: types.Float) -> Any:
    """The types of `train` for one dtype."""
    table, ranges, integers, floats = types.int64[:, ::1], types.int64[:, ::1], types.int64[::1], types.float64[::1]
    data = types.Array(scalar, 2, "C", readonly=True)
    flat = scalar[::1]
    return types.void(
        table, floats, ranges, ranges, integers, floats, integers, integers, data, data, flat, flat, flat, flat, types.int64
    )


train_kernel = njit(nogil=True, cache=True, error_model="numpy")(train)
"""The compiled `train`; `train_kernel.compile(signature(...))` loads it from disk or compiles it."""
