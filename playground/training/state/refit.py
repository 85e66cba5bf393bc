"""Weights for numbers of another scale: the network goes on answering what it answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.edits_scaling import keeps_function, layers_that_read_inputs
from playground.document.model import OUTPUT_UID, inputs_of, network_scaling

if TYPE_CHECKING:
    from playground.document.layout import Layout
    from playground.document.model import Document

Floats = NDArray[np.floating[Any]]


def refit(layout: Layout, parameters: Floats, old: Document, new: Document) -> bool:
    """Change the weights at both ends of a network so that another scaling leaves its answers as they are.

    With n the numbers so far and n' those from now on, n = c + k n': W' = W diag(k) and b' = b + W c at the inputs,
    W' = diag(1 / k) W and b' = (b - c) / k at the values.

    Args:
        layout: Of the network.
        parameters: Flat, (P,); changed in place.
        old: The document so far.
        new: The document from now on, of the same points and layers.

    Returns:
        Whether they have changed; other points, or inputs that are curved, leave weights as they are.
    """
    if old.dataset is not new.dataset or old.inputs != new.inputs or not keeps_function(new):
        return False
    change = network_scaling(old).of(network_scaling(new))
    if change.is_identity:
        return False
    slots = {slot.key: slot for slot in layout.parameters}
    views = {key: slot.view(parameters) for key, slot in slots.items()}
    known = inputs_of(new)
    axes = [change.column(column) for name in new.inputs if (column := known[name].column) is not None]
    for layer in layers_that_read_inputs(new):
        weight, bias = views[layer.uid, "linear.weight"], views[layer.uid, "linear.bias"]
        columns = [slots[layer.uid, "linear.weight"].columns.index(name) for name in new.inputs]
        # The bias first: it takes up W c with the weights as they were.
        bias += weight[:, columns] @ np.array([axis.centre for axis in axes], dtype=parameters.dtype)
        weight[:, columns] *= np.array([axis.scale for axis in axes], dtype=parameters.dtype)
    weight = views[OUTPUT_UID, "linear.weight"]
    values = [change.value(index) for index in range(len(weight))]
    scales = np.array([axis.scale for axis in values], dtype=parameters.dtype)
    weight /= scales[:, None]
    if new.output.bias:
        bias = views[OUTPUT_UID, "linear.bias"]
        bias -= np.array([axis.centre for axis in values], dtype=parameters.dtype)
        bias /= scales
    return True
