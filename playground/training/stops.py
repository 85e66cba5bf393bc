"""The stop rule: epochs, test loss, patience."""

from __future__ import annotations

from math import inf, isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.document.training import Training
    from playground.training.messages import LossRecord


def watches_losses(training: Training) -> bool:
    """Whether the rule needs a measurement after every epoch, so that it ends training where it says and no later."""
    return training.stop_loss > 0.0 or training.stop_patience > 0


class StopRule:
    """Watches the measurements of one stretch of training."""

    def __init__(self) -> None:
        self._best = inf
        self._best_epoch = 0.0

    def begin(self, epoch: float) -> None:
        """A new stretch: Play was pressed, or what is measured has changed."""
        self._best, self._best_epoch = inf, epoch

    def reason(self, training: Training, record: LossRecord) -> str:
        """Why to pause now, in a sentence; empty to go on. Without test points the train loss counts."""
        loss = record.train_loss if isnan(record.test_loss) else record.test_loss
        name = "train" if isnan(record.test_loss) else "test"
        if loss < self._best:
            self._best, self._best_epoch = loss, record.epoch
        if training.stop_epochs and record.epoch >= training.stop_epochs:
            return f"Stopped at epoch {training.stop_epochs:,}, as the stop rule says."
        if training.stop_loss > 0.0 and loss <= training.stop_loss:
            return f"Stopped: the {name} loss is down to {loss:.4g}."
        if training.stop_patience and record.epoch - self._best_epoch >= training.stop_patience:
            return f"Stopped: no better {name} loss for {training.stop_patience:,} epochs."
        return ""
