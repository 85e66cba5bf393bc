"""The numbers of a network inside `document.json`: what a person or a script gives training to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.errors import DocumentError
from playground.document.plan import resolve
from playground.methods.optimizers.base import STATE_ROWS
from playground.storage.checks import mapping, short

if TYPE_CHECKING:
    from playground.document.layout import Slot
    from playground.document.model import Document
    from playground.storage.arrays import Arrays

FIELD = "weights"
"""Of `document.json`, beside the document's own."""
Numbers = NDArray[np.floating[Any]]


def weights_to_dict(document: Document, parameters: Numbers, buffers: Numbers) -> dict[str, dict[str, Any]]:
    """Every parameter and running statistic as nested lists: by the uid of its layer, then by its name.

    Args:
        document: The network.
        parameters: Shape (P,), in the order of the layout.
        buffers: Running statistics, (B,).
    """
    found: dict[str, dict[str, Any]] = {}
    for slot, flat in _slots(document, parameters, buffers):
        uid, name = slot.key
        found.setdefault(str(uid), {})[name] = slot.view(flat).astype(np.float32).tolist()
    return found


def weights_from_dict(raw: object, document: Document) -> Arrays:
    """A checkpoint at the beginning of training with the numbers given.

    Args:
        raw: As `weights_to_dict` makes it.
        document: The network.

    Raises:
        DocumentError: A number, parameter or layer is missing, unknown, or of another shape; the text says which.
    """
    layout = resolve(document).layout
    parameters, buffers = np.zeros(layout.parameter_size, np.float32), np.zeros(layout.buffer_size, np.float32)
    layers = dict(mapping(raw, FIELD))
    for slot, flat in _slots(document, parameters, buffers):
        uid, name = slot.key
        path = f"{FIELD}.{uid}.{name}"
        layer = layers[str(uid)] = dict(mapping(layers.get(str(uid), {}), f"{FIELD}.{uid}"))
        if name not in layer:
            raise DocumentError(f"{path}: expected {' × '.join(map(str, slot.shape))} numbers")
        slot.view(flat)[...] = _array(layer.pop(name), slot, path)
    left = [f"{uid}.{name}" for uid, layer in layers.items() for name in mapping(layer, f"{FIELD}.{uid}")]
    if left:
        raise DocumentError(f"{FIELD}.{short(left[0])[1:-1]}: the network has no such parameter")
    slots = np.zeros((STATE_ROWS, len(parameters)), np.float32)
    return {"parameters": parameters, "buffers": buffers, "slots": slots, "counters": np.zeros(3, np.int64)}


def _slots(document: Document, parameters: Numbers, buffers: Numbers) -> list[tuple[Slot, Numbers]]:
    layout = resolve(document).layout
    return [(slot, parameters) for slot in layout.parameters] + [(slot, buffers) for slot in layout.buffers]


def _array(raw: object, slot: Slot, path: str) -> Numbers:
    try:
        # In double, so that what a float32 cannot hold is told and not made infinite.
        found = np.array(raw, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise DocumentError(f"{path}: expected rows of numbers of the same length") from None
    if found.shape != slot.shape:
        shapes = (" × ".join(map(str, shape)) or "one number" for shape in (slot.shape, found.shape))
        raise DocumentError("{}: expected {}, got {}".format(path, *shapes))
    if not np.isfinite(found).all() or np.abs(found).max(initial=0.0) > np.finfo(np.float32).max:
        raise DocumentError(f"{path}: not a finite number")
    return found
