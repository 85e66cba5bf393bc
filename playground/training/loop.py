"""What the trainer thread does, over and over: take commands, train a slice, measure, take pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.training.inbox import Ask
from playground.training.layout import initial_parameters, layout_of
from playground.training.messages import Checkpoint, Snapshot, Submit, TrainerState

if TYPE_CHECKING:
    from playground.training.history import History
    from playground.training.inbox import Inbox
    from playground.training.mailbox import Mailbox


class Loop:
    """Owned by the trainer thread."""

    def __init__(self, inbox: Inbox, mailbox: Mailbox, history: History) -> None:
        self._inbox = inbox
        self._mailbox = mailbox
        self._history = history

    def work(self) -> None:
        """Answer until told to stop."""
        while not self._inbox.stopping:
            self._inbox.wait(None)
            self._inbox.take_request()
            item = self._inbox.next()
            if isinstance(item, Ask):
                item.answer.set_result(None)
            if isinstance(item, Submit):
                self._mailbox.put(_first_snapshot(item))

    def last_finite(self) -> Checkpoint | None:
        """None yet."""
        return None

    def checkpoint(self) -> Checkpoint | None:
        """None yet."""
        return None


def _first_snapshot(submit: Submit) -> Snapshot:
    layout = layout_of(submit.document)
    flat = initial_parameters(layout, submit.document.training.seed).astype(np.float32)
    parameters = {slot.key: slot.view(flat) for slot in layout.parameters}
    return Snapshot(
        submit.run, submit.document, 0, 0, parameters, (-6.0, 6.0, -6.0, 6.0), TrainerState.PAUSED, stepper="PyTorch eager"
    )
