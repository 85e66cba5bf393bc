"""What the network is to answer, as the numbers that the loss at hand compares with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import network_scaling
from playground.document.plan import resolve
from playground.methods.losses import LOSSES

if TYPE_CHECKING:
    from playground.document.model import Document


def effective_loss(document: Document) -> str:
    """The loss that trains: the document's, or squared error where that cannot serve a regression."""
    loss = document.training.loss
    return "mse" if document.task == "regression" and LOSSES[loss].needs_classes else loss


def encode_targets(document: Document) -> NDArray[np.float64]:
    """Targets of all points, test points included.

    Returns:
        Shape (N, O), O the units of the output head. Regression: the value, scaled. Classification with one unit: 1
        for the second class, else 0 (both cross-entropies) or -1 (other losses). With a unit for each class: 1 for
        the point's class, and 0 or -1 likewise for the others.
    """
    targets = document.dataset.targets
    if document.task == "regression":
        return np.asarray(network_scaling(document).value.from_units(targets.astype(np.float64)))[:, None]
    units = resolve(document).head.units
    hot = targets[:, None] == (np.arange(units) if units > 1 else np.array([1]))
    return np.where(hot, 1.0, LOSSES[document.training.loss].low)


def score(document: Document, logits: NDArray[Any], targets: NDArray[Any]) -> float:
    """Accuracy for classification, R² for regression; nan where the set is empty or all values are equal.

    A class is told by the greatest logit; with one unit, by its sign, 0 being the first class.

    Args:
        document: Says the task.
        logits: Shape (N, O).
        targets: As `encode_targets` gives them, (N, O).
    """
    if len(logits) == 0:
        return float("nan")
    if document.task == "regression":
        spread = float(((targets - targets.mean()) ** 2).sum())
        with np.errstate(over="ignore"):  # on the way to divergence, which the caller looks for
            missed = float(((targets - logits).astype(np.float64) ** 2).sum())
        return 1.0 - missed / spread if spread > 0.0 else float("nan")
    if logits.shape[1] == 1:
        return float(((logits > 0.0) == (targets > 0.5)).mean())  # noqa: PLR2004
    return float((logits.argmax(axis=1) == targets.argmax(axis=1)).mean())
