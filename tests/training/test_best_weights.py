"""Patience goes back to the best weights: in the window's trainer and on the command line, and says so."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.storage.codec import document_from_dict, document_to_dict
from playground.training.headless import train
from playground.training.loop.commands import Play, SetSpeed
from playground.training.snapshots.snapshot import TrainerState
from playground.training.state.run import Run
from playground.training.trainee.measure import measure

PATIENCE = 4


def document(**settings):
    """A rate so large that the test loss goes up and down."""
    made = document_for("xor", (6,), noise=0.2, count=60)
    chosen = {"stop_patience": PATIENCE, "learning_rate": 0.3, "stepper": "eager", **settings}
    return replace(made, training=replace(made.training, **chosen))


def loss_of(doc, checkpoint):
    run = Run(doc)
    assert run.restore(checkpoint)
    return measure(run, 1).test_loss


def test_training_ends_with_the_weights_of_the_lowest_test_loss():
    made = document()
    report = train(made)
    losses = {epoch: test for epoch, _, test in report.losses}
    assert report.epochs - report.best_epoch == PATIENCE
    assert report.test_loss == losses[report.epochs] == min(losses.values()) == losses[report.best_epoch]
    assert loss_of(made, report.checkpoint) == report.test_loss
    assert report.message == (
        f"Stopped: no better test loss for 4 epochs; the weights of epoch {report.best_epoch} are back "
        f"(test loss {report.test_loss:.3g})."
    )
    assert report.to_dict()["best_epoch"] == report.best_epoch
    again = train(made, epochs=report.best_epoch)
    np.testing.assert_array_equal(again.checkpoint.parameters, report.checkpoint.parameters)
    np.testing.assert_array_equal(again.checkpoint.slots, report.checkpoint.slots)


def test_it_can_be_switched_off():
    report = train(document(restore_best=False))
    assert report.best_epoch is None
    assert report.test_loss == report.losses[-1][2] > min(test for _, _, test in report.losses)
    assert report.message == "Stopped: no better test loss for 4 epochs."


def test_without_test_points_the_train_loss_counts():
    made = document(learning_rate=1.0)
    made = replace(made, dataset=replace(made.dataset, is_test=np.zeros(60, np.bool_)))
    report = train(made)
    assert report.train_loss == min(train for _, train, _ in report.losses)
    assert "(train loss " in report.message


def test_the_trainer_does_the_same_to_the_bit(bench):
    made = document()
    expected = train(made)
    bench.submit(made)
    bench.trainer.send(SetSpeed(None, float("inf")))
    stopped = bench.send(Play(), lambda s: s.stopped)
    assert stopped.state is TrainerState.PAUSED
    assert stopped.message == expected.message
    assert stopped.epoch == expected.epochs
    np.testing.assert_array_equal(bench.trainer.checkpoint().parameters, expected.checkpoint.parameters)
    columns = bench.history.columns()
    assert columns["test_loss"][-1] == pytest.approx(expected.test_loss, rel=1e-6)
    assert (np.diff(columns["epoch"]) > 0).all()
    goes_on = bench.send(Play(), lambda s: s.stopped and s.epoch > stopped.epoch)
    assert goes_on.epoch >= stopped.epoch + PATIENCE


def test_old_documents_mean_what_they_meant_and_new_ones_go_back():
    made = document_for("xor", (2,))
    assert made.training.restore_best
    plain = document_to_dict(made)
    assert document_from_dict(plain).training.restore_best
    del plain["training"]["restore_best"]
    assert not document_from_dict(plain).training.restore_best
