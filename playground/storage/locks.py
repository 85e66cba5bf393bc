"""A lock on a file that ends with the process that holds it, however it dies."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path


class FileLock:
    """Held from `take` to `release`, or to the end of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Try to hold the file, and say whether it is held now. Never waits.

        Raises:
            OSError: The file can be neither opened nor made.
        """
        if self._descriptor is not None:
            return True
        # Python's descriptors are not inherited (PEP 446), so no child that outlives the program goes on holding the
        # lock.
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go."""
        if self._descriptor is not None:
            # The file stays: were it removed, somebody who had just opened it would lock a file without a name, and a
            # third one a new file under the same.
            os.close(self._descriptor)
            self._descriptor = None


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        # flock and not lockf: POSIX locks end when any descriptor of the file in the process is closed, even one that
        # only read it, and they do not keep out the process itself.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
