"""Derivatives of the training loss by all weights, against closed forms, torch's own Hessian and brute force."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.dataset import frozen
from playground.document.presets import document_for
from playground.layers import (
    ActivationLayer,
    AveragePool,
    BatchNorm,
    Conv2d,
    ConvTranspose,
    Dense,
    DropoutLayer,
    Flatten,
    FourierFeatures,
    GaussianNoise,
    GlobalAverage,
    Highway,
    LayerNorm,
    MaxPool,
    Residual,
    ResidualConv,
    SeparableConv,
    Upsample,
)
from playground.training.probes.layer_statistics import loss_of
from playground.training.probes.loss_derivatives import LossDerivatives, largest_eigenvalue
from playground.training.state.model import Network
from playground.training.state.run import Run
from tests.support.picture_network import picture_document
from tests.training.engines.networks import document as plane_document


def ended(steps):
    """What a generator comes to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def at_start(document):
    run = Run(document, dtype=np.float64)
    return run, LossDerivatives(run, np.arange(len(run.features)))


def with_settings(generator, units, count=40, **settings):
    document = document_for(generator, units, count=count)
    return replace(document, training=replace(document.training, **settings))


def matrix_of(derivatives):
    product = derivatives.hessian()
    return np.array([product(row) for row in np.eye(derivatives.size)])


def sharpness(derivatives, seed=0, tolerance=1e-9):
    start = np.random.default_rng(seed).standard_normal(derivatives.size)
    return ended(largest_eigenvalue(derivatives.hessian(), start, tolerance, most=derivatives.size))


def torch_hessian(run):
    """By torch, of the loss without its penalty."""
    inputs, targets, loss = torch.from_numpy(run.features), torch.from_numpy(run.targets), loss_of(run)
    network = Network(run.document, run.layout, torch.from_numpy(run.parameters), torch.from_numpy(run.buffers)).eval()
    names, parts = zip(*network.named_parameters(), strict=True)
    offsets = {id(part): part.storage_offset() for part in parts}
    ordered = sorted(zip(names, parts, strict=True), key=lambda pair: offsets[id(pair[1])])

    def whole(flat):
        sizes = [part.numel() for _, part in ordered]
        values = {name: one.view_as(part) for (name, part), one in zip(ordered, flat.split(sizes), strict=True)}
        return loss(torch.func.functional_call(network, values, (inputs,)), targets)

    return torch.autograd.functional.hessian(whole, torch.from_numpy(run.parameters.copy())).numpy()


def test_the_sharpness_of_linear_regression_is_that_of_its_inputs():
    run, derivatives = at_start(with_settings("reg-plane", (), loss="mse"))
    design = np.column_stack((run.features, np.ones(len(run.features))))
    value, direction = sharpness(derivatives)
    expected, vectors = np.linalg.eigh(2.0 / len(design) * design.T @ design)
    assert value == pytest.approx(expected[-1], rel=1e-9)
    assert abs(direction @ vectors[:, -1]) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("activation", ["tanh", "softplus", "relu"])
def test_products_are_those_of_torchs_whole_hessian(activation):
    document = with_settings("moons", (4, 3))
    document = replace(document, network=tuple(replace(one, activation=activation) for one in document.network))
    run, derivatives = at_start(document)
    expected = torch_hessian(run)
    np.testing.assert_allclose(matrix_of(derivatives), expected, atol=1e-10)
    assert sharpness(derivatives)[0] == pytest.approx(np.linalg.eigvalsh(expected)[-1], rel=1e-8)


def test_l2_counts_and_frozen_layers_do_not_move():
    document = with_settings("moons", (4, 3), l2=0.25)
    still = replace(document, network=(document.network[0], replace(document.network[1], frozen=True)))
    run, derivatives = at_start(still)
    free = ~run.layout.mask(lambda slot: slot.frozen)
    penalty = 0.25 * np.diag(run.layout.mask(lambda slot: slot.role == "weight").astype(float))
    expected = (torch_hessian(run) + penalty) * np.outer(free, free)
    np.testing.assert_allclose(matrix_of(derivatives), expected, atol=1e-10)
    assert not derivatives.gradient()[~free].any()


