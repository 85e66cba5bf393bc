"""The rate falls in steps, as torch's StepLR."""

from __future__ import annotations

from math import floor
from typing import Any

from playground.methods.base import Setting
from playground.methods.schedules.base import Schedule
from playground.methods.settings import SCHEDULE_EPOCHS

SCHEDULE_FACTOR = Setting(
    "schedule_factor", 0.5, "Schedule factor", "What each step multiplies the rate by.", {"min": 0.0, "max": 1.0}
)


class StepDecay(Schedule):
    """r · factor^floor(e / n), with n the schedule's epochs."""

    name, title = "step", "Step"
    sentence = "The learning rate is multiplied by the factor after every so many epochs"
    settings = (SCHEDULE_EPOCHS, SCHEDULE_FACTOR)

    @staticmethod
    def rate_at(settings: Any, epoch: float) -> float:
        """The rate after the steps so far."""
        return settings.learning_rate * settings.schedule_factor ** floor(epoch / settings.schedule_epochs)

    def code(self, settings: Any) -> tuple[str, ...]:
        """The source line of the stepped rate."""
        return (f"return LEARNING_RATE * {settings.schedule_factor!r} ** (epoch // {settings.schedule_epochs})",)
