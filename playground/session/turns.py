"""Spreads costly views over frames, so that no frame carries them all."""

from __future__ import annotations

from time import perf_counter, thread_time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot

from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance

    from playground.session.frame_pump import FramePump
    from playground.training.snapshots.snapshot import Snapshot


REST = 4.0
"""A view rests so many times as long as the frame took in which it was its turn."""
SHORT_S, LONG_S = 0.006, 0.010
"""Frames that take less than the one carry more views, those that take more than the other fewer."""
BREATH = 0.1
"""What moves by itself rests so many times as long as its frame took: with every frame, where that leaves time."""
READING_S = 0.1
MEMORY = 0.8
"""How much of what frames took before stays in their mean with each frame."""


class Turns(QObject):
    """While training runs, each frame is the turn of one view, the one that has waited longest; of several if they fit.

    A view always gets the newest snapshot, and gets one that is not followed by others soon, as at low speeds, no more
    than a few frames late. What training ends with goes to all at once. A view that takes long, painting included,
    rests in proportion, so that large networks and slow machines leave the others their frames.
    """

    def __init__(self, pump: FramePump, clock: Callable[[], float] = perf_counter) -> None:
        super().__init__(pump)
        self._pump = pump
        self._clock = clock
        self._waiting: list[_Turn] = []
        self._turns: list[_Turn] = []
        self._snapshot: Snapshot | None = None
        self._at_once = 1
        self._began, self._took_s = 0.0, LONG_S
        self.drawing = self.moving = False
        self._leaves_out = False
        pump.ticked.connect(self._on_tick)

    def __len__(self) -> int:
        """How many take part."""
        return len(self._turns)

    def join(self) -> SignalInstance:
        """Take part: the signal that is emitted with a `Snapshot` when it is one's turn."""
        turn = _Turn(self)
        self._turns.append(turn)
        return turn.due

    def offer(self, snapshot: Snapshot) -> None:
        """A snapshot has come."""
        self._snapshot = snapshot
        self._waiting += [turn for turn in self._turns if turn not in self._waiting]
        in_turn = self.drawing or snapshot.state is TrainerState.TRAINING
        if not in_turn or not self._pump.is_running:
            for turn in self._waiting:
                self._give(turn)
            self._waiting.clear()

    @Slot()
    def _on_tick(self) -> None:
        self._leaves_out = self.moving and not self._leaves_out
        if self._leaves_out:  # the eye is on what moves by itself: every other frame is its own
            return
        self._began = now = self._clock()
        # In the order in which they began to wait.
        rested = [turn for turn in self._waiting if turn.rests_until <= now]
        for turn in rested[: self._at_once]:
            self._waiting.remove(turn)
            self._give(turn)
        if rested:
            _after_painting(self)

    def customEvent(self, _event: QEvent) -> None:
        """The frame has been painted: let the next ones carry more views, or fewer."""
        self._took_s += (1.0 - MEMORY) * (self._clock() - self._began - self._took_s)
        if self._took_s > LONG_S and self._at_once > 1:
            self._carry(self._at_once - 1)
        elif self._took_s < SHORT_S and self._at_once < len(self._turns) and self._waiting:
            self._carry(self._at_once + 1)

    def _carry(self, count: int) -> None:
        """From here on so many views a frame; what that takes is to be seen anew."""
        self._at_once, self._took_s = count, (SHORT_S + LONG_S) / 2

    def _give(self, turn: _Turn) -> None:
        turn.take(self._snapshot, self._clock)


class _Turn(QObject):
    due = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rests_until = self._began = 0.0
        self._clock: Callable[[], float] = perf_counter

    def take(self, snapshot: Snapshot | None, clock: Callable[[], float]) -> None:
        """Let the view have it."""
        self._began, self._clock = clock(), clock
        self.due.emit(snapshot)
        self._rest()
        _after_painting(self)

    def customEvent(self, _event: QEvent) -> None:
        """The frame has been painted."""
        self._rest()

    def _rest(self) -> None:
        now = self._clock()
        self.rests_until = now + REST * (now - self._began)


class AnimationPace(QObject):
    """How often something that moves by itself may draw while others want their frames too.

    What its frames take is the thread's own time: on a busy machine a clock would count the others' work, and stutter.
    """

    def __init__(self, parent: QObject, clock: Callable[[], float] = thread_time) -> None:
        super().__init__(parent)
        self._clock = clock
        self._began = self._worked = self._rests_until = 0.0

    def is_due(self, now: float) -> bool:
        """Whether it may draw at a time in seconds."""
        return now >= self._rests_until

    def begin(self, now: float) -> None:
        """Note that it draws now, and what its frame takes."""
        self._began, self._worked = now, self._clock()
        _after_painting(self)

    def customEvent(self, _event: QEvent) -> None:
        """The frame has been painted."""
        self._rests_until = self._began + (1.0 + BREATH) * (self._clock() - self._worked)


class ReadingPace:
    """How often words and numbers change while training: what changes faster cannot be read."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._due = 0.0

    def renew(self) -> None:
        """Something else is to be read: it changes with the next question."""
        self._due = 0.0

    def is_due(self, *, trains: bool) -> bool:
        """Whether they may change now, which then counts as done; at rest they always may."""
        now = self._clock()
        if trains and now < self._due:
            return False
        self._due = now + READING_S
        return True


def _after_painting(receiver: QObject) -> None:
    """Have a custom event sent to it. Painting is an event of low priority: this one comes after it."""
    QCoreApplication.postEvent(receiver, QEvent(QEvent.Type.User), Qt.EventPriority.LowEventPriority.value)
