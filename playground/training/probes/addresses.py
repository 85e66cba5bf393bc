"""Names of places: a unit of the network, a space."""

from __future__ import annotations

from dataclasses import dataclass

from playground.document.model import INPUT_UID


@dataclass(frozen=True, slots=True)
class NeuronAddress:
    """One unit: of an input (uid −1, index in `Document.inputs`), of a layer, or of the output (uid 0)."""

    uid: int
    index: int


def pre_activation_uid(layer: int) -> int:
    """Stands for the sums of a hidden layer, before its activation, among the spaces: below −1."""
    return INPUT_UID - layer


def layer_of_space(uid: int) -> int:
    """The layer that a space belongs to, itself or its sums."""
    return uid if uid >= INPUT_UID else INPUT_UID - uid
