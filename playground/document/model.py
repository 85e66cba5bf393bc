"""The document: one frozen value that holds all that a person made."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Literal

from playground.document.scaling import IDENTITY, Scaling
from playground.layers import Dense, Layer
from playground.methods.losses import LOSSES, OutputHead

if TYPE_CHECKING:
    from playground.document.dataset import Dataset
    from playground.document.extras import Extras
    from playground.document.training import Training

Task = Literal["classification", "regression"]
OUTPUT_UID = 0
"""The uid of the output layer, which the task makes and no person adds."""
INPUT_UID = -1
"""Stands for the inputs in a `NeuronAddress`."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What the person made. Edits are functions from document to document; identity tells what changed.

    Attributes:
        task: Classification, or regression of one value.
        dataset: The points.
        inputs: Keys of `layers.inputs.INPUTS`, in the order of that table.
        network: Hidden layers, first to last.
        training: How it learns.
        scaling: Which numbers the network gets and gives, of the units of the points: standardised ones, or the units
            themselves. It stands still while points move, so that weights keep their meaning.
        extras: Fields of its file that this program does not know, by their place; they go along and are saved again.
    """

    task: Task
    dataset: Dataset
    inputs: tuple[str, ...]
    network: tuple[Layer, ...]
    training: Training
    scaling: Scaling = IDENTITY
    extras: Extras = field(default_factory=dict)


def network_scaling(document: Document) -> Scaling:
    """What lies between the plane and the network: plane = centre + scale · number of the network."""
    return document.dataset.units.of(document.scaling)


def output_head(document: Document) -> OutputHead:
    """The output layer that the document asks for."""
    if document.task == "regression":
        return OutputHead(1, "linear")
    units = 1 if len(document.dataset.classes) <= 2 else len(document.dataset.classes)
    return OutputHead(units, LOSSES[document.training.loss].output(units))


def gives_probabilities(document: Document) -> bool:
    """Whether what the output says of the classes are probabilities: the cross-entropies alone are fitted to them.

    What hinge, squared errors and Huber train are scores: their order and sign tell the class, their size is no chance.
    """
    return document.task == "classification" and output_head(document).kind in {"sigmoid", "softmax"}


def output_layer(document: Document) -> Dense:
    """The output as a dense layer of sums; what `OutputHead.kind` names is applied to them by the loss."""
    return Dense(uid=OUTPUT_UID, units=output_head(document).units, activation="linear")


def all_layers(document: Document) -> tuple[Layer, ...]:
    """Hidden layers and output layer."""
    return (*document.network, output_layer(document))


def widths(document: Document) -> list[int]:
    """Units after the inputs and after each of `all_layers`."""
    result = [len(document.inputs)]
    for layer in all_layers(document):
        result.append(layer.width_out(result[-1]))
    return result


def parameter_count(document: Document) -> int:
    """How many numbers the network learns."""
    total = 0
    for layer, width in zip(all_layers(document), widths(document), strict=False):
        for parameter in layer.parameters(width):
            size = 1
            for length in parameter.shape:
                size *= length
            total += size
    return total


def buffer_count(document: Document) -> int:
    """How many running statistics the network keeps."""
    pairs = zip(all_layers(document), widths(document), strict=False)
    return sum(prod(buffer.shape) for layer, width in pairs for buffer in layer.buffers(width))


def layer_by_uid(document: Document, uid: int) -> Layer | None:
    """The layer of this uid, the output included; None when it is gone."""
    return next((layer for layer in all_layers(document) if layer.uid == uid), None)
