"""Exploding gradients: the error grows from layer to layer on its way back, and one step throws first layers off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.edits_network import change_training
from playground.experiments.doctor.base import ILL, Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.cures import is_deep

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

RATIO = 10.0
LEAST_LAYERS = 3


class ExplodingGradients(Finding):
    """Compares the error that comes back to the first hidden layer with that of the last."""

    key, title = "exploding_gradients", "Exploding gradients"
    summary = "The error grows from layer to layer on its way back: one step throws the first layers off."
    looks_at = "the error that comes back to each layer"
    threshold = (
        f"The first of at least {LEAST_LAYERS} layers gets {RATIO:.0f} times the error of the last: a rate that suits "
        "the last is as many times too high for the first."
    )

    def refusal(self, document: Document) -> str:
        """Few layers add little."""
        return "" if is_deep(document, LEAST_LAYERS) else f"Fewer than {LEAST_LAYERS} hidden layers have weights."

    def look(self, seen: Observation) -> Suspicion | None:
        """Compare first and last hidden layer at the beginning, and now; said only if the run does badly."""
        if seen.train_score >= ILL or not seen.statistics:
            return None
        found = []
        for place in (0, -1):
            errors = [(one.error, one.uid) for _, one in seen.hidden(place)]
            found += [(errors[0][0] / max(errors[-1][0], 1e-30), errors[0][1])] if errors else []
        ratio, uid = max(found, default=(0.0, 0))
        if ratio < RATIO:
            return None
        words = f"The error grows {ratio:,.0f} times on its way back from the last hidden layer to the first."
        cures = (
            Cure("gradients clipped at 1", _clipped(1.0)),
            Cure("gradients clipped at 0.1", _clipped(0.1)),
            Cure("Glorot's initialization", lambda d: change_training(d, initialization="glorot")),
        )
        return Suspicion(words, Evidence("inside", uid), cures)


def _clipped(norm: float) -> Callable[[Document], Document]:
    return lambda document: change_training(document, clip=norm)
