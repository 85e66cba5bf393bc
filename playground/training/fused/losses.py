"""Gradients of the losses by the logits; the losses themselves are defined in `playground.training.losses`."""

from __future__ import annotations

from typing import Any


from playground.training.fused.elementary import exp, sigmoid, tanh
from playground.training.fused.simd import compiled, lanes, load, store, where_greater, zeros
from playground.training.fused.table import LOSS_CODES

CROSS_ENTROPY, BINARY_CROSS_ENTROPY = LOSS_CODES["cross_entropy"], LOSS_CODES["binary_cross_entropy"]
HINGE, HALF_SQUARED, HUBER = LOSS_CODES["hinge"], LOSS_CODES["half_squared"], LOSS_CODES["huber"]


@compiled
def loss_gradient(
    loss: int, squashed: int, huber: float, work: Any, logits: int, wanted: int, delta: int, outputs: int, batch: int,
    length: int, pitch: int,
) -> None:
    """Write the gradient of the batch's loss by the logits of a tile.

    Args:
        loss: By `LOSS_CODES`.
        squashed: 1 where tanh of the logits is compared with the targets.
        huber: Where Huber's loss turns straight.
        work: The workspace.
        logits: Place of the logits, outputs x samples.
        wanted: Place of the targets, likewise.
        delta: Place of the result, likewise.
        outputs: Rows.
        batch: Samples in the whole batch.
        length: Samples in the tile, a multiple of 8.
        pitch: Distance between rows.
    """
    if loss == CROSS_ENTROPY and outputs > 1:
        softmax_gradient(work, logits, wanted, delta, outputs, 1.0 / batch, length, pitch)
        return
    share = 1.0 / batch if loss == HALF_SQUARED else 1.0 / (batch * outputs)
    for output in range(outputs):
        for k in range(output * pitch, output * pitch + length, lanes(work)):
            z, t = load(work, logits + k), load(work, wanted + k)
            if loss in (CROSS_ENTROPY, BINARY_CROSS_ENTROPY):
                slope = sigmoid(z) - t
            elif loss == HINGE:
                slope = where_greater(t * z, 1.0, zeros(work), -t)
            else:
                slope = distance_gradient(loss, squashed, huber, z, t)
            store(work, delta + k, share * slope)


@compiled
def distance_gradient(loss: int, squashed: int, huber: float, z: Any, t: Any) -> Any:
    """By z, of e² (mse), e²/2 (half squared) or Huber's function of e = o - t, where o is z or tanh z."""
    o = tanh(z) if squashed == 1 else z
    e = o - t
    if loss == HUBER:
        e = where_greater(e, huber, huber, e)
        e = where_greater(-huber, e, -huber, e)
    elif loss != HALF_SQUARED:
        e = 2.0 * e
    return e * (1.0 - o * o) if squashed == 1 else e


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
