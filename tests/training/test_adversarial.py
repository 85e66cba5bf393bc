"""Adversarial training: the step that it takes, engines that cannot, and that answers hold against steps afterwards."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.edits_network import change_training
from playground.document.edits_source import regenerate, source_of
from playground.document.plan import resolve
from playground.document.presets import document_for, first_document
from playground.document.usual_network import with_augmentation, with_flatten
from playground.domains.picture.augmentation import Augmentation
from playground.interop.exports.script import ExportError, refuse_script
from playground.interop.exports.sklearn_model import refuse_sklearn
from playground.layers import BatchNorm, Dense
from playground.methods.losses import LOSSES
from playground.tf_playground.lacking import lacking
from playground.training.engines import cuda_graph
from playground.training.engines.adversarial import Adversary
from playground.training.engines.eager import EagerStepper
from playground.training.engines.held_fused import kernel_covers
from playground.training.engines.steppers import choose_stepper
from playground.training.headless import train
from playground.training.probes.fooling import FoolingCurve
from playground.training.state.run import Run
from tests.support.picture_documents import dense_document
from tests.support.probes import scheduler, taken
from tests.support.rows import rows_document

MOST_TURNS = 2000


def plane(*layers, inputs=("x", "y"), dataset="circle", **training):
    document = replace(document_for(dataset, (), count=40), network=layers, inputs=inputs)
    return change_training(document, optimizer="sgd", learning_rate=0.1, batch_size=0, momentum=0.0, **training)


def after(document, updates=1, dtype=np.float64):
    """The parameters after some updates with PyTorch, from the document's seed."""
    run = Run(document, dtype=dtype)
    EagerStepper().advance(run, updates, 1e6)
    return run.parameters


