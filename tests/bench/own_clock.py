"""A clock for one thread on a machine that others use, too."""

import os
from pathlib import Path
from threading import get_native_id
from time import perf_counter


class OwnClock:
    """Seconds that stand still while the thread that made it waits for a core, where the system tells (Linux).

    What is left are the thread's own work and what it waits for in the program, such as the interpreter's lock.
    """

    def __init__(self):
        told = Path(f"/proc/self/task/{get_native_id()}/schedstat")
        self._file = os.open(told, os.O_RDONLY) if told.exists() else None

    def __call__(self):
        waited = 0.0 if self._file is None else int(os.pread(self._file, 64, 0).split()[1]) * 1e-9
        return perf_counter() - waited
