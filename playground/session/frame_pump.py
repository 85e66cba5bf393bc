"""The one gate between the trainer thread and the GUI: it takes what is ready, 60 times a second."""

from __future__ import annotations

from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.training.loop.mailbox import Mailbox

FRAME_S = 1 / 60
LATE_MS = 2
"""How soon to look again for a snapshot that is late."""
MOST_BEHIND_S = FRAME_S / 2
"""Frames after a late one follow sooner until the beat is found again, but not sooner than this lets them."""


class FramePump(QObject):
    """Polls the one-place mailbox on the GUI thread; nothing else crosses, and nothing here ever waits.

    A slow window takes fewer pictures: the trainer makes the next one only when the box is empty. A snapshot that is
    a little late makes its frame as late, no more: in a steady beat it would be shown a whole frame later.
    """

    arrived = Signal(object)
    """A `Snapshot`."""
    ticked = Signal()
    """Every frame, for what moves by itself (played morphs, eased scales)."""

    def __init__(
        self, mailbox: Mailbox, parent: QObject | None = None, clock: Callable[[], float] = perf_counter
    ) -> None:
        super().__init__(parent)
        self._mailbox = mailbox
        self._clock = clock
        self._times: deque[float] = deque(maxlen=60)
        self._due = 0.0
        self._expects = False
        self._timer = QTimer(self)
        # A coarse timer may be 5 % off, nearly a millisecond of a frame, and is bundled with others.
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.pump)

    def start(self) -> None:
        """Begin polling."""
        self._due = self._clock()
        self._timer.start(0)

    def stop(self) -> None:
        """End polling; what is in the box stays there."""
        self._timer.stop()

    @property
    def is_running(self) -> bool:
        """Whether frames are ticking."""
        return self._timer.isActive()

    @property
    def rest_ms(self) -> int:
        """How long it waits from one look to the next, as things are."""
        return self._timer.interval()

    def pump(self) -> None:
        """Take one snapshot if there is one, or when the last frame had one and a frame's time is left wait for it."""
        now = self._clock()
        snapshot = self._mailbox.take()
        if snapshot is None and self._expects and now - self._due < FRAME_S:
            self._timer.setInterval(LATE_MS)
            return
        self._expects = snapshot is not None
        # From when it was due, so that the beat is kept on the average; after a long pause from nearly now, or a
        # hundred frames would follow at once.
        self._due = max(self._due, now - MOST_BEHIND_S) + FRAME_S
        self._timer.setInterval(max(round(1000 * (self._due - now)), 1))
        if snapshot is not None:
            self._times.append(now)
            self.arrived.emit(snapshot)
        self.ticked.emit()

    def frames_per_second(self) -> float:
        """Snapshots shown a second, over the last second; 0 when none came."""
        now = self._clock()
        recent = [t for t in self._times if now - t < 1.0]
        return (len(recent) - 1) / (recent[-1] - recent[0]) if len(recent) > 1 and recent[-1] > recent[0] else 0.0
