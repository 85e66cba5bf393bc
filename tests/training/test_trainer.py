"""The trainer thread from outside: commands in, snapshots out."""

import sys
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from playground.document.edits_data import add_points, clear_points
from playground.document.edits_network import change_layer, toggle_input
from playground.document.presets import document_for
from playground.training.engines import eager, held_fused
from playground.training.loop import loop
from playground.training.loop.commands import Pause, Play, Restore, SetParameter, SetSpeed, Step, StepUnit, Submit
from playground.training.loop.inbox import AskCheckpoint, FusedPrepared, Inbox
from playground.training.loop.mailbox import Mailbox
from playground.training.loop.trainer import Trainer
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.point_predictions import PointPredictions
from playground.training.probes.schedule import Scheduler
from playground.training.snapshots.snapshot import TrainerState
from playground.training.state.run import Run
from playground.training.timeline.timeline import Timeline
from playground.training.trainee.history import History, LossRecord

FULL = SetSpeed(None, float("inf"))


@pytest.fixture
def document():
    return document_for("circle", (4, 2), count=60)


def training(document, **values):
    return replace(document, training=replace(document.training, **values))


def is_state(state):
    return lambda snapshot: snapshot.state is state


# ---- life ------------------------------------------------------------------------------------------------------------


def test_a_trainer_ends_when_told(bench, document):
    bench.submit(document)
    bench.trainer.send(Play())
    bench.wait(is_state(TrainerState.TRAINING))
    assert bench.trainer.stop(10.0)
    assert bench.trainer.stop(0.0)


def test_a_trainer_that_never_started_ends_at_once():
    trainer = Trainer(Mailbox(), History())
    assert trainer.stop(0.0)
    assert trainer.checkpoint() is None
    assert trainer.last_finite() is None


def test_play_is_kept_while_torch_loads(bench, document):
    bench.trainer.send(Play())
    bench.trainer.send(Submit(document, 1))
    bench.wait(lambda s: s.state is TrainerState.TRAINING and s.epoch >= 2)


def test_documents_that_follow_each_other_become_one(document):
    trainer = Trainer(Mailbox(), History())
    for run in range(50):
        trainer.send(Submit(document, run, fresh=run == 7))
    inbox = trainer.inbox
    last = inbox.next()
    assert (last.run, last.fresh) == (49, True)
    assert inbox.next() is None


def test_with_nothing_to_do_the_thread_sleeps(document):
    inbox, mailbox = Inbox(), Mailbox()
    idle = loop.Loop(inbox, mailbox, History(), Timeline())
    inbox.send(Submit(document, 1))
    idle.turn()
    while mailbox.take() is not None:
        idle.turn()
    assert idle.rest_s() is None
    inbox.send(AskCheckpoint())
    idle.turn()
    assert mailbox.empty


# ---- playing ---------------------------------------------------------------------------------------------------------


def test_play_learns_and_pause_holds(bench, document):
    first = bench.submit(document)
    assert (first.state, first.epoch, first.batch) == (TrainerState.PAUSED, 0, 0)
    bench.trainer.send(FULL)
    bench.trainer.send(Play())
    bench.wait(lambda s: s.epoch >= 20)
    paused = bench.send(Pause(), is_state(TrainerState.PAUSED))
    losses = bench.history.columns()["train_loss"]
    assert losses[-1] < losses[0]
    assert bench.trainer.checkpoint().epoch == paused.epoch
    assert paused.epochs_per_second == 0.0


