"""Inputs of very different scale: one is thousands, another hundredths, and one rate has to do for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.edits_scaling import standardise
from playground.document.model import inputs_of
from playground.experiments.doctor.base import Cure, Evidence, Finding, Suspicion
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

RATIO = 30.0
MOST_ROWS = 2000


class InputScale(Finding):
    """Looks at the spread of each input as the network gets it."""

    key, title = "input_scale", "Inputs of different scale"
    summary = "One input is many times as large as another: a rate that suits one is too high or too low for the other."
    looks_at = "the spread of each input"
    threshold = (
        f"The largest standard deviation is {RATIO:.0f} times the least: the steepest direction of the loss is then "
        f"about {RATIO**2:.0f} times as steep as the flattest, and the rate has to suit both."
    )

    def refusal(self, document: Document) -> str:
        """Pixels share one scale, and one input has none to be compared with."""
        if document.dataset.shape_of_one:
            return "Pixels share one scale."
        return "" if len(document.inputs) > 1 else "There is one input only."

    def look(self, seen: Observation) -> Suspicion | None:
        """Compare the spreads over the training samples."""
        document = seen.document
        data = document.dataset
        rows = data.sample(MOST_ROWS, test=False)
        if len(rows) < 2:
            return None
        numbers = network_inputs(document, data.samples[rows])
        spreads = numbers.std(axis=0)
        if numbers.shape[1] != len(document.inputs) or not (spreads > 0.0).all():
            return None
        least, most = int(spreads.argmin()), int(spreads.argmax())
        if spreads[most] < RATIO * spreads[least]:
            return None
        known = inputs_of(document)
        names = [known[document.inputs[place]].label for place in (most, least)]
        ratio = float(spreads[most] / spreads[least])
        words = f"{names[0]} spreads {ratio:,.0f} times as far as {names[1]}, as the network gets them."
        return Suspicion(words, Evidence("data"), (Cure("the inputs standardised", standardise),))


def spread_of_inputs(seen: Observation) -> float:
    """The largest standard deviation of an input as the network gets it; 0 of none."""
    data = seen.document.dataset
    rows = data.sample(MOST_ROWS, test=False)
    if data.shape_of_one or len(rows) < 2:
        return 0.0
    return float(np.max(network_inputs(seen.document, data.samples[rows]).std(axis=0), initial=0.0))