DOCUMENTS = {
    "points": plane(Dense(uid=1, units=4), BatchNorm(uid=2), inputs=("x", "y", "x2", "xy", "sin_x")),
    "values": plane(Dense(uid=1, units=4, dropout=0.2), dataset="ripple"),
    "rows": rows_document(classes=3),
    "pictures": dense_document(5),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_switched_off_it_is_ordinary_training_to_the_bit(name):
    document = DOCUMENTS[name]
    np.testing.assert_array_equal(
        after(change_training(document, adversarial=0.0, adversarial_steps=7), 5), after(document, 5)
    )


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("steps", [1, 3])
def test_it_trains_every_kind_of_samples_otherwise(name, steps):
    document = DOCUMENTS[name]
    found = after(change_training(document, adversarial=0.2, adversarial_steps=steps), 5)
    assert np.isfinite(found).all()
    assert not np.array_equal(found, after(document, 5))


@pytest.mark.parametrize("steps", [1, 4])
def test_of_a_linear_network_it_is_training_on_samples_moved_by_the_signs_of_its_weights(steps):
    """The logit falls most along −sign(w) for the second class, and along sign(w) for the first."""
    document = plane(adversarial=0.3, adversarial_steps=steps)
    weights = Run(document, dtype=np.float64).parameters[:2]
    data = document.dataset
    away = np.where(data.targets[:, None] == 1, -1.0, 1.0) * np.sign(weights)
    moved = replace(data, samples=data.samples + 0.3 * away)
    ordinary = change_training(replace(document, dataset=moved), adversarial=0.0)
    np.testing.assert_allclose(after(document), after(ordinary), atol=1e-12)


def test_inputs_that_bend_are_made_anew_of_the_stepped_sample():
    """A linear network of x² alone: the gradient by x is 2 w x times the error."""
    document = plane(inputs=("x2",), adversarial=0.25)
    weight = Run(document, dtype=np.float64).parameters[0]
    data = document.dataset
    away = np.where(data.targets == 1, -1.0, 1.0) * np.sign(weight * data.samples[:, 0])
    moved = data.samples + np.stack([0.25 * away, np.zeros(len(data))], axis=1)
    ordinary = change_training(replace(document, dataset=replace(data, samples=moved)), adversarial=0.0)
    np.testing.assert_allclose(after(document), after(ordinary), atol=1e-12)


def test_pictures_stay_within_ink_and_are_varied_first():
    document = change_training(dense_document(4), adversarial=4.0)
    run = Run(document, dtype=np.float64)
    tensors = [torch.from_numpy(one) for one in (run.features, run.targets)]
    loss = LOSSES[resolve(document).loss].build(resolve(document).head, document.training)
    rows = torch.arange(10)
    stepped = Adversary(run, run.network, loss, torch.as_tensor).inputs(tensors[0], rows, tensors[1][rows])
    assert 0.0 <= float(stepped.min()) <= float(stepped.max()) <= 1.0
    assert not np.array_equal(stepped.numpy(), run.features[:10])
    varied = replace(document, training=with_augmentation(document.training, Augmentation(shift=1.0)))
    assert not np.array_equal(after(varied, 3), after(document, 3))


def test_batch_norms_running_statistics_are_those_of_the_stepped_batch_alone():
    document = plane(BatchNorm(uid=1), adversarial=0.1, adversarial_steps=5)
    run = Run(document, dtype=np.float64)
    before = run.buffers.copy()
    EagerStepper().advance(run, 1, 1e6)
    moved = np.abs(run.buffers - before)
    ordinary = Run(change_training(document, adversarial=0.0), dtype=np.float64)
    EagerStepper().advance(ordinary, 1, 1e6)
    assert moved.max() < 1.5 * np.abs(ordinary.buffers - before).max() + 0.1, "one batch, not six"


def test_slices_do_not_change_its_bits():
    document = change_training(DOCUMENTS["points"], adversarial=0.2, adversarial_steps=2, batch_size=7)
    whole, parts, stepper = Run(document), Run(document), EagerStepper()
    EagerStepper().advance(whole, 9, 1e6)
    for _ in range(9):
        stepper.advance(parts, 1, 1e6)
    np.testing.assert_array_equal(whole.parameters, parts.parameters)


def test_engines_that_do_not_step_samples_say_so():
    document = plane(Dense(uid=1, units=4), adversarial=0.1)
    stepper, reason = choose_stepper(document, "cpu", "")
    assert isinstance(stepper, EagerStepper)
    assert "step" in reason
    assert "step" in kernel_covers(document)
    assert "adversarial" in cuda_graph.covers(document)
    assert kernel_covers(change_training(document, adversarial=0.0)) is None


def test_what_leaves_the_program_says_that_it_cannot():
    document = plane(Dense(uid=1, units=4), adversarial=0.1)
    for refuse in (refuse_script, refuse_sklearn):
        with pytest.raises(ExportError, match="adversar"):
            refuse(document)
    assert "adversarial training" in lacking(document)


def accuracy_under_attack(run, strength):
    by, request = scheduler(), FoolingCurve("fast", "linf", (0.0, strength))
    for _ in range(MOST_TURNS):
        found = taken(run, request, by=by).get(FoolingCurve)
        if not by.wants_more:
            return found.accuracy
    raise AssertionError("the work never ends")


def test_digits_trained_against_steps_hold_against_steps():
    digits = regenerate(first_document(), source_of("digits", None))
    document = with_flatten(replace(digits, network=(Dense(uid=1, units=32, activation="relu"),)))
    document = change_training(document, stepper="eager", learning_rate=0.01, batch_size=32)
    gained = []
    for seed in range(2):
        found = []
        for strength in (0.0, 0.1):
            wanted = change_training(document, adversarial=strength)
            report = train(wanted, epochs=12, seed=seed)
            run = Run(wanted)
            run.parameters[...] = report.checkpoint.parameters
            found.append(accuracy_under_attack(run, 0.1))
        (clean, fooled), (robust_clean, robust) = found
        assert clean > 0.9
        assert robust_clean > 0.85, "clean accuracy is lost, though not much of it"
        gained.append(robust - fooled)
    assert min(gained) > 0.1
