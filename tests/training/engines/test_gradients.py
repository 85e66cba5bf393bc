"""The kernel's gradients against finite differences of the loss, in float64."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.plan import resolve
from playground.layers import (
    BatchNorm,
    Dense,
    DropoutLayer,
    FourierFeatures,
    GaussianNoise,
    Highway,
    LayerNorm,
    Residual,
)
from playground.layers.modules import set_keys
from playground.methods.losses import LOSSES
from playground.operations.activations import ACTIVATIONS
from playground.training.engines.fused import FusedStepper
from playground.training.state.run import Run
from tests.support.losses import CLASSIFICATION_LOSSES, REGRESSION_LOSSES
from tests.training.engines.networks import document

STEP = 1e-5
KINDS = {
    "residual": (Dense(units=4), Residual(activation="gelu")),
    "highway": (Dense(units=4), Highway(activation="gelu", gate_bias=-1.0), Highway(bias=False)),
    "fourier": (Dense(units=4), FourierFeatures(frequencies=5, scale=0.7), Dense(units=3)),
    "skips": (Dense(units=4, skip=True), Dense(units=9, dropout=0.3, skip=True), BatchNorm(), Dense(units=3)),
    "batch norm": (Dense(units=4), BatchNorm(), Dense(units=3)),
    "layer norm": (Dense(units=4), LayerNorm(), Dense(units=3)),
    "dropout": (Dense(units=9, dropout=0.4), DropoutLayer(rate=0.2)),
    "noise": (Dense(units=4), GaussianNoise(deviation=0.5)),
    "without bias": (Dense(units=4, bias=False), Residual(bias=False)),
    "wide": (Dense(units=64), Dense(units=70, activation="sine")),
}


def gradient(made):
    """What one step of plain descent with rate 1 takes off the parameters."""
    training = replace(made.training, optimizer="sgd", learning_rate=1.0, momentum=0.0, batch_size=0)
    run = Run(replace(made, training=training), dtype=np.float64)
    before = run.parameters.copy()
    FusedStepper().advance(run, 1, 0.0)
    return before - run.parameters


def slopes(made, chosen):
    """Central differences of the loss over all points, by the chosen parameters."""
    run = Run(made, dtype=np.float64)
    run.network.train()
    loss = LOSSES[resolve(made).loss].build(resolve(made).head, made.training)
    order = torch.from_numpy(run.order)  # dropout's masks belong to places in the batch
    inputs, targets = torch.from_numpy(run.features)[order], torch.from_numpy(run.targets)[order]

    def at(i, shift):
        kept = run.parameters[i]
        run.parameters[i] = kept + shift
        set_keys(run.network, made.training.seed, 0)
        value = float(loss(run.network(inputs), targets))
        run.parameters[i] = kept
        return value

    return np.array([(at(i, STEP) - at(i, -STEP)) / (2.0 * STEP) for i in chosen])


def check(made):
    found = gradient(made)
    chosen = np.random.default_rng(0).permutation(len(found))[:60]
    np.testing.assert_allclose(found[chosen], slopes(made, chosen), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_of_an_activation(activation):
    check(document(Dense(units=5, activation=activation), Dense(units=3, activation=activation), data_seed=3))


@pytest.mark.parametrize("kind", KINDS)
def test_gradient_of_a_kind(kind):
    check(document(*KINDS[kind], classes=3))


@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("loss", CLASSIFICATION_LOSSES)
def test_gradient_of_a_classification_loss(loss, classes):
    check(document(Dense(units=4), loss=loss, classes=classes, huber_delta=0.7))


@pytest.mark.parametrize("values", [1, 3])
@pytest.mark.parametrize("loss", REGRESSION_LOSSES)
def test_gradient_of_a_regression_loss(loss, values):
    check(document(Dense(units=4), loss=loss, task="regression", values=values, huber_delta=0.3))


def test_gradient_of_several_tiles():
    check(document(Dense(units=4), LayerNorm(), points=300))
