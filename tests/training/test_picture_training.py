"""Pictures in training: both engines agree, pictures vary by seed and epoch, and edits keep what was learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_network import insert_layer
from playground.document.edits_source import regenerate, source_of
from playground.document.plan import resolve
from playground.document.presets import first_document
from playground.document.usual_network import augmentation_of
from playground.layers import LAYER_KINDS
from playground.training.engines.eager import EagerStepper
from playground.training.engines.fused.stepper import FusedStepper
from playground.training.headless import train
from playground.training.state.run import Run


@pytest.fixture(scope="module")
def digits():
    """The document that the gallery's digits begin with, of fewer pictures."""
    return regenerate(first_document(), replace(source_of("digits", None), count=200))


def without_variation(document):
    """The same pictures in every epoch."""
    off = dict.fromkeys(("augment_shift", "augment_turn", "augment_scale"), 0.0)
    return replace(document, training=replace(document.training, **off))


def trained(document, stepper, batches, dtype=np.float64):
    """A run after so many batches, in calls of three."""
    run = Run(document, dtype=dtype)
    while run.steps < batches:
        stepper.advance(run, min(3, batches - run.steps), 1.0)
    return run


def test_digits_begin_with_two_small_convolutions_and_varied_pictures(digits):
    assert resolve(digits).parameter_count == 1898
    assert not augmentation_of(digits).is_off
    assert augmentation_of(first_document()).is_off


def test_both_engines_train_the_same_on_varied_pictures(digits):
    fused, eager = (trained(digits, stepper, 14) for stepper in (FusedStepper(), EagerStepper()))
    assert fused.epoch == eager.epoch > 1
    assert np.allclose(fused.parameters, eager.parameters, rtol=1e-9, atol=1e-12)


def test_calls_of_any_length_train_the_same(digits):
    run, whole = trained(digits, FusedStepper(), 14), Run(digits, dtype=np.float64)
    stepper = FusedStepper()
    while whole.steps < 14:
        stepper.advance(whole, 14 - whole.steps, 1.0)
    assert np.array_equal(run.parameters, whole.parameters)


def test_pictures_vary_by_epoch_and_not_within_one(digits):
    run = Run(digits)
    first = run.pass_features().copy()
    assert first.shape == run.features.shape
    assert not np.array_equal(first, run.features)
    assert np.array_equal(first, run.pass_features())
    run.rewind(0, 1, 0)
    assert not np.array_equal(first, run.pass_features())
    run.rewind(0, 0, 0)
    assert np.array_equal(first, run.pass_features())
    still = Run(without_variation(digits))
    assert still.pass_features() is still.features


def test_a_convolution_put_into_a_trained_network_leaves_its_answers(digits):
    run = trained(without_variation(digits), EagerStepper(), 30)
    document = insert_layer(run.document, 1, LAYER_KINDS["conv2d"](channels=8, kernel=3))
    wider = run.succeed(document)
    before, after = (train_logits(one) for one in (run, wider))
    assert np.abs(before - after).max() < 1e-6 * max(np.abs(before).max(), 1.0)


def train_logits(run):
    """What a run answers to its training pictures, as sums."""
    import torch

    with torch.no_grad():
        return run.network(torch.from_numpy(run.features)).numpy()


def test_digits_are_learned():
    document = regenerate(first_document(), source_of("digits", None))
    report = train(document, epochs=30)
    assert report.test_accuracy >= 0.95
