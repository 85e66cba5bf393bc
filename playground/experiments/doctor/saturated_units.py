"""Saturated units: pushed to the flat ends of tanh or sigmoid, where hardly any gradient is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.edits_network import change_training
from playground.document.edits_scaling import standardise
from playground.experiments.doctor.base import ILL, Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.input_scale import spread_of_inputs
from playground.training.probes.layer_statistics import saturates

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

SHARE = 0.6
FAR = 10.0
"""Standard deviations of inputs beyond which standardising them is tried first."""


class SaturatedUnits(Finding):
    """Looks at the share of (unit, sample) pairs on the flat ends of a bounded activation."""

    key, title = "saturated_units", "Saturated units"
    summary = "Units at the flat ends of tanh or sigmoid at most samples: hardly any gradient passes them."
    looks_at = "saturated units"
    threshold = (
        f"{100 * SHARE:.0f} % of what a layer answers, while the run does badly: networks that have learned saturate "
        "as well, and are sure rather than ill."
    )

    def refusal(self, document: Document) -> str:
        """Only activations with flat ends saturate."""
        bends = {getattr(layer, "activation", "linear") for layer in document.network}
        return "" if any(map(saturates, bends)) else "No layer has tanh or sigmoid, whose ends are flat."

    def look(self, seen: Observation) -> Suspicion | None:
        """Find the layer that is most saturated."""
        if seen.train_score >= ILL or not seen.statistics:
            return None
        found = [(one.saturated, number, one.uid) for number, one in seen.hidden(-1) if one.saturated >= SHARE]
        if not found:
            return None
        share, number, uid = max(found)
        words = f"Layer {number} is saturated at {100 * share:.0f} % of its answers to training samples."
        cures = [
            Cure("no spread of the first biases", lambda d: change_training(d, bias_spread=0.0)),
            Cure("Glorot's initialization", lambda d: change_training(d, initialization="glorot")),
        ]
        scaled = Cure("the inputs standardised", standardise)
        cures.insert(0 if spread_of_inputs(seen) > FAR else len(cures), scaled)
        return Suspicion(words, Evidence("inside", uid), tuple(cures))
