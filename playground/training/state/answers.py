"""From the sums that leave the network to the answers that people see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import network_scaling
from playground.document.plan import resolve
from playground.tasks import TASKS

if TYPE_CHECKING:
    from playground.document.model import Document

Array = NDArray[np.floating]


def answers(sums: Array, document: Document) -> NDArray[np.float32]:
    """What the network says at each place, as its task reads it.

    Args:
        sums: The output layer's sums (logits), (M, units), finite.
        document: Names the output layer.

    Returns:
        Probabilities, (M, K), K = 2 for one unit; for regression the values as `Dataset.targets` has them, (M, O).
    """
    return TASKS[document.task].predictions(sums, resolve(document).head, network_scaling(document))
