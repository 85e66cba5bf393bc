"""The stop rule: epochs, test loss, patience."""

from __future__ import annotations

from math import inf, isnan
from typing import TYPE_CHECKING

from playground.document import figures

if TYPE_CHECKING:
    from playground.document.training import Training
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.state.run import Run
    from playground.training.trainee.history import LossRecord

USUAL_EPOCHS = 300
"""Where nobody looks and nothing says how long to train."""
MOST_EPOCHS = 10_000
"""Likewise where only a loss or patience is to end training, and neither does."""


def watches_losses(training: Training) -> bool:
    """Whether the rule needs a measurement after every epoch, so that it ends training where it says and no later."""
    return training.stop_loss > 0.0 or training.stop_patience > 0


class StopRule:
    """Watches the measurements of one stretch of training, and keeps the best weights where patience is to end it.

    Attributes:
        restored_epoch: The epoch whose weights the last `look` has brought back; None where it has not.
    """

    def __init__(self) -> None:
        self._best = inf
        self._best_epoch = 0.0
        self._best_state: Checkpoint | None = None
        self.restored_epoch: int | None = None

    def begin(self, epoch: float) -> None:
        """A new stretch: Play was pressed, or what is measured has changed."""
        self._best, self._best_epoch, self._best_state = inf, epoch, None

    def look(self, run: Run, record: LossRecord) -> str:
        """Say in a sentence why to pause now; empty to go on. Without test points the train loss counts.

        Where patience ends training and `Training.restore_best` is on, the run gets back the weights, running
        statistics and optimizer state of its lowest loss; it stays at its epoch, and its curve keeps what came after.

        Args:
            run: What is trained.
            record: Measured just now, over all points.
        """
        training, self.restored_epoch = run.document.training, None
        loss = record.train_loss if isnan(record.test_loss) else record.test_loss
        name = "train" if isnan(record.test_loss) else "test"
        if loss < self._best:
            self._best, self._best_epoch = loss, record.epoch
            keeps = training.restore_best and training.stop_patience > 0
            # Copied only where it can come back: a copy after each epoch of a large network would take longer than the
            # epoch.
            self._best_state = run.checkpoint() if keeps else None
        if training.stop_epochs and record.epoch >= training.stop_epochs:
            return f"Stopped at epoch {training.stop_epochs:,}, as the stop rule says."
        if training.stop_loss > 0.0 and loss <= training.stop_loss:
            return f"Stopped: the {name} loss is down to {loss:.4g}."
        if training.stop_patience and record.epoch - self._best_epoch >= training.stop_patience:
            return f"Stopped: no better {name} loss for {training.stop_patience:,} epochs{self._restore(run, name)}."
        return ""

    def _restore(self, run: Run, name: str) -> str:
        """Bring the best weights back, and say so."""
        state, self._best_state = self._best_state, None
        if state is None or not run.restore_weights(state):
            return ""
        self.restored_epoch = state.epoch
        return f"; the weights of epoch {state.epoch:,} are back ({name} loss {figures.loss(self._best)})"
