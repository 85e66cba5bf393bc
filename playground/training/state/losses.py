"""The loss of a whole set of samples, as the document at hand says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from playground.document.plan import resolve
from playground.methods.losses import LOSSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from torch import Tensor

    from playground.document.model import Document


def set_loss(document: Document, logits: NDArray[Any], targets: NDArray[Any]) -> float:
    """The loss of a whole set, without regularization; nan where it is empty.

    Args:
        document: Says the loss.
        logits: (N, O).
        targets: As `encode_targets` gives them, (N, O).
    """
    if len(logits) == 0:
        return float("nan")
    with torch.inference_mode():
        return float(_loss_function(document)(torch.from_numpy(logits), torch.from_numpy(targets)))


def losses_of(document: Document, logits: NDArray[Any], targets: NDArray[Any]) -> NDArray[np.float32]:
    """The losses of a whole set for several answers to it, in one call: (M,), nan where the set is empty.

    Args:
        document: Says the loss.
        logits: (M, N, O).
        targets: (N, O).
    """
    if not len(targets):
        return np.full(len(logits), np.nan, dtype=np.float32)
    function = torch.vmap(_loss_function(document), in_dims=(0, None))
    with torch.no_grad():
        return np.asarray(function(torch.from_numpy(np.ascontiguousarray(logits)), torch.from_numpy(targets)).numpy())


def _loss_function(document: Document) -> Callable[[Tensor, Tensor], Tensor]:
    plan = resolve(document)
    return LOSSES[plan.loss].build(plan.head, document.training)
