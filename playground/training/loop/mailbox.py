"""The one-place mailbox between the trainer thread and the GUI."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.training.snapshots.snapshot import Snapshot


class Mailbox:
    """Holds the newest snapshot that nobody has taken yet; putting another one replaces it.

    A deque of one place does both in single steps that the interpreter does not interrupt, so no lock is needed.
    """

    def __init__(self) -> None:
        self._place: deque[Snapshot] = deque(maxlen=1)

    def put(self, snapshot: Snapshot) -> None:
        """Leave a snapshot; one that is still there is dropped."""
        self._place.append(snapshot)

    def take(self) -> Snapshot | None:
        """Take the snapshot out; None when there is none."""
        try:
            return self._place.pop()
        except IndexError:
            return None

    @property
    def empty(self) -> bool:
        """Whether the last snapshot has been taken."""
        return not self._place
