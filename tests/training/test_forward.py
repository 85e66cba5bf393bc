"""The compiled forward pass against PyTorch's, over generated networks, and on what is not finite."""

from dataclasses import astuple

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.layers import BatchNorm, Conv2d, Dense, DropoutLayer, Flatten, GaussianNoise
from playground.training.engines.eager import EagerStepper
from playground.training.engines.evaluations import Evaluations
from playground.training.engines.fused.evaluation import evaluation_kernel
from playground.training.probes.forward import LARGEST, Forward
from playground.training.state.run import Run
from playground.training.trainee.measure import measure
from tests.support.picture_network import picture_document
from tests.training.engines.networks import document, documents


@pytest.fixture(scope="module", autouse=True)
def kernel():
    evaluation_kernel()


def by_torch(run, inputs):
    with torch.inference_mode():
        return [values.numpy().T for values in run.network.forward_layers(torch.from_numpy(inputs))]


def uids(run):
    return (INPUT_UID, *(one.uid for one in resolve(run.document).layers))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(made=documents(), count=st.sampled_from([0, 1, 7, 128, 129, 300]), seed=st.integers(0, 9))
def test_what_leaves_each_layer_is_what_torch_says(made, count, seed):
    run = Run(made)
    EagerStepper().advance(run, 3, float("inf"))
    inputs = np.random.default_rng(seed).normal(size=(count, len(made.inputs))).astype(np.float32)
    expected = by_torch(run, inputs)
    buffers = run.buffers.copy()
    found = Forward().layers(run, inputs, uids(run))
    for layer, wanted, width in zip(found, expected, resolve(made).units, strict=True):
        assert layer.shape == (width, count)
        np.testing.assert_allclose(layer, wanted, rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(run.buffers, buffers)


def test_layers_that_only_act_in_training_pass_on():
    made = document(Dense(units=3), DropoutLayer(rate=0.5), GaussianNoise(deviation=1.0))
    run = Run(made)
    dense, dropped, noisy = Forward().layers(run, run.features, [layer.uid for layer in made.network])
    np.testing.assert_array_equal(dense, dropped)
    np.testing.assert_array_equal(dense, noisy)


def test_a_later_document_is_laid_out_anew_and_weights_are_followed():
    forward = Forward()
    narrow, wide = Run(document(Dense(units=2))), Run(document(Dense(units=5), BatchNorm()))
    first = forward.logits(narrow, narrow.features)
    np.testing.assert_allclose(forward.logits(wide, wide.features).T, by_torch(wide, wide.features)[-1], atol=1e-5)
    EagerStepper().advance(narrow, 20, float("inf"))
    assert not np.allclose(forward.logits(narrow, narrow.features), first)


def test_float64_goes_by_torch():
    run = Run(document(Dense(units=4)), dtype=np.float64)
    found = Forward().logits(run, run.features)
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found.T, by_torch(run, run.features)[-1])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30])
def test_what_is_not_finite_is_cut_off(bad, dtype):
    run = Run(document(Dense(units=4, activation="relu"), Dense(units=4, activation="linear")), dtype=dtype)
    run.parameters[1] = bad
    for layer in Forward().layers(run, run.features, uids(run)):
        assert np.isfinite(layer).all()
        assert np.abs(layer).max() <= LARGEST


def test_many_points_go_in_parts():
    run = Run(document(Dense(units=4)), dtype=np.float64)
    many = np.random.default_rng(0).normal(size=(1_200_000, 2))
    logits = Forward().layers(run, many, (OUTPUT_UID,))[0]
    np.testing.assert_array_equal(logits[:, -5:].T, Forward().logits(run, many[-5:]))


@pytest.mark.parametrize(
    "made", [document(Dense(units=5), BatchNorm()), picture_document(Conv2d(channels=3), Flatten())]
)
def test_curves_are_measured_by_the_compiled_pass_as_by_torch(made):
    run = Run(made)
    EagerStepper().advance(run, 5, float("inf"))
    exact, quick = measure(run, 1), measure(run, 1, evaluations=Evaluations())
    for one, other in zip(astuple(exact), astuple(quick), strict=True):
        assert one == pytest.approx(other, rel=1e-5, nan_ok=True)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e30])
def test_what_is_about_to_overflow_is_measured_by_torch(bad):
    run = Run(document(Dense(units=4, activation="relu"), Dense(units=4, activation="linear")))
    run.parameters[1] = bad
    exact, quick = measure(run, 1), measure(run, 1, evaluations=Evaluations())
    assert exact.train_loss == pytest.approx(quick.train_loss, nan_ok=True)
    assert np.isfinite(exact.train_loss) == np.isfinite(quick.train_loss)
