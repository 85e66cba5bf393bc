"""Dead units: they answer every sample alike, so nothing teaches them any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.edits_network import change_training
from playground.experiments.doctor.base import ILL, Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.cures import at_rate, with_activation

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

SHARE = 0.4
DYING = {"relu", "leaky_relu"}


class DeadUnits(Finding):
    """Looks at the share of units whose activation is flat at every training sample."""

    key, title = "dead_units", "Dead units"
    summary = "Units whose activation is flat at every sample: no gradient reaches their weights, and they stay so."
    looks_at = "dead units"
    threshold = (
        f"{100 * SHARE:.0f} % of a layer, while the run does badly: some dead units are usual with ReLU, and harmless "
        "where enough are alive."
    )

    def refusal(self, document: Document) -> str:
        """Only ReLUs die: others are never flat everywhere."""
        bends = {getattr(layer, "activation", "") for layer in document.network}
        return "" if bends & DYING else "No layer has ReLUs, which alone die."

    def look(self, seen: Observation) -> Suspicion | None:
        """Find the layer that has most of them."""
        if seen.train_score >= ILL or not seen.statistics:
            return None
        found = [(one.dead, number, one.uid) for number, one in seen.hidden(-1) if one.dead >= SHARE]
        layers = {layer.uid: layer for layer in seen.document.network}
        found = [one for one in found if getattr(layers[one[2]], "activation", "") in DYING]
        if not found:
            return None
        dead, number, uid = max(found)
        units = getattr(layers[uid], "units", 0)
        count = f"{round(dead * units)} of {units} units" if units else f"{100 * dead:.0f} % of the units"
        words = f"{count} of layer {number} are dead: their activation is flat at every training sample."
        rate = seen.document.training.learning_rate
        cures = (
            Cure("no spread of the first biases", lambda d: change_training(d, bias_spread=0.0)),
            Cure("leaky ReLU", lambda d: with_activation(d, "relu", "leaky_relu")),
            Cure("He's initialization", lambda d: change_training(d, initialization="he")),
            Cure(f"a rate of {rate / 10:.2g}", at_rate(rate / 10)),
            Cure(f"a rate of {rate / 100:.2g}", at_rate(rate / 100)),
        )
        return Suspicion(words, Evidence("inside", uid), cures)
