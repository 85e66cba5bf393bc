"""Work that a person waits for, done on a thread: the window goes on being painted, and what they do next waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QGuiApplication

from playground.storage.atomic import atomic_write
from playground.widgets.timers import one_shot, ticking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLL_MS = 4
LONG_MS = 200
"""After that the pointer says that something is going on."""

Result = TypeVar("Result")


def beside(work: Callable[[], Result], *, stoppable: bool = False) -> Result:
    """Do some work and return when it is done.

    Keys, clicks and closing wait until then; timers, painting and the training do not.

    Args:
        work: Called on a thread of its own; touches nothing of Qt.
        stoppable: Let keys and clicks through, to a button that ends it; the caller keeps all others from being used.

    Raises:
        Exception: What `work` raises.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="beside") as threads:
        doing = threads.submit(work)
        loop = QEventLoop()
        poll = ticking(None, POLL_MS, lambda: loop.quit() if doing.done() else None)
        patience = one_shot(None, LONG_MS, lambda: QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor))
        poll.start()
        patience.start()
        flag = QEventLoop.ProcessEventsFlag
        loop.exec(flag.AllEvents if stoppable else flag.ExcludeUserInputEvents)
        poll.stop()
        if not patience.isActive():
            QGuiApplication.restoreOverrideCursor()
        patience.stop()
    return doing.result()


def write_file(path: Path, make: Callable[[], bytes], *, stoppable: bool = False) -> bytes:
    """Write a file whole or not at all, as `beside` does.

    Args:
        path: Where to; see `atomic_write`.
        make: Its bytes; called on the thread.
        stoppable: As in `beside`; what stops it has `make` raise.

    Returns:
        The bytes.

    Raises:
        OSError: It cannot be written. What `make` raises comes through as well.
    """

    def work() -> bytes:
        data = make()
        atomic_write(path, data)
        return data

    return beside(work, stoppable=stoppable)
