"""Spreads costly views over frames, so that no frame carries them all."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.training.messages import TrainerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance

    from playground.session.frame_pump import FramePump
    from playground.training.messages import Snapshot


REST = 6.0
"""A view rests so many times as long as it took to take a snapshot in; painting it takes about twice that again."""


class Turns(QObject):
    """While training runs, each frame is the turn of one view, the one that has waited longest.

    With two views in turn, each draws thirty times a second. A view always gets the newest snapshot, and gets one
    that is not followed by others soon, as at low speeds, no more than a few frames late. What training ends with goes
    to all at once. A view that takes long for a picture rests in proportion, so that large networks leave the others
    their frames.
    """

    def __init__(self, pump: FramePump, clock: Callable[[], float] = perf_counter) -> None:
        super().__init__(pump)
        self._pump = pump
        self._clock = clock
        self._waiting: list[_Turn] = []
        self._turns: list[_Turn] = []
        self._snapshot: Snapshot | None = None
        pump.ticked.connect(self._on_tick)

    def join(self) -> SignalInstance:
        """Take part: the signal that is emitted with a `Snapshot` when it is one's turn."""
        turn = _Turn(self)
        self._turns.append(turn)
        return turn.due

    def offer(self, snapshot: Snapshot) -> None:
        """A snapshot has come."""
        self._snapshot = snapshot
        self._waiting += [turn for turn in self._turns if turn not in self._waiting]
        if snapshot.state is not TrainerState.TRAINING or not self._pump.is_running:
            for turn in self._waiting:
                self._give(turn)
            self._waiting.clear()

    @Slot()
    def _on_tick(self) -> None:
        now = self._clock()
        turn = next((turn for turn in self._waiting if turn.rests_until <= now), None)
        if turn is not None:
            self._waiting.remove(turn)
            self._give(turn)

    def _give(self, turn: _Turn) -> None:
        start = self._clock()
        turn.due.emit(self._snapshot)
        end = self._clock()
        turn.rests_until = end + REST * (end - start)


class _Turn(QObject):
    due = Signal(object)
    rests_until = 0.0
