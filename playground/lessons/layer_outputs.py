"""What the units of a layer give for the training samples, in numpy; which of them are dead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.plan import resolve
from playground.operations.base import with_arrays
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.layout import Key
    from playground.document.model import Document


def dead_units(document: Document, parameters: Mapping[Key, NDArray[Any]], layer: int) -> tuple[int, ...] | None:
    """Units of a layer, from 1, that give 0 for every training sample, so that nothing teaches them any more.

    Args:
        document: The network and its samples.
        parameters: Of the network, by their keys.
        layer: The hidden layer, from 1.

    Returns:
        None where it cannot be told: there is no such layer, no sample, or a layer that numpy cannot do.
    """
    outputs = layer_outputs(document, parameters, layer)
    if outputs is None or not len(outputs):
        return None
    return tuple(int(unit) + 1 for unit in np.flatnonzero((outputs == 0.0).all(axis=0)))


def layer_outputs(document: Document, parameters: Mapping[Key, NDArray[Any]], layer: int) -> NDArray[np.float64] | None:
    """What leaves a hidden layer for the training samples, (N, units); None as in `dead_units`.

    Args:
        document: The network and its samples.
        parameters: Of the network, by their keys.
        layer: The hidden layer, from 1.
    """
    plan, data = resolve(document), document.dataset
    planned = plan.layers[: min(layer, len(document.network))]
    if len(planned) < layer or plan.refusals:
        return None
    rows: NDArray[Any] = network_inputs(document, data.samples[~data.is_test])
    saved: list[NDArray[Any]] = []
    for one in planned:
        keys = [(one.uid, parameter.name) for parameter in one.parameters]
        steps = one.operations
        if steps is None or one.buffers or not set(keys) <= set(parameters):
            return None
        if not all(operation.is_computable for operation in steps):
            return None
        for operation, arrays in with_arrays(steps, [parameters[key] for key in keys], []):
            rows = operation.forward(rows.reshape(len(rows), *operation.shape_in), arrays, saved)
    return rows.reshape(len(rows), -1)
