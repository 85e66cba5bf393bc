"""A trainer on its thread, and ways to wait for it that do not sleep."""

from threading import Condition

import pytest

from playground.training.engines import kernels
from playground.training.loop.commands import Submit
from playground.training.loop.mailbox import Mailbox
from playground.training.loop.trainer import Trainer
from playground.training.trainee.history import History

PATIENCE_S = 30.0


class WatchedMailbox(Mailbox):
    """Tells when a snapshot comes in."""

    def __init__(self):
        super().__init__()
        self._arrived = Condition()

    def put(self, snapshot):
        with self._arrived:
            super().put(snapshot)
            self._arrived.notify()

    def wait_for(self, wanted):
        """Take snapshots until one is as wanted."""
        seen = []

        def found():
            snapshot = self.take()
            if snapshot is not None:
                seen.append(snapshot)
            return snapshot is not None and wanted(snapshot)

        with self._arrived:
            done = self._arrived.wait_for(found, PATIENCE_S)
        last = seen[-1] if seen else None
        assert done, f"not seen; {len(seen)} snapshots, the last: {last and (last.state, last.epoch, last.message)}"
        return seen[-1]


class Bench:
    """A trainer with its mailbox and history."""

    def __init__(self):
        self.mailbox, self.history = WatchedMailbox(), History()
        self.trainer = Trainer(self.mailbox, self.history)
        self.trainer.start()
        self._run = 0

    def submit(self, document, *, fresh=False):
        """Submit as a new run, and wait until a snapshot shows it."""
        self._run += 1
        self.trainer.send(Submit(document, self._run, fresh))
        return self.wait(lambda s: s.run == self._run and s.document is document)

    def send(self, command, wanted):
        self.trainer.send(command)
        return self.wait(wanted)

    def wait(self, wanted):
        return self.mailbox.wait_for(wanted)


@pytest.fixture
def bench(monkeypatch):
    """A running trainer that trains eagerly; ended afterwards."""
    monkeypatch.setattr(kernels, "prepare_rasters", lambda: None)
    monkeypatch.setattr(kernels, "prepare_fused", lambda: "no fused kernel in this test")
    made = Bench()
    yield made
    assert made.trainer.stop(10.0)
