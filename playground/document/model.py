"""The document: one frozen value that holds all that a person made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground.document.scaling import IDENTITY, Scaling
from playground.domains import DOMAINS
from playground.layers import OutputLayer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.dataset import Dataset
    from playground.document.extras import Extras
    from playground.document.training import Training
    from playground.domains import Domain, InputFeature
    from playground.layers import Layer
    from playground.operations.shape import Shape

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
        inputs: Keys of `inputs_of(document)`, in the order of that table.
        network: Hidden layers, first to last.
        output: How the output layer, which the task makes, begins and whether it has a bias.
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
    output: OutputLayer = field(default_factory=OutputLayer)
    extras: Extras = field(default_factory=dict)


def network_scaling(document: Document) -> Scaling:
    """What lies between the plane and the network: plane = centre + scale · number of the network."""
    return document.dataset.units.of(document.scaling)


def domain_of(document: Document) -> Domain:
    """The kind of its data."""
    return DOMAINS[document.dataset.domain]


def inputs_of(document: Document) -> Mapping[str, InputFeature]:
    """All inputs that its network may have, those that are off included."""
    return domain_of(document).inputs(document.dataset.columns)


def samples_of(document: Document) -> tuple[str, Shape]:
    """What its samples are: the name of their domain, and the shape of one."""
    return document.dataset.domain, document.dataset.shape


def same_problem(one: Document, other: Document) -> bool:
    """Whether both ask the same of the same kind of data, whichever samples they have."""
    return one.task == other.task and one.dataset.domain == other.dataset.domain


def same_examples(one: Document, other: Document) -> bool:
    """Whether the same is to be learned from the very same dataset, told by identity."""
    return one.dataset is other.dataset and same_problem(one, other)


def answers_alike(one: Document, other: Document) -> bool:
    """Whether the points of one document can stand for those of another: alike samples, task, classes and values."""
    if not same_problem(one, other) or one.dataset.classes != other.dataset.classes:
        return False
    return len(one.dataset.values) == len(other.dataset.values) and samples_of(one) == samples_of(other)


def has_straight_inputs(document: Document) -> bool:
    """Whether all inputs that are on are columns as they are: no input bends."""
    known = inputs_of(document)
    return all(known[name].column is not None or known[name].is_whole for name in document.inputs)
