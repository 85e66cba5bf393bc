"""The rate falls along half a cosine (Loshchilov and Hutter 2017, without restarts)."""

from __future__ import annotations

from math import cos, pi
from typing import Any

from playground.methods.schedules.base import Schedule
from playground.methods.settings import SCHEDULE_EPOCHS

COSINE_FLOOR = 0.01
"""Where the half-cosine ends and stays: at zero a run that goes on would be dead without a word."""


class Cosine(Schedule):
    """r (c + (1 - c) (1 + cos(π min(e / n, 1))) / 2), with n the schedule's epochs and c = `COSINE_FLOOR`."""

    name, title = "cosine", "Cosine"
    sentence = "The learning rate falls along half a cosine, slowly at both ends"
    settings = (SCHEDULE_EPOCHS,)

    @staticmethod
    def rate_at(settings: Any, epoch: float) -> float:
        """The rate on the half-cosine, or its floor behind the end."""
        half = 0.5 * (1.0 + cos(pi * min(epoch / settings.schedule_epochs, 1.0)))
        return settings.learning_rate * (COSINE_FLOOR + (1.0 - COSINE_FLOOR) * half)

    def code(self, settings: Any) -> tuple[str, ...]:
        """Source lines of the half cosine."""
        return (
            f"half = 0.5 * (1.0 + np.cos(np.pi * min(epoch / {settings.schedule_epochs}, 1.0)))",
            f"return LEARNING_RATE * ({COSINE_FLOOR} + {1.0 - COSINE_FLOOR} * half)",
        )
