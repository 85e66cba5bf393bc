"""Every kind keeps its promises: names, shapes, widths, operations."""

import numpy as np
import pytest
import torch

from playground.domains import features
from playground.domains.plane.inputs import INPUTS
from playground.layers import LAYER_KINDS, Dense
from playground.layers.base import by_name
from playground.operations.activations import ACTIVATIONS, torch_function
from playground.operations.random_numbers import bernoulli, mix, normal, uniforms
from tests.support.kinds import PLACED_KINDS, ROW

every_placed_kind = pytest.mark.parametrize(("kind", "shape"), PLACED_KINDS)


def test_every_kind_can_take_something():
    assert {kind for kind, _ in PLACED_KINDS} == set(LAYER_KINDS)


@every_placed_kind
def test_module_has_the_promised_parameters_and_shape(kind, shape):
    layer = LAYER_KINDS[kind]()
    module = layer.build(shape)
    promised = {parameter.name: parameter.shape for parameter in layer.parameters(shape)}
    assert {name: tuple(p.shape) for name, p in module.named_parameters()} == promised
    buffers = {buffer.name: buffer.shape for buffer in layer.buffers(shape)}
    built = {name: tuple(b.shape) for name, b in module.named_buffers() if b.ndim}
    assert built == buffers
    assert module(torch.zeros(4, *shape)).shape == (4, *layer.shape_out(shape))


@every_placed_kind
def test_operations_lead_from_shape_to_shape(kind, shape):
    layer = LAYER_KINDS[kind]()
    ops = layer.lower(shape)
    assert ops is not None
    assert ops[0].shape_in == shape
    assert ops[-1].shape_out == layer.shape_out(shape)


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
    assert np.allclose(features(INPUTS, points, list(INPUTS)), expected)


def test_vectorized_numbers_equal_the_scalar_definition():
    key = (3, 7, 1)
    from playground.operations.random_numbers import fold

    expected = [(mix(fold(key) ^ i) >> 11) * 2.0**-53 for i in range(6)]
    assert uniforms(key, 2, 3).ravel().tolist() == expected


def test_noise_has_the_moments_it_should():
    numbers = normal((1, 2, 3), 400, 50)
    assert abs(numbers.mean()) < 0.03
    assert abs(numbers.std() - 1.0) < 0.03
    assert abs(bernoulli((1, 2, 3), 400, 50, 0.3).mean() - 0.3) < 0.02


class TestSource:
    """The code of a kind does what its module does."""

    @staticmethod
    def make(source):
        from torch import nn

        names = {"np": np, "nn": nn, "torch": torch}
        for definition in source.definitions:
            exec(definition, names)
        return nn.Sequential(*(eval(module, names) for module in source.modules))

    @staticmethod
    def fill(source, made, layer, module, shape):
        """Random numbers in every parameter and statistic of both, as `names` says where they lie."""
        stored = [*layer.parameters(shape), *layer.buffers(shape)]
        theirs, mine = module.state_dict(), made.state_dict()
        assert {name for name in theirs if "num_batches" not in name} == {one.name for one in stored}
        random = np.random.default_rng(1)
        for one in stored:
            place, path = source.names[one.name]
            values = torch.from_numpy(random.uniform(0.5, 1.5, one.shape)).float()
            theirs[one.name].copy_(values)
            mine[f"{place}.{path}"].copy_(values)

    @pytest.mark.parametrize("exact", [False, True])
    @every_placed_kind
    def test_outputs_are_equal(self, kind, shape, exact):
        layer = LAYER_KINDS[kind]()
        source = layer.source(shape, exact=exact)
        made, module = self.make(source).eval(), layer.build(shape).eval()
        self.fill(source, made, layer, module, shape)
        inputs = torch.from_numpy(np.random.default_rng(2).normal(size=(20, *shape))).float()
        assert torch.allclose(made(inputs), module(inputs), atol=1e-5)

    @pytest.mark.parametrize("batch", [1, 7])
    @pytest.mark.parametrize(
        ("layer", "shape"),
        [*((LAYER_KINDS[kind](), shape) for kind, shape in PLACED_KINDS), (Dense(dropout=0.4), ROW)],
    )
    def test_exact_code_trains_on_the_same_numbers(self, layer, shape, batch):
        from playground.layers.modules import set_keys

        source = layer.source(shape, exact=True)
        made, module = self.make(source).train(), layer.build(shape).train()
        self.fill(source, made, layer, module, shape)
        set_keys(module, 5, 3)
        keyed = [part for part in made.modules() if hasattr(part, "key")]
        assert bool(keyed) == source.keyed
        for place, part in enumerate(keyed):
            part.key = (5, 3, place)
        inputs = torch.from_numpy(np.random.default_rng(2).normal(size=(batch, *shape))).float()
        assert torch.allclose(made(inputs), module(inputs), atol=1e-5)

    @pytest.mark.parametrize("name", ACTIVATIONS)
    def test_every_activation_has_its_code(self, name):
        z = np.linspace(-4.0, 4.0, 41)
        activation = ACTIVATIONS[name]
        assert np.allclose(eval(activation.formula, {"np": np, "z": z}), activation.curve(z), atol=1e-12)
        made = self.make(Dense(activation=name).source(ROW))[1:]
        assert np.allclose(made(torch.from_numpy(z)).numpy(), activation.curve(z), atol=1e-12)

    @every_placed_kind
    def test_weights_have_several_axes_and_nothing_else_has(self, kind, shape):
        """By that the exported script tells what is regularized."""
        assert all((p.role == "weight") == (len(p.shape) > 1) for p in LAYER_KINDS[kind]().parameters(shape))

    @pytest.mark.parametrize("name", INPUTS)
    def test_every_input_has_its_code(self, name):
        x, y = np.random.default_rng(3).normal(size=(2, 9))
        assert np.array_equal(eval(INPUTS[name].formula, {"np": np, "x": x, "y": y}), INPUTS[name].function(x, y))