def test_steps_of_a_batch_and_of_an_epoch(bench, document):
    bench.submit(document)
    one = bench.send(Step(StepUnit.BATCH), lambda s: s.batch == 1)
    assert (one.epoch, one.state) == (0, TrainerState.PAUSED)
    whole = bench.send(Step(StepUnit.EPOCH), lambda s: s.epoch == 1)
    assert whole.batch == -(-(~document.dataset.is_test).sum() // 10)
    assert bench.trainer.checkpoint().cursor == 0


def test_the_curve_has_a_record_for_what_is_shown(bench, document):
    bench.submit(document)
    bench.send(Step(StepUnit.EPOCH), lambda s: s.epoch == 1)
    columns = bench.history.columns()
    assert (columns["epoch"][0], columns["epoch"][-1]) == (0.0, 1.0)
    assert np.isfinite(columns["train_loss"]).all()


def test_reset_returns_to_the_same_weights_and_clears_the_curve(bench, document):
    first = bench.submit(document)
    bench.trainer.send(Play())
    bench.wait(lambda s: s.epoch >= 3)
    reset = bench.submit(document, fresh=True)
    assert (reset.state, reset.epoch) == (TrainerState.PAUSED, 0)
    assert all((reset.parameters[key] == first.parameters[key]).all() for key in first.parameters)
    assert bench.history.columns()["epoch"].tolist() == [0.0]


# ---- edits while it trains -------------------------------------------------------------------------------------------


def test_drawing_and_settings_go_in_while_it_trains(bench, document):
    bench.submit(document)
    bench.trainer.send(FULL)
    bench.trainer.send(Play())
    before = bench.wait(lambda s: s.epoch >= 3)
    drawn = add_points(document, np.array([[0.0, 0.0]]), 0)
    after = bench.submit(training(drawn, learning_rate=0.002, optimizer="rmsprop", batch_size=5))
    assert after.state is TrainerState.TRAINING
    assert after.epoch >= before.epoch
    assert after.learning_rate == 0.002


def test_a_neuron_more_keeps_the_curve_going(bench, document):
    bench.submit(document)
    bench.trainer.send(FULL)
    bench.trainer.send(Play())
    bench.wait(lambda s: s.epoch >= 10)
    grown = bench.submit(change_layer(document, 1, units=5))
    assert grown.state is TrainerState.TRAINING
    assert grown.parameters[1, "linear.weight"].shape == (5, 2)
    assert grown.epoch >= 10
    bench.send(Pause(), is_state(TrainerState.PAUSED))
    columns = bench.history.columns()
    assert columns["epoch"][0] == 0.0
    assert (np.diff(columns["epoch"]) >= 0.0).all()
    assert columns["train_loss"][-1] < columns["train_loss"][0]


def test_where_an_error_has_kept_a_run_from_being_made_there_are_no_weights_of_it(bench, document, monkeypatch):
    bench.submit(document)

    def fail(*_):
        raise ValueError("no such network")

    monkeypatch.setattr(Run, "succeed", fail)
    failed = bench.submit(change_layer(document, 1, units=5))
    assert failed.state is TrainerState.FAILED
    assert bench.trainer.checkpoint() is None
    later = bench.send(Play(), lambda s: s.state is not TrainerState.FAILED)
    assert (later.state, later.parameters, later.get(UnitMaps)) == (TrainerState.IDLE, {}, None)
    monkeypatch.undo()
    bench.submit(change_layer(document, 1, units=6))
    assert bench.trainer.checkpoint() is not None


def test_a_dragged_weight_shows_at_once(bench, document):
    bench.submit(document)
    shown = bench.send(
        SetParameter((1, "linear.weight"), (0, 1), 3.5), lambda s: s.parameters[1, "linear.weight"][0, 1] == 3.5
    )
    assert shown.state is TrainerState.PAUSED
    assert len(bench.history) == 1


def test_undrawing_everything_idles_and_drawing_again_goes_on(bench, document):
    bench.submit(document)
    bench.trainer.send(Play())
    bench.wait(lambda s: s.epoch >= 2)
    bench.trainer.request((UnitMaps(6), OutputMap((8, 8)), PointPredictions(), LayerSpaces((1,), strip_cells=4)))
    empty = bench.submit(clear_points(document))
    assert empty.state is TrainerState.IDLE
    assert "no points" in empty.message
    assert empty[OutputMap].predictions.shape == (8, 8, 2)
    assert empty[UnitMaps].units[1].shape == (4, 6, 6)
    assert empty[PointPredictions].shape == (0, 2)
    assert bench.submit(document).state is TrainerState.TRAINING


def test_a_network_that_cannot_be_still_shows_the_inputs_and_comes_back(bench, document):
    before = bench.submit(document)
    bench.trainer.request((UnitMaps(6),))
    bench.wait(lambda s: UnitMaps in s.results)
    none = bench.submit(toggle_input(toggle_input(document, "x"), "y"))
    assert (none.state, none.parameters) == (TrainerState.IDLE, {})
    assert "No input" in none.message
    assert none[UnitMaps].inputs.shape[1:] == (6, 6)
    assert bench.trainer.checkpoint() is None
    back = bench.submit(document)
    assert (back.parameters[1, "linear.bias"] == before.parameters[1, "linear.bias"]).all()


# ---- going back ------------------------------------------------------------------------------------------------------


def test_a_checkpoint_restored_with_its_curve(bench, document):
    bench.submit(document)
    bench.send(Step(StepUnit.EPOCH), lambda s: s.epoch == 1)
    saved, curve = bench.trainer.checkpoint(), bench.history.to_arrays()
    bench.submit(document, fresh=True)
    bench.trainer.send(Restore(saved, 9, curve))
    restored = bench.wait(lambda s: s.run == 9)
    assert (restored.epoch, restored.batch) == (1, saved.steps)
    assert (bench.trainer.checkpoint().parameters == saved.parameters).all()
    assert bench.history.columns()["epoch"].tolist() == curve["epoch"].tolist()


def test_going_back_forgets_the_curve_that_came_after(bench, document):
    bench.submit(document)
    start = bench.trainer.checkpoint()
    bench.send(Step(StepUnit.EPOCH), lambda s: s.epoch == 1)
    bench.send(Restore(start, 2), lambda s: s.run == 2)
    assert bench.history.columns()["epoch"].tolist() == [0.0]


def test_weights_of_another_network_are_refused_in_words(bench, document):
    bench.submit(document)
    other = bench.trainer.checkpoint()
    bench.submit(change_layer(document, 1, units=7))
    refused = bench.send(Restore(other, 5), lambda s: s.run == 5)
    assert "do not fit" in refused.message


def test_divergence_pauses_at_finite_weights_and_recovers(bench):
    plane = change_layer(document_for("reg-plane", (4,), count=60), 1, activation="linear")
    wild = training(plane, optimizer="sgd", learning_rate=10.0)
    bench.trainer.request((UnitMaps(6), OutputMap((8, 8))))
    bench.submit(wild)
    bench.trainer.send(FULL)
    diverged = bench.send(Play(), is_state(TrainerState.DIVERGED))
    assert "lower learning rate" in diverged.message
    assert diverged.last_finite_epoch == 0
    assert all(np.isfinite(values).all() for values in diverged.parameters.values())
    assert np.isfinite(diverged[OutputMap].predictions).all()
    assert np.isfinite(bench.history.columns()["train_loss"]).all()
    assert (np.diff(bench.history.columns()["epoch"]) > 0).all()
    assert f"at epoch {diverged.diverged_epoch}." in diverged.message
    checkpoint = bench.trainer.last_finite()
    assert diverged.diverged_epoch >= diverged.epoch == diverged.live_epoch == diverged.last_finite_epoch
    assert bench.history.last_epoch == checkpoint.epoch, "the curve ends where the weights are"
    assert diverged.batch == checkpoint.steps
    calm = training(wild, learning_rate=0.001)
    bench.trainer.send(Submit(calm, 7))
    bench.trainer.send(Restore(checkpoint, 7))
    back = bench.wait(lambda s: s.run == 7)
    assert (back.state, back.last_finite_epoch) == (TrainerState.PAUSED, None)
    bench.send(Play(), lambda s: s.state is TrainerState.TRAINING and s.epoch >= 2)


# ---- stopping by itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"stop_epochs": 7}, "epoch 7"),
        ({"stop_loss": 100.0}, "test loss"),
        ({"stop_patience": 2, "schedule": "step", "schedule_epochs": 1, "schedule_factor": 0.0}, "2 epochs"),
    ],
)
def test_stop_rules_pause_in_words(bench, document, rule, words):
    bench.submit(training(document, **rule))
    bench.trainer.send(FULL)
    stopped = bench.send(Play(), lambda s: s.stopped)
    assert stopped.state is TrainerState.PAUSED
    assert words in stopped.message


