"""The document: one frozen value that holds all that a person made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground.document.scaling import IDENTITY, Scaling

if TYPE_CHECKING:
    from playground.document.dataset import Dataset
    from playground.document.extras import Extras
    from playground.document.training import Training
    from playground.layers import Layer

OUTPUT_UID = 0
"""The uid of the output layer, which the task makes and no person adds."""
INPUT_UID = -1
"""Stands for the inputs in a `NeuronAddress`."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What the person made. Edits are functions from document to document; identity tells what changed.

    Attributes:
        task: A key of `tasks.TASKS`.
        dataset: The points.
        inputs: Keys of `layers.inputs.INPUTS`, in the order of that table.
        network: Hidden layers, first to last.
        training: How it learns.
        scaling: Which numbers the network gets and gives, of the units of the points: standardised ones, or the units
            themselves. It stands still while points move, so that weights keep their meaning.
        extras: Fields of its file that this program does not know, by their place; they go along and are saved again.
    """

    task: str
    dataset: Dataset
    inputs: tuple[str, ...]
    network: tuple[Layer, ...]
    training: Training
    scaling: Scaling = IDENTITY
    extras: Extras = field(default_factory=dict)


def network_scaling(document: Document) -> Scaling:
    """What lies between the plane and the network: plane = centre + scale · number of the network."""
    return document.dataset.units.of(document.scaling)
