"""A toy kind of prediction: whether a number is even."""

from __future__ import annotations

from typing import ClassVar

from playground.lessons.predictions.base import Prediction


class ParityPrediction(Prediction, frozen=True, tag="parity", kw_only=True):
    """Any even number is right."""

    HAND: ClassVar[str] = "number"

    def compared(self, said, sight):
        """Whether it is even."""
        return self.with_why("Compared.", is_right=None if said is None else said % 2 == 0)
