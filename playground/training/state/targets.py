"""What the network is to answer, as the numbers that the loss at hand compares with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import network_scaling
from playground.document.plan import resolve
from playground.tasks import TASKS

if TYPE_CHECKING:
    from playground.document.model import Document


def encode_targets(document: Document) -> NDArray[np.float64]:
    """Targets of all points, test points included, as the task has them: (N, O), O the units of the output head."""
    plan = resolve(document)
    return TASKS[plan.task].encode(document.dataset.targets, plan.head, plan.loss, network_scaling(document))


def score(document: Document, logits: NDArray[Any], targets: NDArray[Any]) -> float:
    """Accuracy for classification, R² for regression, the mean over its values.

    It is nan where the set is empty, or a value is the same everywhere.

    Args:
        document: Says the task.
        logits: Shape (N, O).
        targets: As `encode_targets` gives them, (N, O).
    """
    return TASKS[document.task].score(logits, targets) if len(logits) else float("nan")


def scores_of(document: Document, logits: NDArray[Any], targets: NDArray[Any]) -> NDArray[np.float64]:
    """The scores of several answers to one set, (M,); nan where it is empty.

    Args:
        document: Says the task.
        logits: (M, N, O).
        targets: As above, (N, O).
    """
    if not len(targets):
        return np.full(len(logits), np.nan)
    return TASKS[document.task].scores(logits, targets)
