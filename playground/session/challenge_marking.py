"""Marking beside the window: a thread that touches nothing of Qt, whose findings wait in a queue for the frames."""

from __future__ import annotations

import logging
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TypeAlias

from playground.challenges.marking import MarkingCancelledError, Marks, Replays, SeedReplay, mark
from playground.experiments.experiment import ExperimentControl, ExperimentError
from playground.lessons.setting_up import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.challenges.challenge import Challenge
    from playground.document.model import Document

log = logging.getLogger(__name__)

Finding: TypeAlias = SeedReplay | Marks | str
"""A seed that is done; what all came to; or why it has failed, a sentence."""


class MarkingWork:
    """One marking on a thread of its own; begun when `start` is called.

    Attributes:
        document: What is marked.
        is_begun: Whether it was started.
    """

    def __init__(self, challenge: Challenge, document: Document) -> None:
        self.document = document
        self.is_begun = False
        self._challenge, self._control = challenge, ExperimentControl()
        self._found: SimpleQueue[Finding] = SimpleQueue()
        self._thread = Thread(target=self._run, name="marking", daemon=False)

    def start(self) -> None:
        """Begin to train from fresh seeds, on the thread."""
        self.is_begun = True
        self._thread.start()

    def cancel(self) -> None:
        """Give it up; nothing more is found."""
        self._control.cancel()

    def join(self) -> None:
        """Wait for its thread, some tenths of a second after it was cancelled."""
        if self.is_begun:
            self._thread.join()

    def is_alive(self) -> bool:
        """Whether its thread is at work."""
        return self._thread.is_alive()

    def findings(self) -> Iterator[Finding]:
        """What was found since the last call."""
        while not self._control.is_cancelled:
            try:
                yield self._found.get_nowait()
            except Empty:
                return

    def _run(self) -> None:
        try:
            replays = Replays(self._control, self._found.put, beside_window=True)
            self._found.put(mark(self._challenge, self.document, replays=replays))
        except MarkingCancelledError:
            pass
        except (ExperimentError, SettingsError) as error:
            self._found.put(str(error))
        except Exception as error:
            log.exception("a marking failed")
            self._found.put(f"Marking ended by an error: {str(error) or type(error).__name__}.")
