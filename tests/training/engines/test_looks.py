"""Training with looks in few calls: the bits of the fused stepper, from any seed, however the calls are cut."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.interop.sources import open_source
from playground.layers import BatchNorm, DropoutLayer
from playground.training.engines import looks
from playground.training.engines.fused import FusedStepper
from playground.training.engines.fused.evaluation import Evaluation
from playground.training.engines.looks import LARGEST, LookedTraining
from playground.training.state.run import Run

EPOCHS = np.array([0, 1, 3, 4])


def small():
    return change_training(document_for("blobs", (5, 4), count=70), batch_size=9, schedule="cosine")


def normalised():
    made = small()
    return replace(made, network=(*made.network, BatchNorm(uid=9), DropoutLayer(uid=10)))


def pictures():
    made = open_source("shapes").document
    off = dict.fromkeys(("augment_shift", "augment_turn", "augment_scale"), 0.0)
    return replace(made, training=replace(made.training, **off))


def seeded(document, seed):
    return Run(replace(document, training=replace(document.training, seed=seed)))


def stepped(document, seed):
    """The run at the last epoch, what it answered at the looks, and its weights there."""
    run, stepper, evaluation = seeded(document, seed), FusedStepper(), Evaluation(document)
    samples = np.concatenate((run.features, run.test_features))
    answers, path = [], []
    for epoch in EPOCHS.tolist():
        while run.epoch < epoch:
            stepper.advance(run, run.batches_until(epoch), 1.0)
        answers.append(evaluation.layers(run, samples, (0,), LARGEST)[0].T)
        path.append(run.parameters.copy())
    return run, np.stack(answers), np.stack(path)


@pytest.mark.parametrize("make", [small, normalised, pictures])
@pytest.mark.parametrize("slice_s", [0.2, 0.0])
def test_bits_are_those_of_the_stepper_from_any_seed(monkeypatch, make, slice_s):
    monkeypatch.setattr(looks, "SLICE_S", slice_s)  # without time a call has one update
    document = make()
    assert LookedTraining.suits(document)
    training = LookedTraining(document)
    for seed in (3, 8):
        run, (other, answers, path) = seeded(document, seed), stepped(document, seed)
        seen = training.train(run, EPOCHS, lambda: True, keeps_path=True)
        assert seen.is_sound
        assert np.array_equal(seen.logits, answers)
        assert np.array_equal(seen.path, path)
        for name in ("parameters", "buffers", "slots", "order"):
            assert np.array_equal(getattr(run, name), getattr(other, name))
        assert (run.epoch, run.cursor, run.steps) == (other.epoch, other.cursor, other.steps)


def test_a_run_that_diverges_ends_at_the_look_and_the_next_one_is_as_ever():
    far = change_training(document_for("reg-plane", ()), optimizer="sgd", learning_rate=0.1)
    wild = replace(far, training=replace(far.training, learning_rate=1e6))
    training, run = LookedTraining(wild), seeded(wild, 1)
    seen = training.train(run, np.arange(0, 40), lambda: True)
    assert not seen.is_sound
    assert 1 < len(seen.logits) < 40
    assert run.epoch == len(seen.logits) - 1
    assert np.isfinite(seen.logits).all()
    assert seen.path.size == 0
    again = LookedTraining(wild).train(seeded(wild, 2), EPOCHS[:2], lambda: True)
    assert np.array_equal(training.train(seeded(wild, 2), EPOCHS[:2], lambda: True).logits, again.logits)


def test_it_is_given_up_where_nobody_waits(monkeypatch):
    monkeypatch.setattr(looks, "SLICE_S", 0.0)
    answers, run = iter([True] * 3 + [False]), seeded(small(), 0)
    assert LookedTraining(small()).train(run, EPOCHS, lambda: next(answers)) is None
    assert 0 < run.steps < 4
