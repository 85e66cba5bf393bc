"""The one gate between the trainer thread and the GUI: a timer that takes what is ready, 60 times a second."""

from __future__ import annotations

from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from playground.training.mailbox import Mailbox

FRAME_MS = 16


class FramePump(QObject):
    """Polls the one-place mailbox on the GUI thread; nothing else crosses, and nothing here ever waits.

    A slow window takes fewer pictures: the trainer makes the next one only when the box is empty.
    """

    arrived = Signal(object)
    """A `Snapshot`."""
    ticked = Signal()
    """Every frame, for what moves by itself (played morphs, eased scales)."""

    def __init__(self, mailbox: Mailbox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = mailbox
        self._times: deque[float] = deque(maxlen=60)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.pump)

    def start(self) -> None:
        """Begin polling."""
        self._timer.start()

    def stop(self) -> None:
        """End polling; what is in the box stays there."""
        self._timer.stop()

    @property
    def is_running(self) -> bool:
        """Whether frames are ticking."""
        return self._timer.isActive()

    def pump(self) -> None:
        """Take one snapshot if there is one."""
        snapshot = self._mailbox.take()
        if snapshot is not None:
            self._times.append(perf_counter())
            self.arrived.emit(snapshot)
        self.ticked.emit()

    def frames_per_second(self) -> float:
        """Snapshots shown a second, over the last second; 0 when none came."""
        now = perf_counter()
        recent = [t for t in self._times if now - t < 1.0]
        return (len(recent) - 1) / (recent[-1] - recent[0]) if len(recent) > 1 and recent[-1] > recent[0] else 0.0
