"""How well straight cuts do in one layer's space: those of all samples, or those told by samples kept back."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from playground.training.probes.layer_spaces.held_out import HeldOutFit, held_out_separability
from playground.training.probes.layer_spaces.pre_activations import reads_straight
from playground.training.probes.layer_spaces.separability import Effort, Fit, network_share, separability
from playground.training.probes.layer_spaces.shown import is_held_out, points_shown
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.probes.layer_spaces.axes import Array

AnyFit: TypeAlias = Fit | HeldOutFit | None


def scored(
    document: Document, uid: int, values: Array, sums: Array, fit: AnyFit, effort: Effort
) -> tuple[float, AnyFit]:
    """Share of samples that straight cuts of a layer's numbers get right, or R² of a straight slope.

    Where the network itself cuts the space straight, it is never less than what the network gets right.

    Args:
        document: What is trained.
        uid: Of the layer.
        values: Its numbers at the samples that the spaces show, (M, seen).
        sums: The output's sums there, (M, units).
        fit: What the last call for this layer returned.
        effort: How much time there is.

    Returns:
        The share, and what to hand to the next call.
    """
    data, chosen, own = document.dataset, points_shown(document), 0.0
    targets, classes = data.targets[chosen], len(data.classes)
    held = data.is_test[chosen] if is_held_out(document) else np.ones(len(chosen), dtype=bool)
    if reads_straight(document, uid):
        said = sums if classes else answers(sums, document).astype(np.float64)
        own = network_share(said[held], targets[held], classes)
    if not is_held_out(document):
        last_cut = fit if isinstance(fit, Fit) else None
        return separability(values, targets, classes, last_cut, own=own, effort=effort)
    last = fit if isinstance(fit, HeldOutFit) else None
    score, found = held_out_separability(values, targets, classes, held, last, effort=effort)
    return max(score, own), found
