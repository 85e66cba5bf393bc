"""The document's file as it was last read or written, to notice that somebody else has written it since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

State = Literal["same", "changed", "missing"]


def digest_of(data: bytes) -> str:
    """What tells contents apart."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file and its contents' digest; size and times only save looking at contents again.

    Attributes:
        stamp: Size and time of change when the digest was last compared; None when it never was.
    """

    path: Path
    digest: str
    stamp: tuple[int, int] | None = None

    @classmethod
    def now(cls, path: Path, digest: str) -> KnownFile:
        """A file that was read or written just now."""
        return cls(path, digest, _stamp(path))

    def state(self) -> State:
        """What has become of it, by its contents."""
        try:
            if _stamp(self.path) is None:
                return "missing"
            if not self.path.is_file():  # a folder, or a pipe that nobody writes to
                return "changed"
            with self.path.open("rb") as file:
                # By contents and not by the time: a program that saves the same again, or a folder that is
                # synchronised, changes the time alone.
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return "changed"
        return "same" if found == self.digest else "changed"

    def looks_touched(self) -> bool:
        """Whether it is worth looking at the contents: quick enough for every time that the window gets the focus."""
        return _stamp(self.path) != self.stamp

    def looked_at(self) -> KnownFile:
        """The same, with the size and time of now."""
        return replace(self, stamp=_stamp(self.path))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    # In nanoseconds: two writes within a second are common where scripts write.
    return status.st_size, status.st_mtime_ns