def test_the_last_epoch_is_exact_at_full_speed(bench, document):
    bench.submit(training(document, stop_epochs=7))
    bench.trainer.send(FULL)
    bench.send(Play(), lambda s: s.stopped)
    checkpoint = bench.trainer.checkpoint()
    assert (checkpoint.epoch, checkpoint.cursor) == (7, 0)
    again = bench.send(Play(), lambda s: s.stopped)
    assert again.epoch == 7


# ---- trouble ---------------------------------------------------------------------------------------------------------


def test_an_error_becomes_words_and_the_thread_lives_on(bench, document, monkeypatch, caplog):
    bench.submit(document)
    with monkeypatch.context() as broken:
        broken.setattr(eager.EagerStepper, "advance", lambda *_: 1 / 0)
        failed = bench.send(Play(), is_state(TrainerState.FAILED))
    assert "division by zero" in failed.message
    assert "training failed" in caplog.text
    assert bench.trainer.checkpoint() is not None
    bench.send(Play(), lambda s: s.state is TrainerState.TRAINING and s.epoch >= 1)


def test_an_error_while_taking_pictures_does_not_repeat_itself(bench, document, monkeypatch, caplog):
    bench.submit(document)
    take = Scheduler.take
    # Snapshots without pictures succeed: one may still be due here, and is not to fail a request early.
    monkeypatch.setattr(
        Scheduler, "take", lambda self, run, requests, calm: 1 / 0 if requests else take(self, run, requests, calm)
    )
    bench.trainer.request((OutputMap((4, 4)),))
    bench.wait(is_state(TrainerState.FAILED))
    bench.trainer.send(FusedPrepared(""))  # comes by itself, when the kernel is there
    for _ in range(2):  # the second is answered after the turn in which the first was
        assert bench.trainer.checkpoint() is not None
    assert caplog.text.count("ZeroDivisionError: ") == 1


