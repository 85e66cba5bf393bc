"""Every kind keeps its promises: names, shapes, widths, operations."""

import numpy as np
import pytest
import torch

from playground.layers import LAYER_KINDS
from playground.layers.activations import ACTIVATIONS, torch_function
from playground.layers.base import by_name
from playground.layers.inputs import INPUTS, features
from playground.layers.noise import bernoulli, mix, normal, uniforms

WIDTH = 5


@pytest.mark.parametrize("kind", sorted(LAYER_KINDS))
def test_module_has_the_promised_parameters_and_width(kind):
    layer = LAYER_KINDS[kind]()
    module = layer.build(WIDTH)
    promised = {parameter.name: parameter.shape for parameter in layer.parameters(WIDTH)}
    assert {name: tuple(p.shape) for name, p in module.named_parameters()} == promised
    buffers = {buffer.name: buffer.shape for buffer in layer.buffers(WIDTH)}
    built = {name: tuple(b.shape) for name, b in module.named_buffers() if b.ndim}
    assert built == buffers
    assert module(torch.zeros(4, WIDTH)).shape == (4, layer.width_out(WIDTH))


@pytest.mark.parametrize("kind", sorted(LAYER_KINDS))
def test_operations_lead_from_width_to_width(kind):
    layer = LAYER_KINDS[kind]()
    ops = layer.lower(WIDTH)
    assert ops is not None
    assert ops[0].width_in == WIDTH
    assert ops[-1].width_out == layer.width_out(WIDTH)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_curve_and_torch_agree(name):
    z = np.linspace(-4, 4, 41)
    expected = torch_function(name)(torch.from_numpy(z)).numpy()
    assert np.allclose(ACTIVATIONS[name].curve(z), expected, atol=1e-12)


def test_activation_codes_are_distinct():
    codes = [activation.code for activation in ACTIVATIONS.values()]
    assert len(set(codes)) == len(codes)


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="dense"):
        by_name(LAYER_KINDS["dense"], LAYER_KINDS["dense"])


def test_features_follow_the_formulas():
    points = np.array([[1.0, 2.0], [-0.5, 3.0]])
    x, y = points.T
    expected = np.stack([x, y, x**2, y**2, x * y, np.sin(x), np.sin(y)], axis=1)
    assert np.allclose(features(points, list(INPUTS)), expected)


def test_vectorized_numbers_equal_the_scalar_definition():
    key = (3, 7, 1)
    from playground.layers.noise import fold

    expected = [(mix(fold(key) ^ i) >> 11) * 2.0**-53 for i in range(6)]
    assert uniforms(key, 2, 3).ravel().tolist() == expected


def test_noise_has_the_moments_it_should():
    numbers = normal((1, 2, 3), 400, 50)
    assert abs(numbers.mean()) < 0.03
    assert abs(numbers.std() - 1.0) < 0.03
    assert abs(bernoulli((1, 2, 3), 400, 50, 0.3).mean() - 0.3) < 0.02
