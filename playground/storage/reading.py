"""Reading a file of which only so much is wanted."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from playground.document.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path


def read_limited(path: Path, most: int) -> bytes:
    """All bytes of an ordinary file.

    Args:
        path: Links are followed.
        most: The largest file that is read at all, in bytes.

    Raises:
        DocumentError: It is a device or a pipe, which may never end, or larger than that.
        OSError: It cannot be opened.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise DocumentError("it is no ordinary file")
    with path.open("rb") as file:
        # By reading and not by the size that the file tells: that of a file which grows, or is none, as under /proc,
        # says nothing.
        data = file.read(most + 1)
    if len(data) > most:
        raise DocumentError(f"the file is larger than {most / 1e6:,.0f} MB")
    return data
