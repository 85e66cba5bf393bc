"""Signals of the system end the window as closing does: a log-out or Ctrl-C in the terminal is no crash."""

from __future__ import annotations

import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Slot

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class SystemSignals(QObject):
    """From `begin` on, the first signal calls `act` from Qt's event loop; the second ends the process as usual.

    Python's own handlers run between two lines of Python, anywhere, a paint event included. This one only notes the
    signal: the number that the interpreter writes to a socket wakes the event loop, also while nothing happens.
    """

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._before: dict[int, object] = {}
        self._wakeup = -1

    def begin(self) -> None:
        """Take the signals over; on the main thread."""
        self._wakeup = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # `nohup` means it
                self._before[number] = signal.signal(number, _note)

    def end(self) -> None:
        """Restore the signal handlers that were set before `begin`; on the main thread."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._before.clear()
        signal.set_wakeup_fd(self._wakeup)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()

    @Slot()
    def _on_signal(self) -> None:
        with suppress(BlockingIOError):
            # Emptied, or the notifier would fire for ever; several signals may be waiting.
            self._ours.recv(64)
        for number in self._before:
            # From here on the second signal is final: a window that hangs while it closes can still be ended.
            signal.signal(number, signal.SIG_DFL)
        self._act()


def _note(_number: int, _frame: FrameType | None) -> None:
    """The signal is told through the socket."""
