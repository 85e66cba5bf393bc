"""How processes beside a window begin and end: quietly, standing back, and never outliving whoever started them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NICENESS = 10
"""Of threads and processes beside a window, where the system knows such: whoever draws comes first."""


@contextmanager
def deaf() -> Iterator[None]:
    """Processes that are started meanwhile do not hear Ctrl+C, from their first moment on.

    Until they come to `begin_process` they load modules for seconds, and would print a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a process inherits it
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_process(niceness: int) -> None:
    """Stand back, hear no Ctrl+C, which is the business of whoever started this process, and end with it."""
    # A terminal sends Ctrl+C to the whole group: without this each process would print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):  # first: loading libraries is work as well
        os.nice(niceness)


def _end_with_parent() -> None:
    """End when whoever started this process has ended, however: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # sys.exit would end this thread alone.
        os._exit(1)
