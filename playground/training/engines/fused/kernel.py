"""Many updates in one call: shuffle, gather, forward, backward, optimizer, without Python or the GIL in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import from_dtype, njit, types

from playground._kernels import keep
from playground.operations.random_code import fold2, mix
from playground.simd.vector import compiled, inlined
from playground.training.engines.fused.gradient import clip, regularize
from playground.training.engines.fused.methods import loss_gradient, rate_at, update
from playground.training.engines.fused.passes import backward, forward
from playground.training.engines.fused.records import OPERATION, PLAN, PROGRESS
from playground.training.state.order import ORDER_STREAM

if TYPE_CHECKING:
    from collections.abc import Callable

STREAM = np.uint64(ORDER_STREAM)


@compiled
def shuffle(order: Any, seed: int, epoch: int) -> None:
    """Write the order of a pass: `playground.training.state.order.permutation`."""
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


@inlined
def find_gradient(
    operations: Any,
    plan: Any,
    progress: Any,
    order: Any,
    features: Any,
    targets: Any,
    params: Any,
    buffers: Any,
    work: Any,
    count: int,
) -> None:
    """Fill the gradient in the workspace for the `count` points from the cursor on, tile by tile."""
    # By the number of the update and no running state: however calls are cut, and wherever training goes on, the same
    # numbers are drawn.
    key = fold2(plan.seed, progress.steps)
    for i in range(params.size):
        work[plan.gradient + i] = 0.0
    for first in range(0, count, plan.tile):
        size = min(plan.tile, count - first)
        gather(features, order, progress.cursor + first, size, work, plan.inputs, plan.pitch)
        gather(targets, order, progress.cursor + first, size, work, plan.wanted, plan.pitch)
        forward(operations, params, buffers, work, key, first, size, plan.pitch)
        # By the whole batch's count, not the tile's: the mean over the batch is the sum of what its tiles give.
        loss_gradient(plan.loss, plan, work, count, (size + 7) // 8 * 8)
        backward(operations, params, work, plan.gradient, size, plan.pitch)


@inlined
def apply_gradient(
    plan: Any, weights: Any, learning: Any, epoch: float, steps: int, params: Any, slots: Any, work: Any
) -> None:
    """Regularize and clip the gradient in the workspace, then let the optimizer take its step."""
    if plan.l2 > 0.0 or plan.l1 > 0.0:
        regularize(params, work, plan.gradient, weights, plan.l2, plan.l1)
    if plan.clip > 0.0:
        clip(work, plan.gradient, learning, plan.clip)
    rate = rate_at(plan.schedule, plan, epoch)
    for i in range(learning.shape[0]):
        update(plan.optimizer, plan, rate, steps, params, slots, work, learning[i, 0], learning[i, 1])


def train(
    operations: Any,
    plans: Any,
    weights: Any,
    learning: Any,
    progresses: Any,
    order: Any,
    features: Any,
    targets: Any,
    params: Any,
    buffers: Any,
    slots: Any,
    work: Any,
    batches: int,
) -> None:
    """Do `batches` updates.

    Args:
        operations: Of the `Table`.
        plans: Its plan.
        weights: Of the `Table`.
        learning: Likewise.
        progresses: Of the dtype `records.PROGRESS`, (1,); moved on.
        order: The pass at hand, (N,); replaced by the next one as soon as it is used up.
        features: Training points, (N, F).
        targets: Likewise, (N, O).
        params: (P,), updated in place.
        buffers: (B,), updated in place.
        slots: (3 P,), updated in place.
        work: The workspace, zero at first.
        batches: 0 or more.
    """
    plan, progress, points = plans[0], progresses[0], features.shape[0]
    for _ in range(batches):
        count = min(plan.batch, points - progress.cursor)
        find_gradient(operations, plan, progress, order, features, targets, params, buffers, work, count)
        # Of the update's beginning: schedules go by it, as in every other stepper.
        epoch = progress.epoch + progress.cursor / points
        apply_gradient(plan, weights, learning, epoch, progress.steps, params, slots, work)
        progress.steps += 1
        progress.cursor += count
        if progress.cursor >= points:
            progress.cursor = 0
            progress.epoch += 1
            shuffle(order, plan.seed, progress.epoch)


_njit: Any = njit
# nogil: the window goes on drawing. numpy's error model: a division by 0 is infinity and shows as divergence; Python's
# would raise, which takes a branch at each division.
train_kernel = _njit(nogil=True, error_model="numpy", _nrt=False)(train)


def signature(dtype: str) -> Any:
    """The types of `train` for "float32" or "float64"."""
    scalar = from_dtype(np.dtype(dtype))
    operations, plan, progress = (from_dtype(record)[::1] for record in (OPERATION, PLAN, PROGRESS))
    ranges, data, flat = types.int64[:, ::1], scalar[:, ::1], scalar[::1]
    arrays = (operations, plan, ranges, ranges, progress, types.int64[::1], data, data, flat, flat, flat, flat)
    return types.void(*arrays, types.int64)


def load(dtype: str) -> Callable[..., None]:
    """`train`, compiled for a dtype; kept on disk wherever there is a folder to write to."""
    loaded: Callable[..., None] = keep(train_kernel)
    train_kernel.compile(signature(dtype))
    return loaded
