"""One cycle up and down (Smith and Topin 2018, "Super-Convergence"), with the numbers of torch's OneCycleLR."""

from __future__ import annotations

from math import cos, pi
from typing import Any

from playground.methods.schedules.base import Schedule
from playground.methods.settings import SCHEDULE_EPOCHS

RISE = 0.3
"""Share of the cycle in which the rate rises."""
FIRST = 1.0 / 25.0
"""What it begins with, as a share of the document's rate, which is the highest."""
LAST = FIRST / 1e4
"""What it ends with and keeps. This is as good as standing still: the cycle is meant to end the training."""


class OneCycle(Schedule):
    """Along half a cosine from r / 25 up to r while e < 0.3 n, along another down to r / 250,000 at e = n.

    n are the schedule's epochs. The momentum, which the authors move against the rate, stays as it is set.
    """

    name, title = "one_cycle", "One-cycle"
    sentence = "Rises to the learning rate, then falls to almost nothing: fast training of a length known beforehand"
    settings = (SCHEDULE_EPOCHS,)

    @staticmethod
    def rate_at(settings: Any, epoch: float) -> float:
        """The rate on its way up or down."""
        progress = min(epoch / settings.schedule_epochs, 1.0)
        if progress < RISE:
            share = 1.0 + (FIRST - 1.0) * 0.5 * (1.0 + cos(pi * progress / RISE))
        else:
            share = LAST + (1.0 - LAST) * 0.5 * (1.0 + cos(pi * (progress - RISE) / (1.0 - RISE)))
        return settings.learning_rate * share

    def code(self, settings: Any) -> tuple[str, ...]:
        """Source lines of both halves of the cycle."""
        return (
            f"progress = min(epoch / {settings.schedule_epochs}, 1.0)",
            f"if progress < {RISE}:",
            f"    share = 1.0 + ({FIRST!r} - 1.0) * 0.5 * (1.0 + np.cos(np.pi * progress / {RISE}))",
            "else:",
            f"    fallen = (progress - {RISE}) / (1.0 - {RISE})",
            f"    share = {LAST!r} + (1.0 - {LAST!r}) * 0.5 * (1.0 + np.cos(np.pi * fallen))",
            "return LEARNING_RATE * share",
        )