# ---- the fused kernel comes later ------------------------------------------------------------------------------------


class _Fused(eager.EagerStepper):
    name = "fused kernel"


def test_training_goes_over_to_the_fused_kernel_without_losing_anything(bench, document, monkeypatch):
    monkeypatch.delitem(sys.modules, held_fused.__name__)  # it knows the real one, and is to meet this one
    fused = ModuleType("playground.training.engines.fused")
    fused.FusedStepper, fused.covers = _Fused, lambda document, dtype: None
    monkeypatch.setitem(sys.modules, fused.__name__, fused)
    monkeypatch.setattr(sys.modules["playground.training.engines"], "fused", fused, raising=False)
    bench.submit(document)
    bench.send(Play(), lambda s: s.epoch >= 1 and s.stepper == "PyTorch eager")
    over = bench.send(FusedPrepared(""), lambda s: s.stepper == "fused kernel")
    assert over.epoch >= 1
    assert over.message == ""
    bench.wait(lambda s: s.epoch > over.epoch)


def test_memory_stays_flat_over_a_long_run(bench, document):
    """What is kept per frame is bounded: mailbox one, history its bound, checkpoints a few."""
    bench.submit(document)
    bench.trainer.send(FULL)
    bench.trainer.send(Play())
    bench.wait(lambda s: s.batch >= 2000)
    bench.send(Pause(), is_state(TrainerState.PAUSED))
    running = bench.trainer.loop
    assert len(running.at_hand.trainee.guard) <= 9
    assert len(running.tachometer) == 0


def test_a_long_history_is_thinned_while_training_writes_it():
    history = History(500)
    for i in range(5000):
        history.append(LossRecord(1, float(i), 1.0, 1.0, 1.0, 1.0))
    assert len(history) <= 500
