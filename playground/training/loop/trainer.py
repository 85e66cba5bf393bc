"""The trainer as the GUI sees it: a thread that takes commands and leaves snapshots. Importing this loads no torch."""

from __future__ import annotations

import logging
from concurrent.futures import TimeoutError as AnswerTimeoutError
from threading import Thread
from typing import TYPE_CHECKING

from playground.training.engines.preload import preload_torch
from playground.training.engines.torch_door import TorchUnavailableError, require_torch
from playground.training.loop.inbox import AskCheckpoint, Command, Inbox
from playground.training.timeline.timeline import Timeline

if TYPE_CHECKING:
    from playground.training.loop.loop import Loop
    from playground.training.loop.mailbox import Mailbox
    from playground.training.probes.request import Requests
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.trainee.history import History

log = logging.getLogger(__name__)


class Trainer:
    """One training thread. All methods may be called from any thread; none but `stop` and `checkpoint` waits."""

    def __init__(self, mailbox: Mailbox, history: History, timeline: Timeline | None = None) -> None:
        self._mailbox = mailbox
        self._history = history
        self.timeline = timeline or Timeline()
        self.problem = ""
        """Why PyTorch cannot be loaded: there will be no snapshot then. Empty while it may still come."""
        self.inbox = Inbox()
        """Commands on their way to the thread."""
        self.loop: Loop | None = None
        """What the thread turns; None until PyTorch is there. Another thread reads `last_finite` and no more."""
        self._thread = Thread(target=self._work, name="trainer", daemon=True)

    def start(self) -> None:
        """Start the thread: it loads torch first; commands sent meanwhile are kept."""
        self._thread.start()

    def send(self, command: Command) -> None:
        """Queue a command."""
        self.inbox.send(command)

    def request(self, requests: Requests) -> None:
        """Say what the snapshots are to carry from now on, one request of a kind at most."""
        self.inbox.request(requests)

    def stop(self, timeout_s: float) -> bool:
        """End the thread after the batch at hand. False when it did not end in time."""
        self.inbox.stop()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def is_ready(self) -> bool:
        """Whether PyTorch is there; until then commands wait, and there is no state to ask for."""
        return self.loop is not None

    def last_finite(self) -> Checkpoint | None:
        """The state to go back to after divergence; None when there was none."""
        return self.loop.at_hand.last_finite() if self.loop is not None else None

    def checkpoint(self, timeout_s: float = 3.0) -> Checkpoint | None:
        """A copy of the state after all commands sent so far; None when the thread has none in time."""
        if self.loop is None:
            return None
        if not self._thread.is_alive():
            return self.loop.at_hand.checkpoint()
        ask = AskCheckpoint()
        self.inbox.send(ask)
        try:
            return ask.answer.result(timeout_s)
        except AnswerTimeoutError:
            return None

    def _work(self) -> None:
        try:
            preload_torch()
            require_torch()
            loop = self.make_loop()
        except TorchUnavailableError as error:
            if not self.inbox.stopping:  # otherwise the program ends while torch loads, and nothing can be imported
                log.warning("PyTorch cannot be loaded", exc_info=error.__cause__)
                self.problem = str(error)
            return
        except Exception:
            if self.inbox.stopping:
                return
            raise
        loop.work()

    def make_loop(self) -> Loop:
        """Make what the thread turns. Who has started no thread may turn it by hand."""
        from playground.training.loop.loop import Loop

        self.loop = Loop(self.inbox, self._mailbox, self._history, self.timeline)
        return self.loop
