"""Points and parameters of a network of dense layers as rows of numbers, to compare with another program's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.plan import resolve
from playground.training.state.targets import encode_targets

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.state.checkpoint import Checkpoint

Rows = list[list[float]]


def parameter_rows(document: Document, checkpoint: Checkpoint) -> list[Rows]:
    """Of each layer, the output last, a row a neuron: its weights and then its bias.

    Args:
        document: Its layers are dense and have biases.
        checkpoint: Of that document.
    """
    views = [slot.view(checkpoint.parameters) for slot in resolve(document).layout.parameters]
    return [np.column_stack(pair).tolist() for pair in zip(views[::2], views[1::2], strict=True)]


def point_rows(document: Document) -> tuple[Rows, Rows]:
    """Training and test points as x, y and what the output is compared with (-1 and 1 for the two classes)."""
    data = document.dataset
    rows = np.column_stack([data.places, encode_targets(document)[:, 0]])
    return rows[~data.is_test].tolist(), rows[data.is_test].tolist()


def exact_report(document: Document, initial: Checkpoint, final: Checkpoint) -> dict[str, Any]:
    """What `train --json` adds where a document trains as another program: all that can be compared with that."""
    train, test = point_rows(document)
    return {
        "train_points": train,
        "test_points": test,
        "initial_parameters": parameter_rows(document, initial),
        "final_parameters": parameter_rows(document, final),
    }
