"""The network as a list of operations with their numbers: what the exports without PyTorch are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.plan import resolve
from playground.interop.exports.torch_module import ExportError
from playground.layers.ops import OpCode
from playground.training.state.layout import initial_buffers
from playground.training.state.tf_weights import starting_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.layout import Layout
    from playground.document.model import Document
    from playground.layers.ops import Op

ARRAYS_OF = {OpCode.AFFINE: 2, OpCode.BATCH_NORM: 2, OpCode.LAYER_NORM: 2}
STATISTICS_OF = {OpCode.BATCH_NORM: 2}
IDLE = frozenset({OpCode.DROPOUT, OpCode.NOISE})
"""They work in training only."""


@dataclass(frozen=True, slots=True)
class Step:
    """One operation outside training.

    Attributes:
        op: What it does.
        arrays: Its parameters, then its running statistics, float32, in the order that `OpCode` names.
    """

    op: Op
    arrays: tuple[NDArray[Any], ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """A network's numbers, flat.

    Attributes:
        parameters: Shape (P,), in the order of the layout.
        buffers: Running statistics, (B,).
    """

    parameters: NDArray[Any]
    buffers: NDArray[Any]


def weights_of(document: Document, arrays: Mapping[str, NDArray[Any]]) -> Weights:
    """The numbers of a saved checkpoint, or the initial ones where there is none.

    Raises:
        ExportError: The checkpoint belongs to another network.
    """
    layout = resolve(document).layout
    if not arrays:
        return Weights(starting_parameters(document, layout), initial_buffers(layout))
    found = Weights(arrays["parameters"], arrays["buffers"])
    if (len(found.parameters), len(found.buffers)) != (layout.parameter_size, layout.buffer_size):
        raise ExportError("The weights belong to another network.")
    return found


def steps_of(document: Document, weights: Weights) -> list[Step]:
    """What the network does to its inputs, one after the other; what works in training only is left out.

    Raises:
        ExportError: A kind of layer cannot be told in these operations.
    """
    values = _by_layer(resolve(document).layout, weights)
    steps: list[Step] = []
    for one in resolve(document).layers:
        ops = one.operations
        if ops is None:
            raise ExportError(f"A layer of the kind {one.layer.title} can only be exported as PyTorch.")
        rest = iter(values.get(one.uid, ()))
        for op in ops:
            count = ARRAYS_OF.get(op.code, 0) + STATISTICS_OF.get(op.code, 0)
            count -= op.code is OpCode.AFFINE and op.option == 0
            arrays = tuple(next(rest) for _ in range(count))
            if op.code not in IDLE and not (op.code is OpCode.ACTIVATION and op.option == 0):
                steps.append(Step(op, arrays))
    return steps


def _by_layer(layout: Layout, weights: Weights) -> dict[int, list[NDArray[Any]]]:
    """Each layer's parameters, then its running statistics."""
    found: dict[int, list[NDArray[Any]]] = {}
    for slots, flat in ((layout.parameters, weights.parameters), (layout.buffers, weights.buffers)):
        for slot in slots:
            found.setdefault(slot.key[0], []).append(np.asarray(slot.view(flat), dtype=np.float32))
    return found
