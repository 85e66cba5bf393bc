"""A plateau: the loss stands still, far from good, and nothing else explains it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.edits_network import change_training, duplicate_layer
from playground.experiments.doctor.base import ILL, Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.cures import dense_layers
from playground.experiments.knobs import USUAL_RATES
from playground.layers import Dense

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

STILL = 0.02


class Plateau(Finding):
    """Looks for a loss that stands still while the run does badly."""

    key, title = "plateau", "Plateau"
    summary = "The loss stands still, far from good: the network is stuck where no short step makes it better."
    looks_at = "whether the loss stands still"
    threshold = (
        f"The training loss has moved by less than {100 * STILL:.0f} % of itself in the later half of the run, while "
        f"fewer than {100 * ILL:.0f} % are right."
    )

    def look(self, seen: Observation) -> Suspicion | None:
        """Look at the range of the later half."""
        losses = seen.later("train_loss")
        if not seen.is_long or seen.diverged_epoch is not None or seen.train_score >= ILL or len(losses) < 4:
            return None
        low, high = (float(one) for one in np.percentile(losses, (5.0, 95.0)))
        middle = float(np.median(losses))
        if not high - low < STILL * abs(middle):
            return None
        words = f"The training loss stands at {middle:.2g} since epoch {seen.epoch / 2.0:,.0f}."
        return Suspicion(words, Evidence("loss"), _cures(seen.document))


def _cures(document: Document) -> tuple[Cure, ...]:
    found = []
    if document.training.initialization == "zeros":
        found.append(Cure("Glorot's initialization", lambda d: change_training(d, initialization="glorot")))
    if document.training.optimizer != "adam":
        found.append(Cure("Adam", _with_adam))
    if dense_layers(document):
        found.append(Cure("twice as many units", _doubled))
        found.append(Cure("one hidden layer more", lambda d: duplicate_layer(d, dense_layers(d)[-1].uid)))
    return tuple(found)


def _with_adam(document: Document) -> Document:
    return change_training(document, optimizer="adam", learning_rate=USUAL_RATES["adam"])


def _doubled(document: Document) -> Document:
    network = tuple(
        replace(one, units=min(2 * one.units, 256)) if isinstance(one, Dense) and not one.frozen else one
        for one in document.network
    )
    return document if network == document.network else replace(document, network=network)
