"""Vanishing gradients: hardly any of the error at the output reaches the first layers, so they do not learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.edits_network import change_training, set_skips
from playground.experiments.doctor.base import ILL, Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.cures import is_deep, with_activation, with_layers

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

RATIO = 100.0
NOTHING = 1e9
"""Beyond, no share of the error is told."""
LEAST_LAYERS = 3


class VanishingGradients(Finding):
    """Compares the error that comes back to the first hidden layer with that of the last."""

    key, title = "vanishing_gradients", "Vanishing gradients"
    summary = "The error shrinks from layer to layer on its way back: the first layers hardly learn."
    looks_at = "the error that comes back to each layer"
    threshold = (
        f"The first of at least {LEAST_LAYERS} layers gets less than 1/{RATIO:.0f} of the error of the last: at one "
        "rate for all it learns a hundred times as slowly."
    )

    def refusal(self, document: Document) -> str:
        """Few layers lose little."""
        return "" if is_deep(document, LEAST_LAYERS) else f"Fewer than {LEAST_LAYERS} hidden layers have weights."

    def look(self, seen: Observation) -> Suspicion | None:
        """Compare first and last, at the beginning and now; said only if the run does badly."""
        if seen.train_score >= ILL:
            return None
        ratio, uid = _worst(seen)
        if ratio < RATIO:
            return None
        much = f"1/{ratio:,.0f}" if ratio < NOTHING else "nothing"
        words = f"Of the error at the last hidden layer {much} reaches the first."
        cures = (
            Cure("tanh in place of sigmoid", lambda d: with_activation(d, "sigmoid", "tanh")),
            Cure("ReLU and He's initialization", _with_relu),
            Cure("skips beside every layer", lambda d: set_skips(d, on=True)),
            Cure("Glorot's initialization", lambda d: change_training(d, initialization="glorot")),
        )
        return Suspicion(words, Evidence("inside", uid), cures)


def _worst(seen: Observation) -> tuple[float, int]:
    """How many times as large the error of the last hidden layer is, the smaller of first and newest; and the layer."""
    ratios = []
    for place in {0, len(seen.statistics) - 1} if seen.statistics else ():
        errors = [(one.error, one.uid) for _, one in seen.hidden(place)]
        if errors:
            first, last = errors[0], errors[-1]
            ratios.append((last[0] / max(first[0], 1e-30), first[1]))
    return min(ratios, default=(0.0, 0))


def _with_relu(document: Document) -> Document:
    return change_training(with_layers(document, activation="relu"), initialization="he")
