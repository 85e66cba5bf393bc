"""A session whose trainer is driven by hand, turn by turn on the test's own thread: nothing waits, nothing races."""

from math import inf

import numpy as np

from playground.document.model import OUTPUT_UID
from playground.session.session import Session
from playground.training.loop.commands import SetSpeed, StepUnit, Submit
from playground.training.loop.inbox import FusedPrepared

WEIGHT = (OUTPUT_UID, "linear.weight")


class ByHand:
    """A session and its trainer's loop."""

    def __init__(self, document, most_bytes=None):
        self.session = session = Session(document)
        trainer = session.trainer
        self.loop = trainer.make_loop()
        if most_bytes is not None:
            self.states.most_bytes = most_bytes
        trainer.send(FusedPrepared("no fused kernel in this test"))
        trainer.send(Submit(session.document, session.run))
        trainer.send(SetSpeed(None, inf))
        self.turn()

    @property
    def states(self):
        """What undo keeps on the trainer's side."""
        return self.loop.at_hand.undo

    @property
    def run(self):
        """The trainer's run."""
        trainee = self.loop.at_hand.trainee
        return None if trainee is None else trainee.run

    def turn(self):
        """One turn of the trainer, and its snapshot in the session."""
        self.loop.turn()
        self.session.pump.pump()

    def train(self, epochs=1):
        """Whole epochs, measured at the end."""
        for _ in range(epochs):
            self.session.step(StepUnit.EPOCH)
            self.turn()
            while self.loop.steps_left:
                self.turn()
        self.settle()

    def train_batches(self, batches):
        """So many batches."""
        for _ in range(batches):
            self.session.step(StepUnit.BATCH)
            self.turn()
        self.settle()

    def play(self, turns=3):
        """Train for a few slices, and go on training."""
        self.session.play()
        for _ in range(turns):
            self.turn()

    def settle(self):
        """Pause, and measure what has not been."""
        self.session.pause()
        self.turn()
        trainee = self.loop.at_hand.trainee
        if trainee is not None and not trainee.is_measured and not self.session.problems:
            self.loop.measure(trainee)
            self.turn()

    def undo(self):
        """Press Ctrl+Z."""
        self.session.undo_stack.undo()
        self.turn()

    def redo(self):
        """Press Ctrl+Shift+Z."""
        self.session.undo_stack.redo()
        self.turn()

    def learned(self):
        """All that a person could lose, as plain values to be compared."""
        timeline, run = self.session.time.timeline, self.run
        columns = self.session.history.to_arrays()
        found = {
            "document": id(self.session.document),
            "curve": tuple(column.tobytes() for column in columns.values()),
            "film": tuple(_of(moment) for moment in timeline.moments),
            "line": (timeline.number, timeline.name, timeline.is_named, timeline.marks),
            "branches": tuple((b.number, b.name, b.is_named, _of(b.end)) for b in timeline.branches),
        }
        if run is not None:
            arrays = run.parameters, run.buffers, run.slots, run.order
            found["weights"] = tuple(array.tobytes() for array in arrays)
            found["place"] = (run.steps, run.epoch, run.cursor)
        if run is not None and not self.session.problems:
            found["answers"] = _answers(run)
        return found

    def close(self):
        """End the session."""
        self.session.close()


def _of(moment):
    return (moment.position, moment.steps, moment.parameters.tobytes(), moment.slots.tobytes())


def _answers(run):
    """The sums of the network that the trainer shows, at a few points."""
    from playground.training.state.network_inputs import network_inputs
    from playground.training.trainee.measure import logits_of

    points = np.array([[0.5, -1.0], [2.0, 3.0], [-4.0, 0.25]])
    return logits_of(
        run, network_inputs(run.document, run.document.dataset.section().samples(points)).astype(run.dtype)
    ).tobytes()
