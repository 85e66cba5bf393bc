"""No schedule."""

from __future__ import annotations

from typing import Any

from playground.methods.schedules.base import Schedule


class Constant(Schedule):
    """r at every epoch."""

    name, title = "constant", "Constant"
    sentence = "The learning rate stays as it is"

    @staticmethod
    def rate_at(settings: Any, epoch: float) -> float:
        """The document's rate."""
        return settings.learning_rate

    def code(self, settings: Any) -> tuple[str, ...]:
        """No source lines: the rate stays as it is."""
        return ()
