"""Rate too low: the loss falls at every look, and would take for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.experiments.doctor.base import ILL, Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.cures import at_rate

if TYPE_CHECKING:
    from playground.experiments.doctor.observation import Observation

FALLING, MOST_LOST, LEAST_LOST = 0.9, 0.5, 1e-4
LEAST_EPOCHS, LEAST_TOLD = 60, 0.01
FACTORS = (3.0, 10.0, 30.0, 100.0, 300.0)
LARGEST_RATE = 10.0


class RateTooLow(Finding):
    """Looks for a loss that falls steadily and has hardly come anywhere."""

    key, title = "rate_too_low", "Rate too low"
    summary = "Steps are so short that the loss falls at every look and still gets nowhere in the time it was given."
    looks_at = "how fast the loss falls"
    threshold = (
        f"The training loss falls at {100 * FALLING:.0f} % of the measurements, and has lost less than "
        f"{100 * MOST_LOST:.0f} % of what it was: steps that fall so surely can be longer."
    )
    judge = "train_loss"

    def look(self, seen: Observation) -> Suspicion | None:
        """Look at the steps of the later half, and at what the loss has come to."""
        losses, every = seen.later("train_loss"), seen.curve["train_loss"]
        if not seen.is_long or seen.epoch < LEAST_EPOCHS or seen.diverged_epoch is not None or seen.train_score >= ILL:
            return None
        lost = 1.0 - float(every[-1]) / max(abs(float(every[0])), 1e-12)
        falling = float((np.diff(losses) < 0.0).mean()) if len(losses) > 1 else 0.0
        if falling < FALLING or not LEAST_LOST < lost < MOST_LOST:
            return None
        rate = seen.document.training.learning_rate
        share = f"{100 * lost:.0f} %" if lost >= LEAST_TOLD else "less than 1 %"
        words = (
            f"The training loss falls at {100 * falling:.0f} % of the measurements, and has lost {share} of what it "
            f"was in {seen.epoch:,.0f} epochs."
        )
        rates = [rate * factor for factor in FACTORS if rate * factor <= LARGEST_RATE]
        return Suspicion(words, Evidence("loss"), tuple(Cure(f"a rate of {one:.2g}", at_rate(one)) for one in rates))
