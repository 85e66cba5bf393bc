"""The object that window, command line and experiments drive: outcomes as values, cuts that change no bit."""

import random
from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.training.engines.steppers import Engine
from playground.training.headless import train
from playground.training.loop.commands import Play, SetSpeed, Step, StepUnit, Submit
from playground.training.loop.inbox import FusedPrepared, Inbox
from playground.training.loop.loop import Loop
from playground.training.loop.mailbox import Mailbox
from playground.training.probes.plane.output_map import OutputMap
from playground.training.state.run import Run
from playground.training.timeline.commands import ShowMoment
from playground.training.timeline.recorder import Recorder
from playground.training.timeline.replay import Replay
from playground.training.timeline.timeline import Timeline
from playground.training.trainee.history import History
from playground.training.trainee.trainee import NOWHERE, Diverged, Goal, Reached, Stopped, Trainee

NO_KERNEL = "no fused kernel in this test"


def document(**settings):
    made = document_for("circle", (3,), count=40)
    return replace(made, training=replace(made.training, **settings))


def trainee(made, observer=None):
    return Trainee(Run(made), Engine(NO_KERNEL), observer)


def ended(one, goal, batches=None, budget_s=0.01):
    """Train to the end; what it has come to."""
    while (trained := one.train(goal, batches, budget_s)).outcome is None:
        assert trained.batches > 0
    return trained.outcome


# ---- the same object everywhere --------------------------------------------------------------------------------------


def test_command_and_window_drive_the_same_object_to_the_same_outcome(monkeypatch):
    outcomes, original = [], Trainee.train

    def watched(self, *arguments):
        trained = original(self, *arguments)
        if trained.outcome is not None:
            outcomes.append((type(self), trained.outcome, self.run.checkpoint().parameters.tobytes()))
        return trained

    monkeypatch.setattr(Trainee, "train", watched)
    made = document(stepper="eager", stop_patience=3, learning_rate=0.3)
    report = train(made)
    inbox = Inbox()
    loop = Loop(inbox, Mailbox(), History(), Timeline())
    for item in (FusedPrepared(NO_KERNEL), Submit(made, 1), SetSpeed(None, float("inf")), Play()):
        inbox.send(item)
    while len(outcomes) < 2:
        loop.turn()
    command, window = outcomes
    assert command == window
    assert command[1] == Stopped(report.message, report.best_epoch)


# ---- outcomes --------------------------------------------------------------------------------------------------------


def test_an_epoch_that_is_reached():
    one = trainee(document())
    assert ended(one, Goal(3)) == Reached(3)
    assert (one.run.epoch, one.run.cursor) == (3, 0)
    assert one.batches == 3 * one.run.batches_per_epoch
    again = one.train(Goal(3), None, 1.0)
    assert (again.batches, again.record, again.outcome) == (0, None, Reached(3))


def test_a_stop_rule_that_has_its_sentence():
    made = document(stop_loss=100.0)
    outcome = ended(trainee(made), Goal.of_rule(made.training))
    assert "test loss is down" in outcome.sentence
    assert isinstance(outcome, Stopped)


def test_divergence_goes_back_to_finite_weights():
    plane = document_for("reg-plane", (), count=60)
    one = trainee(replace(plane, training=replace(plane.training, optimizer="sgd", learning_rate=10.0)))
    outcome = ended(one, Goal(200, stride=1))
    assert isinstance(outcome, Diverged)
    assert outcome.epoch > outcome.back_at == one.run.epoch
    assert np.isfinite(one.run.parameters).all()
    assert f"epoch {outcome.epoch}" in outcome.sentence


def test_a_run_that_begins_without_finite_weights_begins_anew():
    run = Run(document())
    run.parameters[:] = np.nan
    one = Trainee(run, Engine(NO_KERNEL))
    assert one.measure().outcome == Diverged(0, 0)
    assert (one.run.parameters == Run(document()).parameters).all()


def test_it_is_measured_at_every_stride_and_at_the_end():
    one, found = trainee(document()), []
    trained = one.measure()
    while True:
        found += [] if trained.record is None else [trained.record.epoch]
        if trained.outcome is not None:
            break
        trained = one.train(Goal(10, stride=4), None, 1e-6)
    assert found == [0, 4, 8, 10]


# ---- cuts, neighbours and observers change nothing -------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_cuts_measuring_and_recording_change_no_bit(seed):
    chance, whole, cut = random.Random(seed), trainee(document()), trainee(document(), Recorder())
    ended(whole, Goal(12))
    while cut.run.epoch < 12:
        cut.train(Goal(12, stride=chance.choice((0, 1, 5))), chance.choice((None, 1, 3)), chance.choice((1e-6, 0.01)))
        if chance.random() < 0.3:
            cut.measure(exact=False)
    assert (whole.run.parameters == cut.run.parameters).all()
    assert (whole.run.slots == cut.run.slots).all()


def test_hundreds_side_by_side_are_each_as_if_alone():
    made = document()
    many = [trainee(replace(made, training=replace(made.training, seed=seed))) for seed in range(200)]
    for _ in range(2):
        for one in many:
            one.train(NOWHERE, 3, 10.0)
    for seed in (0, 77, 199):
        alone = trainee(replace(made, training=replace(made.training, seed=seed)))
        alone.train(NOWHERE, 6, 10.0)
        assert (alone.run.parameters == many[seed].run.parameters).all()


def test_an_observer_sees_the_beginning_and_what_it_waits_for():
    class Watcher:
        seen = ()

        def batches_until_due(self, run):
            return 5

        def look(self, run):
            self.seen += (run.steps,)

    watcher = Watcher()
    trainee(document(), watcher).train(NOWHERE, 12, 10.0)
    assert watcher.seen == (0, 5, 10, 12)


def test_another_document_goes_on_with_what_was_learned():
    one = trainee(document())
    ended(one, Goal(5))
    before = one.run
    assert one.take(document(learning_rate=0.002))
    assert one.run is before
    assert not one.take(document_for("circle", (4,), count=40))
    assert (one.run is not before, one.run.epoch, one.is_measured) == (True, 5, False)


def shown(loop, mailbox, wanted):
    """The first snapshot that is as wanted."""
    while True:
        loop.turn()
        snapshot = mailbox.take()
        if snapshot is not None and wanted(snapshot):
            return snapshot


def test_a_snapshot_of_now_asks_nothing_of_the_past(monkeypatch):
    inbox, mailbox, timeline = Inbox(), Mailbox(), Timeline()
    loop = Loop(inbox, mailbox, History(), timeline)
    monkeypatch.setattr(Replay, "show", lambda *_: 1 / 0)
    inbox.request((OutputMap((4, 4)),))
    for item in (FusedPrepared(NO_KERNEL), Submit(document(), 1), Step(StepUnit.EPOCH)):
        inbox.send(item)
    snapshot = shown(loop, mailbox, lambda snapshot: snapshot.epoch == 1)
    assert snapshot.moment is None
    assert snapshot[OutputMap].predictions.shape[:2] == (4, 4)
    inbox.send(ShowMoment(timeline.moments[0]))
    with pytest.raises(ZeroDivisionError):
        shown(loop, mailbox, lambda snapshot: snapshot.moment is not None)
