"""Ctrl+C and SIGTERM end a command wherever it is: within two seconds, without a traceback, with 130 or 143.

An exception in the main thread would not do: Qt swallows it in a slot, a library prints it in a destructor, and while
the compiler is at work Python does not even hear of the signal. So a thread waits for signals. Where a command has
nothing to put in order the thread ends the process at once; where it has, in `orderly`, the command looks whether it
was asked to end and has some time for it.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GRACE_S = 1.5
"""For what is put in order."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)
STATUS_OF_SIGNAL = 128
"""Added to a signal's number it is the status of a process that the signal has ended."""


class AskedToEndError(Exception):
    """The command was asked to end.

    Attributes:
        status: To end with.
    """

    def __init__(self, status: int) -> None:
        super().__init__("interrupted")
        self.status = status


@dataclass(slots=True)
class _State:
    """What the two threads tell each other.

    Attributes:
        status: To end with; 0 as long as nobody has asked.
        grace_s: For putting things in order; 0 where there is nothing to be put.
        end: Ends the process at once.
    """

    status: int = 0
    grace_s: float = 0.0
    end: Callable[[int], object] = field(default=os._exit)


_state = _State()


def asked_to_end() -> int:
    """The status to end with; 0 to go on."""
    return _state.status


def check() -> None:
    """Go on, or not.

    Raises:
        AskedToEndError: The command was asked to end.
    """
    if _state.status:
        raise AskedToEndError(_state.status)


@contextmanager
def orderly(grace_s: float = GRACE_S) -> Iterator[None]:
    """Let the command inside look with `check` or `asked_to_end`, and end by itself within a time.

    Asked a second time, it is ended at once.
    """
    before, _state.grace_s = _state.grace_s, grace_s
    try:
        yield
    finally:
        _state.grace_s = before


@contextmanager
def watching(end: Callable[[int], object] = os._exit) -> Iterator[None]:
    """Listen for the two signals inside; those that were switched off for this process stay off."""
    wanted = [one for one in SIGNALS if signal.getsignal(one) is not signal.SIG_IGN]
    if threading.current_thread() is not threading.main_thread() or not wanted:
        yield
        return
    _state.status, _state.grace_s, _state.end = 0, 0.0, end
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    # A handler of Python's, which has nothing to do: with the default one the process would end before the number is
    # written.
    handlers = {one: signal.signal(one, lambda *_: None) for one in wanted}
    before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    thread = threading.Thread(target=_listen, args=(ours,), name="signals", daemon=True)
    thread.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        for one, handler in handlers.items():
            signal.signal(one, handler)
        # Its other end reads nothing more: that is how the thread hears that it may end.
        theirs.close()
        thread.join()
        ours.close()


def _listen(door: socket.socket) -> None:
    """Wait for bytes that are numbers of signals, until the other side is closed."""
    while heard := door.recv(1):
        if heard[0] not in SIGNALS:
            continue
        grace_s = _state.grace_s
        if not grace_s:
            _state.end(STATUS_OF_SIGNAL + heard[0])
            return
        _state.status = STATUS_OF_SIGNAL + heard[0]
        if not _ends_in_time(door, grace_s):
            _state.end(_state.status)
        return


def _ends_in_time(door: socket.socket, grace_s: float) -> bool:
    """Whether the other side is closed within the grace, and nobody asks a second time."""
    door.settimeout(grace_s)
    try:
        while heard := door.recv(1):
            if heard[0] in SIGNALS:
                return False
    except TimeoutError:
        return False
    finally:
        door.settimeout(None)
    return True
