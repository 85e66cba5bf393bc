"""Which parameters stand still while the others learn: those of frozen layers, and pruned weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.training.state.layout import carry_over

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.layout import Layout
    from playground.document.model import Document

NEXT_TO_NOTHING = 1e-12
"""What a weight that is new begins with where zeros stay zero: it changes no answer, and it learns."""


def held_parameters(document: Document, layout: Layout, parameters: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
    """True on the parameters that no optimizer touches, (P,), of a document with its layout at its parameters, (P,).

    They are those of frozen layers and, where the document keeps zeros, all weights that are exactly zero now: a pruned
    network is told from another by its weights alone, so that whatever keeps weights keeps what was pruned.
    """
    held = layout.mask(lambda slot: slot.frozen)
    if document.training.keeps_zeros:
        held |= layout.mask(lambda slot: slot.role == "weight") & (parameters == 0.0)
    return held


def let_new_weights_learn(
    old: Layout, new: Layout, parameters: NDArray[np.floating[Any]], outputs: NDArray[np.float64] | None
) -> None:
    """Tell weights that an edit of the network has brought, and that begin with zero, from pruned ones.

    Args:
        old: Layout before the edit.
        new: Layout after it.
        parameters: As they begin after it, (P,); changed in place.
        outputs: How each row of the output layer is made of the old ones, as `carry_over` takes it.
    """
    # Ones are carried over as the weights were: where one arrives, a weight of the old network came along, whatever its
    # value.
    carried = np.zeros(len(parameters), dtype=np.float32)
    ones = np.ones(old.parameter_size, dtype=np.float32)
    carry_over(old.parameters, ones, new.parameters, carried, None if outputs is None else np.abs(outputs))
    weights = new.mask(lambda slot: slot.role == "weight")
    parameters[weights & (carried == 0.0) & (parameters == 0.0)] = NEXT_TO_NOTHING