def test_a_loss_without_curvature_is_not_sharp():
    _, derivatives = at_start(with_settings("gauss", (), loss="perceptron"))
    assert sharpness(derivatives)[0] == 0.0


def test_other_weights_can_be_put_in():
    run, derivatives = at_start(with_settings("moons", (4,)))
    before = sharpness(derivatives)[0]
    derivatives.put(3.0 * run.parameters, run.buffers)
    after = sharpness(derivatives)[0]
    run.parameters *= 3.0
    again = LossDerivatives(run, np.arange(len(run.features)))
    assert before != after == pytest.approx(sharpness(again)[0], rel=1e-9)


@pytest.mark.parametrize("size", [1, 2, 30])
def test_the_largest_eigenvalue_is_numpys(size):
    random = np.random.default_rng(size)
    half = random.standard_normal((size, size))
    matrix = half + half.T
    value, vector = ended(largest_eigenvalue(lambda v: matrix @ v, random.standard_normal(size), 1e-10))
    assert value == pytest.approx(np.linalg.eigvalsh(matrix)[-1], rel=1e-9)
    np.testing.assert_allclose(matrix @ vector, value * vector, atol=1e-6)


def test_it_takes_fewer_products_from_a_near_direction():
    random = np.random.default_rng(5)
    half = random.standard_normal((60, 60))
    matrix = half @ half.T
    first = np.linalg.eigh(matrix)[1][:, -1]

    def count(start):
        return sum(1 for _ in largest_eigenvalue(lambda v: matrix @ v, start))

    assert count(first + 0.01 * random.standard_normal(60)) < count(random.standard_normal(60))


# ---- gradients of single samples -----------------------------------------------------------------------------------


@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_the_noise_scale_is_that_of_each_samples_gradient(l2):
    run, derivatives = at_start(with_settings("moons", (4, 3), count=30, l2=l2))
    alone = [LossDerivatives(run, np.array([row])).gradient() for row in range(len(run.features))]
    covariance = np.cov(np.array(alone).T, bias=True)
    mean = derivatives.gradient()
    assert ended(derivatives.noise_scale()) == pytest.approx(np.trace(covariance) / (mean @ mean), rel=1e-9)


def test_samples_that_agree_have_no_noise():
    document = with_settings("gauss", (3,), count=20)
    data = document.dataset
    alike = replace(
        data, samples=frozen(np.ones_like(data.samples), float), targets=frozen(np.ones_like(data.targets), np.int64)
    )
    _, derivatives = at_start(replace(document, dataset=alike))
    assert ended(derivatives.noise_scale()) == pytest.approx(0.0, abs=1e-9)


def sample_norms_agree(document):
    """Gradients of single samples have the mean that the whole gradient says: the noise scale goes by both."""
    run, derivatives = at_start(document)
    alone = np.array([LossDerivatives(run, np.array([row])).gradient() for row in range(len(run.features))])
    mean = alone.mean(axis=0)
    np.testing.assert_allclose(derivatives.gradient(), mean, atol=1e-9)
    expected = ((alone**2).sum(axis=1).mean() - mean @ mean) / (mean @ mean)
    assert ended(derivatives.noise_scale()) == pytest.approx(expected, rel=1e-6)
    assert np.isfinite(derivatives.hessian()(np.ones(derivatives.size))).all()


ROWS = (
    BatchNorm(),
    DropoutLayer(),
    GaussianNoise(),
    LayerNorm(),
    FourierFeatures(),
    Highway(),
    Residual(),
    ActivationLayer(activation="gelu"),
)
PICTURES = {
    "convolutions": (Conv2d(channels=3), MaxPool(), SeparableConv(channels=2), GlobalAverage()),
    "residual": (ResidualConv(), AveragePool(), Upsample(factor=2), ConvTranspose(channels=2), Flatten()),
}


@pytest.mark.parametrize("layer", ROWS, ids=lambda one: one.kind)
def test_layers_of_numbers_have_them(layer):
    sample_norms_agree(plane_document(Dense(units=4), layer, points=9))


@pytest.mark.parametrize("name", PICTURES)
def test_layers_of_pictures_have_them(name):
    sample_norms_agree(picture_document(*PICTURES[name], count=8))
