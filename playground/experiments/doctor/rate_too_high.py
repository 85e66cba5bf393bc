"""Rate too high: steps are so long that the loss jumps, or ends being a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.training import LEAST_RATE
from playground.experiments.doctor.base import ILL, Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.cures import at_rate

if TYPE_CHECKING:
    from playground.experiments.doctor.observation import Observation

JUMP = 0.05
FACTORS = (3.0, 10.0, 30.0, 100.0)


class RateTooHigh(Finding):
    """Looks for a loss that jumps up and down, or has diverged."""

    key, title = "rate_too_high", "Rate too high"
    summary = "Steps are so long that they jump over what they look for: the loss jumps, or ends being a number."
    looks_at = "jumps of the loss"
    threshold = (
        f"The training loss changes by {100 * JUMP:.0f} % of itself from one measurement to the next in the later half "
        "of the run, and rises in a third of the steps; or it is no number any more."
    )

    def look(self, seen: Observation) -> Suspicion | None:
        """Look at divergence and at the steps of the later half."""
        words = _words(seen)
        if not words:
            return None
        rate = seen.document.training.learning_rate
        found = [(rate / factor) for factor in FACTORS if rate / factor >= LEAST_RATE]
        return Suspicion(words, Evidence("loss"), tuple(Cure(f"a rate of {one:.2g}", at_rate(one)) for one in found))


def _words(seen: Observation) -> str:
    if seen.diverged_epoch is not None:
        return f"The loss stopped being a number at epoch {seen.diverged_epoch:,}."
    losses = seen.later("train_loss")
    if not seen.is_long or seen.train_score >= ILL or len(losses) < 4:
        return ""
    steps = np.diff(losses)
    typical = float(np.median(np.abs(steps)) / max(abs(float(np.median(losses))), 1e-12))
    rising = float((steps > 0.0).mean())
    if typical < JUMP or rising < 1.0 / 3.0:
        return ""
    return f"The training loss jumps by {100 * typical:.0f} % of itself from one measurement to the next."
