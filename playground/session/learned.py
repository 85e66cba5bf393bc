"""Whether the network has learned anything that its file does not have."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.session.session import Session
    from playground.storage.arrays import Arrays
    from playground.training.snapshots.snapshot import Snapshot

LONGEST_FRAME_S = 0.5
"""What lies further apart than this was not training all the time between."""
EPOCH = 1
"""Where a checkpoint's counters have the passes done."""


class Learned(QObject):
    """Compares the weights of each snapshot with those of the file.

    While training goes on they differ, and nothing is compared; when it rests, bit by bit, once for each state. So
    undoing back to what was saved, where that brings the weights back, is as good as never having trained.

    Attributes:
        is_new: Whether the weights at hand are in no file.
        seconds: How long training has gone on since `mark`.
    """

    changed = Signal()

    def __init__(self, session: Session, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(session)
        self._session, self._clock = session, clock
        self._saved: Arrays | None = {}
        self._is_loading = False
        self._compared: tuple[tuple[int, int, int], bool] | None = None
        self._last_frame: float | None = None
        self.is_new = False
        self.seconds = 0.0
        session.snapshot_arrived.connect(self._on_snapshot)

    def mark(self, weights: Arrays | None, *, is_loading: bool = False) -> None:
        """From now on count as saved.

        Args:
            weights: A checkpoint's arrays; empty for a network at its beginning, None for nothing at all: whatever the
                weights are, they are new.
            is_loading: Whether the trainer has yet to take them; until it has, or training begins, nothing is new.
        """
        self._saved, self._is_loading = weights, is_loading and bool(weights)
        self._compared, self._last_frame = None, None
        self.seconds = 0.0
        snapshot = self._session.snapshot
        if weights is None or is_loading or snapshot is None or snapshot.run != self._session.run:
            self._set(is_new=weights is None)
        else:
            self._on_snapshot(snapshot)

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        is_training = snapshot.state is TrainerState.TRAINING
        self._count(is_training)
        if snapshot.moment is not None or not snapshot.parameters or self._saved is None:
            return
        differs = snapshot.batch > 0 if is_training else self._differs(snapshot)
        if self._is_loading and differs and not is_training:
            return
        self._is_loading = False
        self._set(is_new=differs)

    def _differs(self, snapshot: Snapshot) -> bool:
        # A weight that is set by hand is a step, and no batch.
        key = snapshot.run, snapshot.batch, self._session.undo_stack.index()
        if self._compared is None or self._compared[0] != key:
            self._compared = key, not self._is_saved(snapshot)
        return self._compared[1]

    def _is_saved(self, snapshot: Snapshot) -> bool:
        if not self._saved:
            return snapshot.batch == 0 and snapshot.live_epoch == 0
        if snapshot.epoch != int(self._saved["counters"][EPOCH]):
            return False
        flat = np.concatenate([values.reshape(-1) for values in snapshot.parameters.values()])
        # In the precision in which it trains: a file may hold more digits than come back from it.
        return np.array_equal(flat, self._saved["parameters"].astype(flat.dtype))

    def _count(self, is_training: bool) -> None:
        now = self._clock()
        if is_training and self._last_frame is not None:
            # A machine that slept in between has not trained for hours.
            self.seconds += min(now - self._last_frame, LONGEST_FRAME_S)
        self._last_frame = now if is_training else None

    def _set(self, *, is_new: bool) -> None:
        if is_new != self.is_new:
            self.is_new = is_new
            self.changed.emit()
