"""The learning rate over time: pure functions of the epoch, fraction included."""

from __future__ import annotations

from math import cos, floor, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.document.training import Training

COSINE_FLOOR = 0.01
"""Where the half-cosine ends and stays: at zero a run that goes on would be dead without a word."""


def rate_at(training: Training, epoch: float) -> float:
    """The learning rate of an update.

    With r the document's rate, n its `schedule_epochs` and e the epoch before the update (passes done + points used
    of this pass / points in a pass):

    - constant: r
    - step: r * factor ** floor(e / n)
    - cosine: r * (c + (1 - c) * (1 + cos(pi * min(e / n, 1))) / 2), c = `COSINE_FLOOR` (Loshchilov and Hutter 2017,
      without restarts)
    - warmup: r * min((1 + e) / n, 1): from r / n up to r over the first n - 1 epochs, then constant

    Args:
        training: The settings.
        epoch: With its fraction, 0 or more.
    """
    rate, progress = training.learning_rate, epoch / training.schedule_epochs
    match training.schedule:
        case "step":
            return rate * training.schedule_factor ** floor(progress)
        case "cosine":
            return rate * (COSINE_FLOOR + (1.0 - COSINE_FLOOR) * 0.5 * (1.0 + cos(pi * min(progress, 1.0))))
        case "warmup":
            return rate * min((1.0 + epoch) / training.schedule_epochs, 1.0)
        case _:
            return rate
