"""One network in training, without threads: what the window, the command line and whoever trains many of them drive."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

import numpy as np

from playground.training.state.run import Run
from playground.training.trainee.guard import Guard, is_finite
from playground.training.trainee.measure import Meter
from playground.training.trainee.stops import StopRule, watches_losses

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.training import Training
    from playground.training.engines.steppers import Engine
    from playground.training.trainee.history import LossRecord


class Goal(NamedTuple):
    """How far training goes, and where it is measured on the way.

    Attributes:
        epoch: Where it ends; 0 for nowhere.
        stride: Epochs from one measurement over all points to the next; 0 where whoever trains measures now and then.
        begin: The epoch from which strides are counted.
        by_rule: Whether the document's stop rule may end it sooner.
    """

    epoch: int = 0
    stride: int = 0
    begin: int = 0
    by_rule: bool = False

    @classmethod
    def of_rule(cls, training: Training) -> Goal:
        """Train until the document's stop rule ends it."""
        return cls(training.stop_epochs, stride=int(watches_losses(training)), by_rule=True)

    def next_look(self, epoch: int) -> int | None:
        """The next epoch after this one at whose beginning to measure; None for none."""
        if not self.stride:
            return self.epoch or None
        look = self.begin + ((epoch - self.begin) // self.stride + 1) * self.stride
        return min(look, self.epoch) if self.epoch else look


NOWHERE = Goal()


@dataclass(frozen=True, slots=True)
class Reached:
    """The epoch was reached that was to be reached."""

    epoch: int

    @property
    def sentence(self) -> str:
        """What a person should know."""
        return f"Epoch {self.epoch:,} is reached, where the stop rule ends training."


@dataclass(frozen=True, slots=True)
class Stopped:
    """The stop rule has ended training.

    Attributes:
        sentence: Why.
        best_epoch: Whose weights patience has brought back; None where it has not.
    """

    sentence: str
    best_epoch: int | None = None


@dataclass(frozen=True, slots=True)
class Diverged:
    """The loss or a weight was not a number any more; the last good state is back.

    Attributes:
        epoch: When.
        back_at: The epoch of the state that is at hand now.
    """

    epoch: int
    back_at: int

    @property
    def sentence(self) -> str:
        """What a person should know, and can do."""
        return (
            f"The loss stopped being a number at epoch {self.epoch:,}. Training is back at the last good weights, "
            f"those of epoch {self.back_at:,}: go on from there with a lower learning rate."
        )


Outcome: TypeAlias = Reached | Stopped | Diverged


class Slice(NamedTuple):
    """What a stretch of training came to.

    Attributes:
        batches: Done.
        record: What was measured at its end, if anything was.
        outcome: How training has ended; None where it can go on.
    """

    batches: int = 0
    record: LossRecord | None = None
    outcome: Outcome | None = None


class Observer(Protocol):
    """Is shown the run at the states that it waits for, as a recorder does."""

    def batches_until_due(self, run: Run) -> int | None:
        """Updates until the next state that it waits for, at least one; None for any number."""
        ...

    def look(self, run: Run) -> None:
        """See a state: of the run's beginning, and then whenever as many updates were done."""
        ...


class Trainee:
    """A run with what watches over it: the guard against divergence, the stop rule, the measuring.

    Nothing of it is shared, so any number can be trained side by side, on any thread one at a time each. It is
    deterministic: how training is cut into slices changes no bit of the run.

    Attributes:
        run: What is trained.
        engine: What trains it.
        number: Of the run, for its records.
        batches: Done in all, over changes of the optimizer.
        seconds: Spent training, without measuring.
        is_measured: Whether the newest record is of the state at hand.
        guard, stop_rule, meter: As their classes say.
    """

    def __init__(self, run: Run, engine: Engine, observer: Observer | None = None, *, number: int = 1) -> None:
        """Begin at the state of a run.

        Args:
            run: May have been restored from a checkpoint.
            engine: Is set to serve the run's document.
            observer: Sees states on the way.
            number: Of the run.
        """
        self.engine, self.number, self.seconds = engine, number, 0.0
        self._observer = observer
        self.stop_rule, self.meter, self.run = StopRule(), Meter(), run
        self.stand_at(run)

    # ---- training --------------------------------------------------------------------------------------------------

    def train(self, goal: Goal, batches: int | None, budget_s: float) -> Slice:
        """Train for a slice: until the time is up, or so many batches are done, or it is to be measured.

        Args:
            goal: Where to measure, and where to end.
            batches: At most, at least 1; None for no limit.
            budget_s: Seconds; a batch is done in any case.
        """
        run = self.run
        # Before a batch is trained: a goal that lies behind, as after going on with a longer run, must not move the
        # weights.
        if goal.epoch and run.epoch >= goal.epoch:
            return Slice(outcome=Reached(goal.epoch))
        look = goal.next_look(run.epoch)
        done = self._advance(_least(batches, None if look is None else run.batches_until(look)), budget_s)
        if look is None or run.epoch < look:
            return Slice(done)
        measured = self.measure(goal)
        if measured.outcome is None and run.epoch == goal.epoch:
            measured = measured._replace(outcome=Reached(goal.epoch))
        return measured._replace(batches=done)

    def measure(self, goal: Goal = NOWHERE, *, exact: bool = True) -> Slice:
        """Measure both sets now, and see whether training can go on.

        Args:
            goal: Whether its stop rule looks. One that watches losses does so between epochs only, so that it ends
                training at the same place however often it is measured.
            exact: Over all points; else over a sample of large sets.
        """
        run, self.is_measured = self.run, True
        record = self.meter.measure(run, self.number, exact=exact)
        if not is_finite(run, record.train_loss):
            return Slice(outcome=self.go_back())
        self.guard.keep(run, record.train_loss)
        # Measurements within a pass come when the machine has time for them; a rule that heard them would end training
        # at another place on another day.
        sentence = "" if not goal.by_rule or (goal.stride and run.cursor) else self.stop_rule.look(run, record)
        if not sentence:
            return Slice(record=record)
        best = self.stop_rule.restored_epoch
        if best is not None:  # the record was of the weights that were left
            record = self.meter.measure(run, self.number, exact=exact)
        return Slice(record=record, outcome=Stopped(sentence, best))

    def go_back(self) -> Diverged:
        """Return to the last good state, to its beginning where there is none."""
        epoch = self.run.epoch
        self.run.restore(self.guard.last())
        # A file may bring such weights, or a person may have typed them.
        if not np.isfinite(self.run.parameters).all():  # it has begun with such weights
            self.stand_at(Run(self.run.document, dtype=self.run.dtype))
        self.batches, self.is_measured = self.run.steps, True
        return Diverged(epoch, self.run.epoch)

    # ---- changes ---------------------------------------------------------------------------------------------------

    def take(self, document: Document) -> bool:
        """Train a document from now on, with all that fits it of what was learned. Whether it has the same network."""
        before, fits = self.run.document, self.run.fits(document)
        if fits:
            self.run.adopt(document)
        else:
            self.run = self.run.succeed(document)
            self.guard = Guard(self.run)
        self.engine.choose(document)
        if before.dataset is not document.dataset or before.training is not document.training:
            self.stop_rule.begin(self.run.position)
        self.is_measured = False
        return fits

    def stand_at(self, run: Run) -> None:
        """Go on with a run as it is: another one, or the same, put to another time."""
        self.run, self.batches, self.is_measured = run, run.steps, False
        self.engine.choose(run.document)
        self.guard = Guard(run)
        self.stop_rule.begin(run.position)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _advance(self, batches: int | None, budget_s: float) -> int:
        start = perf_counter()
        if self._observer is None:
            done = self.engine.advance(self.run, batches, budget_s)
        else:
            done = self._advance_observed(self._observer, batches, start + budget_s)
        self.seconds += perf_counter() - start
        self.batches, self.is_measured = self.batches + done, False
        return done

    def _advance_observed(self, observer: Observer, batches: int | None, end: float) -> int:
        """Train in pieces that end where the observer wants to see the run."""
        observer.look(self.run)
        done, left = 0, end - perf_counter()
        # A batch in any case, however little time is left: else a slow machine would never come to train at all.
        while done == 0 or (left > 0.0 and done != batches):
            piece = _least(observer.batches_until_due(self.run), None if batches is None else batches - done)
            done += self.engine.advance(self.run, piece, left)
            observer.look(self.run)
            left = end - perf_counter()
        return done


def _least(one: int | None, other: int | None) -> int | None:
    """The smaller of two limits; None is none."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
