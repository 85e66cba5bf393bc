"""The state of training at one time, as it is recorded."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import log1p
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import all_layers, widths

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.layers import Layer

OVERHEAD = 1_000
"""Bytes of a moment beside its arrays, about."""

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The state of training at one time.

    Attributes:
        number: Tells it from all others of the program's life.
        document: What was trained.
        position: The epoch with its fraction.
        parameters: Flat, (P,).
        buffers: Flat running statistics, (B,).
        slots: Optimizer state without its rows of zeros, (rows, P).
        rows: Which rows these are.
        steps, epoch, cursor: As in `Checkpoint`.
    """

    number: int
    document: Document
    position: float
    parameters: Floats
    buffers: Floats
    slots: Floats
    rows: tuple[int, ...]
    steps: int
    epoch: int
    cursor: int

    @property
    def nbytes(self) -> int:
        """What it holds in memory, about."""
        return self.parameters.nbytes + self.buffers.nbytes + self.slots.nbytes + OVERHEAD

    @property
    def place(self) -> float:
        """Where it lies on the film: log(1 + epoch)."""
        return log1p(self.position)


def same_answers(a: Document, b: Document) -> bool:
    """Whether the answers of both networks mean the same."""
    return a.task == b.task and len(a.dataset.classes) == len(b.dataset.classes)


def same_function(a: Document, b: Document) -> bool:
    """Whether the same weights give the same answers in both, and stand for the same classes.

    Points, and settings that matter while training only (rates, dropout, frozen layers), may differ.
    """
    colours_a, colours_b = ([one.color for one in document.dataset.classes] for document in (a, b))
    if a.task != b.task or colours_a != colours_b or a.inputs != b.inputs or a.training.loss != b.training.loss:
        return False
    if a.scaling != b.scaling:
        return False
    return a.network is b.network or _functions(a.network) == _functions(b.network)


def _functions(network: tuple[Layer, ...]) -> list[tuple[object, ...]]:
    """What each layer computes: its kind, and the settings that its answers depend on."""
    return [
        (layer.kind, *(getattr(layer, one.name) for one in fields(layer) if not one.metadata.get("training_only")))
        for layer in network
    ]


def same_layers(a: Document, b: Document) -> bool:
    """Whether both networks have the same units in the same places, whatever they compute."""
    if not same_answers(a, b) or a.inputs != b.inputs or widths(a) != widths(b):
        return False
    return [layer.uid for layer in all_layers(a)] == [layer.uid for layer in all_layers(b)]
