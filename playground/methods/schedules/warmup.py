"""The rate rises at first, then stays."""

from __future__ import annotations

from typing import Any

from playground.methods.schedules.base import Schedule
from playground.methods.settings import SCHEDULE_EPOCHS


class WarmUp(Schedule):
    """r min((1 + e) / n, 1): from r / n up to r over the first n - 1 epochs, then constant."""

    name, title = "warmup", "Warm-up"
    sentence = "The learning rate rises from nearly nothing in the first epochs, then stays"
    settings = (SCHEDULE_EPOCHS,)

    @staticmethod
    def rate_at(settings: Any, epoch: float) -> float:
        """The rate on its way up, or at the top."""
        return settings.learning_rate * min((1.0 + epoch) / settings.schedule_epochs, 1.0)

    def code(self, settings: Any) -> tuple[str, ...]:
        """The source line of the rising rate."""
        return (f"return LEARNING_RATE * min((1.0 + epoch) / {settings.schedule_epochs}, 1.0)",)
