"""Gradients of the losses by the logits; the losses themselves are defined in `playground.training.state.losses`."""

from __future__ import annotations

from typing import Any

from playground.training.engines.fused.elementary import exp, sigmoid, tanh
from playground.training.engines.fused.simd import compiled, lanes, load, store, where_greater, zeros
from playground.training.engines.fused.table import LOSS_CODES

CROSS_ENTROPY, BINARY_CROSS_ENTROPY = LOSS_CODES["cross_entropy"], LOSS_CODES["binary_cross_entropy"]
HINGE, HALF_SQUARED, HUBER = LOSS_CODES["hinge"], LOSS_CODES["half_squared"], LOSS_CODES["huber"]


@compiled
def loss_gradient(plan: Any, work: Any, batch: int, count: int) -> None:
    """Write the gradient of the batch's loss by the logits of a tile.

    Args:
        plan: Record of the dtype `records.PLAN`.
        work: The workspace, with logits and targets in place.
        batch: Samples in the whole batch.
        count: Samples in the tile.
    """
    length, pitch = (count + 7) // 8 * 8, plan.pitch
    if plan.loss == CROSS_ENTROPY and plan.outputs > 1:
        softmax_gradient(work, plan.logits, plan.wanted, plan.delta, plan.outputs, 1.0 / batch, length, pitch)
        return
    share = 1.0 / batch if plan.loss == HALF_SQUARED else 1.0 / (batch * plan.outputs)
    for output in range(plan.outputs):
        for k in range(output * pitch, output * pitch + length, lanes(work)):
            z, t = load(work, plan.logits + k), load(work, plan.wanted + k)
            if plan.loss in (CROSS_ENTROPY, BINARY_CROSS_ENTROPY):
                slope = sigmoid(z) - t
            elif plan.loss == HINGE:
                slope = where_greater(t * z, 1.0, zeros(work), -t)
            elif plan.squashed == 1:
                o = tanh(z)
                slope = distance_slope(plan, o - t) * (1.0 - o * o)
            else:
                slope = distance_slope(plan, z - t)
            store(work, plan.delta + k, share * slope)


@compiled
def distance_slope(plan: Any, e: Any) -> Any:
    """The slope of e² (mse), e²/2 (half squared) or Huber's function."""
    if plan.loss == HALF_SQUARED:
        return e
    if plan.loss == HUBER:
        e = where_greater(e, plan.huber, plan.huber, e)
        return where_greater(-plan.huber, e, -plan.huber, e)
    return 2.0 * e


@compiled
def softmax_gradient(
    work: Any, logits: int, wanted: int, delta: int, outputs: int, share: float, length: int, pitch: int
) -> None:
    """share (softmax(z) - t), the softmax over the outputs of each sample."""
    for k in range(0, length, lanes(work)):
        largest = load(work, logits + k)
        for output in range(1, outputs):
            z = load(work, logits + output * pitch + k)
            largest = where_greater(largest, z, largest, z)
        summed = zeros(work)
        for output in range(outputs):
            at = output * pitch + k
            e = exp(load(work, logits + at) - largest)
            store(work, delta + at, e)
            summed = summed + e
        for output in range(outputs):
            at = output * pitch + k
            p = load(work, delta + at) / summed
            store(work, delta + at, share * (p - load(work, wanted + at)))
