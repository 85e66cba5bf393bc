"""The trained weights as safetensors, named as the exported PyTorch module names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import save

from playground.document.plan import resolve
from playground.interop.exports.torch_module import describe_ends, module_code, summary, words

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.interop.exports.lowered import Weights


def safetensors_weights(document: Document, weights: Weights, name: str) -> bytes:
    """What `model.load_state_dict(safetensors.torch.load_file(...))` of the exported module takes.

    Args:
        document: The network.
        weights: Its numbers.
        name: Of the document, for the file's metadata.
    """
    layout, names = resolve(document).layout, module_code(document).names
    pairs = ((layout.parameters, weights.parameters), (layout.buffers, weights.buffers))
    arrays = {
        names[slot.key]: np.ascontiguousarray(slot.view(flat), dtype=np.float32)
        for slots, flat in pairs
        for slot in slots
    }
    scaled = (
        "" if document.scaling.is_identity else f". {describe_ends(document)}".replace("\n", "; ").replace("# ", "")
    )
    return save(
        arrays, {"network": f"{words(name)}: {summary(document)}{scaled}"}
    )  # one entry: several come in any order
