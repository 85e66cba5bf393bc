"""Layers on pictures: the fused kernel trains as autograd does, and both as differences of the loss say."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset
from playground.document.model import Document
from playground.document.training import Training
from playground.domains import DOMAINS
from playground.layers import (
    ActivationLayer,
    AveragePool,
    BatchNorm,
    Dense,
    DropoutLayer,
    Flatten,
    GaussianNoise,
    GlobalAverage,
    MaxPool,
    Upsample,
)
from playground.training.engines import fused
from playground.training.engines.cuda_graph import CudaGraphStepper
from playground.training.engines.eager import EagerStepper
from playground.training.state.run import Run
from tests.training.engines.networks import FOREVER, distance
from tests.training.recording import RecordingGraphs

SIDE = 9
"""Odd, so that poolings of two leave a row and a column over."""
NETWORKS = {
    "max pooling": (BatchNorm(), MaxPool(), Flatten()),
    "max pooling of zeros": (BatchNorm(), ActivationLayer(activation="relu"), MaxPool(size=4), Flatten()),
    "average pooling": (BatchNorm(), AveragePool(size=2), Flatten()),
    "global average": (BatchNorm(), GlobalAverage(), Dense(units=4)),
    "up-sampling": (BatchNorm(), AveragePool(size=3), Upsample(factor=3), Flatten()),
    "batch norm": (BatchNorm(momentum=0.3), MaxPool(), BatchNorm(), ActivationLayer(activation="silu"), Flatten()),
    "dropout": (BatchNorm(), DropoutLayer(rate=0.4), Flatten(), DropoutLayer(rate=0.2)),
    "noise": (BatchNorm(), GaussianNoise(deviation=0.2), Flatten()),
    "all": (
        BatchNorm(),
        MaxPool(),
        DropoutLayer(),
        Upsample(),
        BatchNorm(),
        AveragePool(size=3),
        Flatten(),
        Dense(units=5),
    ),
}
every_network = pytest.mark.parametrize("name", NETWORKS)


def document(*network, count=21, classes=3, **training):
    """Pictures of noise that all train."""
    random = np.random.default_rng(4)
    samples = random.random((count, SIDE * SIDE))
    made = make_dataset(samples, np.arange(count) % classes, default_classes(classes), train_fraction=1.0)
    data = replace(made, domain="picture", columns=DOMAINS["picture"].keys(SIDE**2), shape_of_one=(1, SIDE, SIDE))
    layers = tuple(replace(layer, uid=place) for place, layer in enumerate(network, start=1))
    return Document("classification", data, ("picture",), layers, Training(batch_size=8, **training))


@every_network
def test_the_fused_kernel_covers_it(name):
    assert fused.covers(document(*NETWORKS[name])) is None


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-9), (np.float32, 2e-4)])
@every_network
def test_fused_training_is_eager_training(name, dtype, tolerance):
    assert distance(document(*NETWORKS[name], optimizer="sgd", learning_rate=0.05), dtype, batches=30) < tolerance


@every_network
def test_a_captured_step_is_the_eager_one(name):
    made = document(*NETWORKS[name])
    run, twin = Run(made, dtype=np.float64), Run(made, dtype=np.float64)
    captured, left = CudaGraphStepper(RecordingGraphs), 12
    while left:
        left -= captured.advance(run, left, FOREVER)
    EagerStepper().advance(twin, 12, FOREVER)
    np.testing.assert_allclose(run.parameters, twin.parameters, atol=1e-9)


@every_network
def test_a_step_goes_along_the_differences_of_the_loss(name):
    """Plain descent with rate 1 moves every parameter by its gradient, which finite differences give as well."""
    network = [layer for layer in NETWORKS[name] if not isinstance(layer, DropoutLayer | GaussianNoise)]
    made = document(*network, optimizer="sgd", learning_rate=1.0, momentum=0.0, nesterov=False)
    made = replace(made, training=replace(made.training, batch_size=0))
    run = Run(made, dtype=np.float64)
    start = run.parameters.copy()
    features, targets = torch.from_numpy(run.features), torch.from_numpy(run.targets)

    def loss(parameters):
        run.parameters[...] = parameters
        module = run.network.train()
        with torch.no_grad():
            return float(torch.nn.functional.cross_entropy(module(features), targets))

    chosen = np.random.default_rng(1).choice(len(start), min(len(start), 60), replace=False)
    kept = run.buffers.copy()
    found = [(loss(start + move) - loss(start - move)) / 2e-6 for move in 1e-6 * np.eye(len(start))[chosen]]
    run.parameters[...], run.buffers[...] = start, kept
    fused.FusedStepper().advance(run, 1, FOREVER)
    np.testing.assert_allclose((start - run.parameters)[chosen], found, atol=1e-6)
