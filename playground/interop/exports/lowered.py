"""The network as a list of operations with their numbers: what the exports without PyTorch are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.plan import resolve
from playground.interop.exports.torch_module import ExportError, refuse_unbuilt
from playground.operations.base import with_arrays
from playground.training.state.layout import initial_buffers, starting_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.model import Document
    from playground.operations import Operation


@dataclass(frozen=True, slots=True)
class BoundOperation:
    """One operation outside training.

    Attributes:
        operation: What it does.
        arrays: Its parameters, then its running statistics, float32, as its kind names them.
    """

    operation: Operation
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
        return Weights(starting_parameters(document, layout), initial_buffers(layout, document.training.seed))
    found = Weights(arrays["parameters"], arrays["buffers"])
    if (len(found.parameters), len(found.buffers)) != (layout.parameter_size, layout.buffer_size):
        raise ExportError("The weights belong to another network.")
    return found


def steps_of(document: Document, weights: Weights) -> list[BoundOperation]:
    """What the network does to its inputs, one after the other; what works in training only is left out.

    Raises:
        ExportError: A layer cannot take what enters it, or its kind cannot be told in these operations.
    """
    refuse_unbuilt(document)
    layout, found = resolve(document).layout, resolve(document).layers
    unknown = next((one.layer.title for one in found if one.operations is None), "")
    if unknown:
        raise ExportError(f"A layer of the kind {unknown} can only be exported as PyTorch.")
    parameters, statistics = (
        [np.asarray(slot.view(flat), dtype=np.float32) for slot in slots]
        for slots, flat in ((layout.parameters, weights.parameters), (layout.buffers, weights.buffers))
    )
    steps = with_arrays(resolve(document).operations, parameters, statistics)
    return [BoundOperation(operation, arrays) for operation, arrays in steps if not operation.is_idle]
