"""A network of pictures is the same in torch, as numpy text and in ONNX."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset
from playground.document.presets import first_document
from playground.domains import DOMAINS
from playground.interop.exports.lowered import Weights
from playground.interop.exports.numpy_module import numpy_code
from playground.interop.exports.onnx_model import onnx_model
from playground.layers import (
    LAYER_KINDS,
    ActivationLayer,
    AveragePool,
    BatchNorm,
    Conv2d,
    ConvTranspose,
    Dense,
    DropoutLayer,
    Flatten,
    GaussianNoise,
    GlobalAverage,
    MaxPool,
    ResidualConv,
    SeparableConv,
    Upsample,
)
from playground.operations.shape import ShapeError
from playground.training.state.run import Run

SIDE = 9
NETWORKS = {
    "poolings": (BatchNorm(), MaxPool(), Upsample(factor=3), AveragePool(), DropoutLayer(), Flatten(), Dense(units=5)),
    "global average": (Upsample(), BatchNorm(), ActivationLayer(activation="tanh"), GaussianNoise(), GlobalAverage()),
    "convolutions": (
        Conv2d(channels=3, activation="tanh"),
        SeparableConv(channels=4, activation="gelu"),
        ResidualConv(activation="tanh"),
        ConvTranspose(channels=2),
        Flatten(),
    ),
    "steps and rims": (
        Conv2d(channels=3, kernel=5, stride=2, bias=False),
        SeparableConv(channels=4, kernel=3, padding="valid", bias=False),
        ConvTranspose(channels=2, kernel=5, stride=3, padding="valid"),
        ResidualConv(kernel=1, bias=False),
        SeparableConv(channels=2, kernel=5, stride=2),
        Conv2d(channels=2, kernel=1, activation="linear"),
        Flatten(),
    ),
}


def test_every_kind_that_takes_pictures_is_here():
    tested = {type(layer) for network in NETWORKS.values() for layer in network}
    shape = (2, SIDE, SIDE)
    assert tested >= {kind for kind in LAYER_KINDS.values() if not isinstance(shape_of(kind(), shape), str)}


def shape_of(layer, shape):
    """What comes out of a layer, or why nothing does."""
    try:
        return layer.shape_out(shape)
    except ShapeError as refusal:
        return str(refusal)


@pytest.fixture(params=NETWORKS)
def run(request):
    """A run with other numbers than those of the start."""
    random = np.random.default_rng(6)
    made = make_dataset(random.random((24, SIDE * SIDE)), np.arange(24) % 3, default_classes(3))
    data = replace(made, domain="picture", columns=DOMAINS["picture"].keys(SIDE**2), shape_of_one=(1, SIDE, SIDE))
    network = tuple(replace(layer, uid=place) for place, layer in enumerate(NETWORKS[request.param], start=1))
    run = Run(replace(first_document(), dataset=data, inputs=("picture",), network=network), dtype=np.float64)
    run.parameters[...] = random.uniform(0.2, 1.0, run.parameters.shape) * random.choice([-1, 1], run.parameters.shape)
    run.buffers[...] = random.uniform(0.5, 1.5, run.buffers.shape)
    return run


def logits_of(run):
    import torch

    with torch.inference_mode():
        return run.network.eval()(torch.from_numpy(run.document.dataset.samples.copy())).numpy()


def test_numpy_text_gives_what_torch_gives(run):
    names = {"__name__": "exported"}
    exec(numpy_code(run.document, Weights(run.parameters, run.buffers), "test"), names)
    powers = np.exp(logits_of(run))
    found = names["answers"](run.document.dataset.samples)
    np.testing.assert_allclose(found, powers / powers.sum(axis=1, keepdims=True), atol=1e-5)


def test_onnx_gives_what_torch_gives(run):
    model = onnx_model(run.document, Weights(run.parameters, run.buffers), "test")
    onnx = pytest.importorskip("onnx")
    from onnx.reference import ReferenceEvaluator

    evaluator = ReferenceEvaluator(onnx.load_from_string(model))
    logits, _ = evaluator.run(None, {"points": run.document.dataset.samples.astype(np.float32)})
    expected = logits_of(run)
    assert np.abs(logits - expected).max() < 1e-5 * max(np.abs(expected).max(), 1.0)
