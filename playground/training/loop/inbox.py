"""What waits for the trainer thread: commands in order, the newest request for pictures, the word to stop."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from threading import Condition
from typing import TYPE_CHECKING, TypeAlias

from playground.training.loop.commands import SetParameter, SetParameters, Submit, TrainingCommand
from playground.training.timeline.commands import ShowMoment, TimelineCommand

if TYPE_CHECKING:
    from playground.training.probes.request import Requests
    from playground.training.state.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True, eq=False)
class AskCheckpoint:
    """The wish for a checkpoint of the state after all earlier commands."""

    answer: Future[Checkpoint | None] = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class FusedPrepared:
    """The fused kernel may be used from now on, or never.

    Attributes:
        problem: Why never; empty when it may.
    """

    problem: str


Command: TypeAlias = TrainingCommand | TimelineCommand
Item: TypeAlias = Command | AskCheckpoint | FusedPrepared


class Inbox:
    """Filled by any thread, emptied by the trainer thread, which sleeps in `wait` while there is nothing to do."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._items: deque[Item] = deque()
        self._requests: Requests | None = None
        self._stopping = False

    def send(self, item: Item) -> None:
        """Queue a command. Documents that follow each other at once (a stroke sends 60 a second) become one."""
        with self._changed:
            last = self._items[-1] if self._items else None
            if isinstance(item, Submit) and isinstance(last, Submit):
                # A new start must not get lost with the document that it came with.
                self._items[-1] = replace(item, fresh=item.fresh or last.fresh)
            elif _replaces(item, last):
                self._items[-1] = item
            else:
                self._items.append(item)
            self._changed.notify()

    def request(self, requests: Requests) -> None:
        """Replace what is asked for."""
        with self._changed:
            self._requests = requests
            self._changed.notify()

    def stop(self) -> None:
        """Ask the thread to end."""
        with self._changed:
            self._stopping = True
            self._changed.notify()

    @property
    def stopping(self) -> bool:
        """Whether the thread is to end."""
        return self._stopping

    def wait(self, timeout_s: float | None) -> None:
        """Sleep until something is there, or for so long."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._items or self._requests is not None, timeout_s)

    def next(self) -> Item | None:
        """The first command; None when there is none."""
        with self._changed:
            return self._items.popleft() if self._items else None

    def take_requests(self) -> Requests | None:
        """What is asked for; None when it has not changed since the last call."""
        with self._changed:
            requests, self._requests = self._requests, None
            return requests


def _replaces(item: Item, last: Item | None) -> bool:
    """Whether a command makes the one before it needless."""
    if isinstance(item, SetParameter) and isinstance(last, SetParameter):
        return item.key == last.key and item.index == last.index
    kinds = (ShowMoment, SetParameters)
    return any(isinstance(item, kind) and isinstance(last, kind) for kind in kinds)
