"""Poolings, up-sampling, flattening, normalization and dropout of pictures: shapes, refusals, and torch's numbers."""

import numpy as np
import pytest
import torch

from playground.layers import (
    LAYER_KINDS,
    ActivationLayer,
    AveragePool,
    BatchNorm,
    DropoutLayer,
    Flatten,
    FourierFeatures,
    GaussianNoise,
    GlobalAverage,
    Highway,
    LayerNorm,
    MaxPool,
    Residual,
    Upsample,
)
from playground.layers.modules import set_keys
from playground.operations.shape import ShapeError

SHAPES = [
    (MaxPool(), (3, 6, 4), (3, 3, 2)),
    (MaxPool(), (3, 7, 5), (3, 3, 2)),
    (MaxPool(size=3), (1, 8, 3), (1, 2, 1)),
    (AveragePool(size=4), (2, 9, 4), (2, 2, 1)),
    (AveragePool(), (2, 3, 2), (2, 1, 1)),
    (GlobalAverage(), (5, 3, 4), (5,)),
    (Upsample(), (2, 3, 1), (2, 6, 2)),
    (Upsample(factor=4), (1, 2, 3), (1, 8, 12)),
    (Flatten(), (2, 3, 4), (24,)),
    (BatchNorm(), (4, 3, 2), (4, 3, 2)),
    (DropoutLayer(), (4, 3, 2), (4, 3, 2)),
    (ActivationLayer(activation="mish"), (4, 3, 2), (4, 3, 2)),
    (GaussianNoise(), (4, 3, 2), (4, 3, 2)),
]
REFUSED = [
    (MaxPool(size=3), (8, 2, 2), "Max pooling needs maps of at least 3 × 3, and gets 2 × 2."),
    (AveragePool(size=4), (8, 16, 3), "Average pooling needs maps of at least 4 × 4, and gets 16 × 3."),
    (MaxPool(), (12,), "Max pooling needs a picture, and gets 12 numbers in a row."),
    (GlobalAverage(), (12,), "Global average needs a picture, and gets 12 numbers in a row."),
    (Upsample(), (12,), "Up-sampling needs a picture, and gets 12 numbers in a row."),
    (Flatten(), (12,), "Flatten needs a picture, and gets 12 numbers in a row."),
    (
        Upsample(factor=3),
        (1, 64, 32),
        "Up-sampling would make maps of 192 × 96 out of 64 × 32: at most 128 × 128 are trained.",
    ),
    (LayerNorm(), (8, 4, 4), "Layer norm needs numbers in a row, and gets 8 × 4 × 4: put Flatten before it."),
    (Highway(), (8, 4, 4), "Highway needs numbers in a row, and gets 8 × 4 × 4: put Flatten before it."),
    (Residual(), (8, 4, 4), "Residual needs numbers in a row, and gets 8 × 4 × 4: put Flatten before it."),
    (
        FourierFeatures(),
        (8, 4, 4),
        "Fourier features needs numbers in a row, and gets 8 × 4 × 4: put Flatten before it.",
    ),
    (BatchNorm(), (8, 4), "Batch norm needs numbers in a row or a picture, and gets 8 × 4."),
    (DropoutLayer(), (8, 4), "Dropout needs numbers in a row or a picture, and gets 8 × 4."),
]


def pictures(*shape, seed=1):
    return torch.from_numpy(np.random.default_rng(seed).normal(size=shape))


@pytest.mark.parametrize(("layer", "entering", "leaving"), SHAPES)
def test_shapes_are_those_that_torch_gives(layer, entering, leaving):
    assert layer.shape_out(entering) == leaving
    assert layer.build(entering).double()(pictures(2, *entering)).shape == (2, *leaving)


@pytest.mark.parametrize(("layer", "entering", "words"), REFUSED)
def test_what_cannot_enter_is_refused_in_words(layer, entering, words):
    with pytest.raises(ShapeError) as refused:
        layer.shape_out(entering)
    assert str(refused.value) == words


def test_what_fills_no_window_is_dropped():
    maps = torch.zeros(1, 1, 5, 5, dtype=torch.float64)
    maps[0, 0, 4, :] = maps[0, 0, :, 4] = 9.0
    assert MaxPool().build((1, 5, 5))(maps).max() == AveragePool().build((1, 5, 5))(maps).max() == 0.0
    assert "dropped" in MaxPool.__dataclass_fields__["size"].metadata["help"]


def test_dropout_leaves_out_whole_maps():
    module = DropoutLayer(rate=0.5).build((6, 3, 4)).train()
    set_keys(module, 3, 7)
    made = module(torch.ones(40, 6, 3, 4, dtype=torch.float64))
    one_each = made[:, :, :1, :1]
    assert torch.equal(made, one_each.expand_as(made))
    assert set(one_each.unique().tolist()) == {0.0, 2.0}
    assert 0.4 < (one_each > 0).double().mean() < 0.6


def test_batch_norm_takes_statistics_over_batch_and_places():
    maps = 3.0 * pictures(5, 4, 3, 2) + 1.0
    module = BatchNorm().build((4, 3, 2)).double().train()
    made = module(maps)
    assert made.mean((0, 2, 3)).abs().max() < 1e-12
    np.testing.assert_allclose(made.detach().var((0, 2, 3), unbiased=False), 1.0, rtol=1e-4)
    np.testing.assert_allclose(module.running_mean, 0.1 * maps.mean((0, 2, 3)), rtol=1e-6)


def test_a_channel_of_one_number_goes_by_the_running_statistics():
    layer, maps = BatchNorm(), pictures(1, 4, 1, 1)
    module = layer.build((4, 1, 1)).double()
    module.running_mean += 0.5
    np.testing.assert_allclose(module.train()(maps).detach(), module.eval()(maps).detach())


def test_batch_norm_put_into_a_network_hands_its_pictures_on():
    layer, maps = BatchNorm(), pictures(20, 4, 3, 2).numpy()
    numbers = {one.name: np.zeros(one.shape) for one in (*layer.parameters((4, 3, 2)), *layer.buffers((4, 3, 2)))}
    layer.hand_on(numbers, maps)
    (operation,) = layer.lower((4, 3, 2))
    np.testing.assert_allclose(operation.forward(maps, list(numbers.values()), []), maps, atol=1e-12)


@pytest.mark.parametrize("kind", ["max_pool", "avg_pool", "global_avg_pool", "upsample", "flatten"])
def test_gradients_are_the_differences_of_sums(kind):
    """Torch's gradient of a weighted sum of what leaves, against the differences of the numpy form."""
    layer, shape = LAYER_KINDS[kind](), (2, 5, 4)
    maps, random = pictures(2, *shape), np.random.default_rng(2)
    weights = random.normal(size=(2, *layer.shape_out(shape)))
    entering = maps.clone().requires_grad_()
    (layer.build(shape)(entering) * torch.from_numpy(weights)).sum().backward()

    def total(flat):
        rows = flat.reshape(2, *shape)
        for operation in layer.lower(shape):
            rows = operation.forward(rows, [], [])
        return float((rows * weights).sum())

    flat, step = maps.numpy().ravel(), 1e-6
    moves = step * np.eye(flat.size)
    found = [(total(flat + move) - total(flat - move)) / (2 * step) for move in moves]
    np.testing.assert_allclose(np.reshape(found, (2, *shape)), entering.grad, atol=1e-6)
