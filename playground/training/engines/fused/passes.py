"""The two passes of a tile through the network: operation after operation, each by its own compiled code.

Activations lie as units x samples. Rows are `pitch` numbers apart; the first `length`, a multiple of 8, are computed,
and the first `count` of these are samples of the batch. What stands in the others is finite as long as the weights are,
but not zero: every sum over samples leaves them out.
"""

from __future__ import annotations

from typing import Any

from numba import from_dtype, types

from playground.simd.calls import Types, caller
from playground.simd.vector import inlined
from playground.training.engines.fused.records import OPERATION


def forward_arguments(scalar: Any) -> Types:
    """Types of the arguments of `FusedCode.forward`, for numbers of type `scalar`."""
    flat, number = scalar[::1], types.int64
    return flat, flat, flat, from_dtype(OPERATION), types.uint64, number, number, number


def backward_arguments(scalar: Any) -> Types:
    """Types of the arguments of `FusedCode.backward`, for numbers of type `scalar`."""
    flat, number = scalar[::1], types.int64
    return flat, flat, from_dtype(OPERATION), number, number, number


_forward, _backward = caller(forward_arguments), caller(backward_arguments)


@inlined
def forward(
    operations: Any, params: Any, buffers: Any, work: Any, key: Any, first: int, count: int, pitch: int
) -> None:
    """Carry a tile from the inputs to the logits.

    Args:
        operations: Of the dtype `records.OPERATION`.
        params: All parameters.
        buffers: All running statistics, moved on by batch normalization.
        work: The workspace; inputs are in place.
        key: Seed and number of the update, folded, for what is random.
        first: Samples of the batch before this tile.
        count: Samples in this tile.
        pitch: Distance between rows.
    """
    for i in range(operations.shape[0]):
        row = operations[i]
        _forward(row.forward, (params, buffers, work, row, key, first, count, pitch))


@inlined
def backward(operations: Any, params: Any, work: Any, gradient: int, count: int, pitch: int) -> None:
    """Carry the gradient of a tile from the logits back, and add its part to the gradient of the parameters.

    Args:
        operations: Of the dtype `records.OPERATION`.
        params: All parameters.
        work: The workspace after `forward`, with the gradient by the logits in place.
        gradient: Where the gradient by all parameters lies in it.
        count: Samples in this tile.
        pitch: Distance between rows.
    """
    for i in range(operations.shape[0] - 1, -1, -1):
        row = operations[i]
        _backward(row.backward, (params, work, row, gradient, count, pitch))
