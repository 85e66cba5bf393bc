"""Layers of convolutions: what they compute, what they cost, and what they keep when the network is edited."""

from itertools import product
from math import prod

import numpy as np
import pytest
import torch

from playground.document.layout import Layout, Slot
from playground.document.plan import in_place
from playground.layers import Conv2d, ConvTranspose, ResidualConv, SeparableConv
from playground.methods.initializations import INITIALIZATIONS
from playground.operations.base import with_arrays
from playground.operations.shape import ShapeError
from playground.training.state.layout import carry_over, initial_parameters

PICTURE = (3, 8, 7)
LAYERS = {
    **{
        f"{kind.kind}, kernel {kernel}, stride {stride}, {padding}": kind(
            channels=4, kernel=kernel, stride=stride, padding=padding, activation="tanh"
        )
        for kind, kernel, stride, padding in product(
            (Conv2d, SeparableConv, ConvTranspose), (1, 3, 5), (1, 2, 3), ("same", "valid")
        )
    },
    "without bias": Conv2d(channels=2, bias=False, activation="sine"),
    "residual": ResidualConv(activation="gelu"),
    "residual, no bias": ResidualConv(kernel=5, bias=False, activation="tanh"),
}


def module_with_numbers(layer, shape, seed=4):
    """A layer's module in double precision, its numbers drawn, and the same numbers by name."""
    random, module = np.random.default_rng(seed), layer.build(shape).double()
    numbers = {one.name: 0.4 * random.normal(size=one.shape) for one in layer.parameters(shape)}
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(torch.from_numpy(numbers[name]))
    return module, numbers


def by_operations(layer, shape, numbers, rows):
    """What the layer's operations make of rows in numpy."""
    placed, saved = in_place(layer, shape), []
    for op, arrays in with_arrays(placed.operations, [numbers[one.name] for one in placed.parameters], []):
        rows = op.forward(rows, arrays, saved)
    return rows


@pytest.mark.parametrize("name", LAYERS)
def test_operations_and_their_slopes_are_torchs(name):
    """Central differences of the operations in numpy against the gradients of the module."""
    layer, random, step = LAYERS[name], np.random.default_rng(1), 1e-6
    module, numbers = module_with_numbers(layer, PICTURE)
    rows = random.normal(size=(2, *PICTURE))
    inputs = torch.tensor(rows, requires_grad=True)
    made = module(inputs)
    assert made.shape == (2, *layer.shape_out(PICTURE))
    np.testing.assert_allclose(by_operations(layer, PICTURE, numbers, rows), made.detach().numpy(), atol=1e-12)
    delta = random.normal(size=made.shape)
    (made * torch.from_numpy(delta)).sum().backward()
    gradients = {name: parameter.grad.numpy() for name, parameter in module.named_parameters()}
    arrays = {**numbers, "what enters": rows}
    for key, gradient in {**gradients, "what enters": inputs.grad.numpy()}.items():
        for at in random.choice(arrays[key].size, 3):
            ends = []
            for shift in (step, -step):
                moved = arrays | {key: arrays[key].copy()}
                moved[key].flat[at] += shift
                ends.append((by_operations(layer, PICTURE, moved, moved["what enters"]) * delta).sum())
            assert (ends[0] - ends[1]) / (2 * step) == pytest.approx(gradient.flat[at], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("layer", [Conv2d(channels=5), SeparableConv(channels=5), ResidualConv()])
def test_a_picture_that_moves_moves_its_maps(layer):
    """Away from the edges, where what is beyond counts as 0."""
    _, numbers = module_with_numbers(layer, (3, 12, 12))
    rows = np.random.default_rng(2).normal(size=(1, 3, 12, 12))
    still = by_operations(layer, (3, 12, 12), numbers, rows)
    moved = by_operations(layer, (3, 12, 12), numbers, np.roll(rows, (2, -1), axis=(2, 3)))
    inner = (slice(None), slice(None), slice(4, 8), slice(4, 8))
    np.testing.assert_allclose(moved[inner], np.roll(still, (2, -1), axis=(2, 3))[inner], atol=1e-12)
    assert np.abs(moved - still)[inner].max() > 0.01


@pytest.mark.parametrize(("channels", "kernel"), [(4, 3), (8, 3), (8, 5), (32, 3)])
def test_a_separable_convolution_has_a_share_of_the_weights_and_of_the_work(channels, kernel):
    shape = (channels, 9, 9)
    full, separable = (kind(channels=channels, kernel=kernel, bias=False) for kind in (Conv2d, SeparableConv))
    weights = [sum(np.prod(one.shape) for one in layer.parameters(shape)) for layer in (full, separable)]
    share = 1 / channels + 1 / kernel**2
    assert weights[1] / weights[0] == pytest.approx(share)
    assert separable.multiply_adds(shape) / full.multiply_adds(shape) == pytest.approx(share)


def test_work_is_counted_by_places():
    assert Conv2d(channels=6, kernel=5, padding="valid").multiply_adds((1, 32, 32)) == 6 * 25 * 28 * 28
    assert Conv2d(channels=6, stride=2).multiply_adds((2, 8, 8)) == 6 * 2 * 9 * 4 * 4
    assert ResidualConv().multiply_adds((4, 5, 5)) == 2 * 4 * 4 * 9 * 25
    assert ConvTranspose(channels=6).multiply_adds((2, 4, 4)) == 2 * 6 * 9 * 4 * 4


def test_maps_are_as_large_as_there_are_places():
    assert Conv2d(channels=6, kernel=5, padding="valid").shape_out((1, 32, 32)) == (6, 28, 28)
    assert Conv2d(kernel=3, stride=2).shape_out((1, 15, 16)) == (8, 8, 8)
    assert ConvTranspose(channels=2).shape_out((8, 4, 5)) == (2, 8, 10)
    assert ConvTranspose(channels=2, padding="valid").shape_out((8, 4, 5)) == (2, 9, 11)


@pytest.mark.parametrize("kind", [Conv2d, SeparableConv, ResidualConv, ConvTranspose])
def test_what_is_no_picture_is_refused_in_words(kind):
    with pytest.raises(ShapeError) as refusal:
        kind().shape_out((12,))
    assert str(refusal.value) == f"{kind.title} needs a picture, and gets 12 numbers in a row."


def test_a_window_beyond_the_picture_is_refused_in_words():
    with pytest.raises(ShapeError, match="looks through a window of 5 × 5, and the picture has 4 × 9"):
        Conv2d(kernel=5, padding="valid").shape_out((1, 4, 9))


@pytest.mark.parametrize(
    "layer",
    [
        Conv2d(channels=3),
        Conv2d(channels=5, kernel=5, bias=False),
        SeparableConv(channels=4),
        ResidualConv(),
        ConvTranspose(channels=4, stride=1),
        Conv2d(channels=3, kernel=1, padding="valid", activation="elu"),
    ],
)
def test_a_layer_put_in_can_begin_by_handing_its_input_on(layer):
    assert layer.can_hand_on(PICTURE)
    _, numbers = module_with_numbers(layer, PICTURE)
    rows = np.random.default_rng(3).uniform(0.0, 1.0, (20, *PICTURE))
    layer.hand_on(numbers, rows)
    np.testing.assert_allclose(by_operations(layer, PICTURE, numbers, rows)[:, :3], rows, atol=1e-12)


@pytest.mark.parametrize("layer", [Conv2d(channels=2), Conv2d(stride=2), Conv2d(padding="valid"), ConvTranspose()])
def test_what_changes_the_maps_cannot_hand_them_on(layer):
    assert not layer.can_hand_on(PICTURE)
    _, numbers = module_with_numbers(layer, PICTURE)
    before = {name: values.copy() for name, values in numbers.items()}
    layer.hand_on(numbers, np.zeros((4, *PICTURE)))
    assert all((numbers[name] == before[name]).all() for name in before)


# ---- start and succession --------------------------------------------------------------------------------------------


def slots(layer, names, made=None):
    """The slots of a layer between named channels."""
    shape, found = (len(names), 8, 8), []
    rows = tuple(range(layer.shape_out(shape)[0])) if made is None else made
    axes = {"units": rows, "inputs": names, "one": ("one",)}
    for one in layer.parameters(shape):
        offset = found[-1].offset + found[-1].size if found else 0
        across = axes[one.axes[1]] if len(one.shape) > 1 else ()
        turned = one.axes[1] == "units"
        found.append(
            Slot((1, one.name), offset, one.shape, one.role, axes[one.axes[0]], across, False, "he", 0.0, 0.0, turned)
        )
    return tuple(found)


def carried(old_layer, old_names, new_layer, new_names):
    """Numbers by name before and after an edit."""
    old, new = slots(old_layer, old_names), slots(new_layer, new_names)
    flats = [initial_parameters(Layout(one, ()), seed) for one, seed in ((old, 1), (new, 2))]
    flats[0] += 1.0
    drawn = {slot.key[1]: slot.view(flats[1]).copy() for slot in new}
    carry_over(old, flats[0], new, flats[1])
    both = ({slot.key[1]: slot.view(flat) for slot in part} for part, flat in ((old, flats[0]), (new, flats[1])))
    return *both, drawn


def test_channels_keep_their_kernels_whatever_comes_before_and_behind():
    before, after, drawn = carried(Conv2d(channels=3), ("a", "b"), Conv2d(channels=4), ("new", "b", "a"))
    kernels, old = after["conv.weight"], before["conv.weight"]
    np.testing.assert_array_equal(kernels[:3, [2, 1]], old)
    assert (kernels[:, 0] == 0.0)[:3].all()
    np.testing.assert_array_equal(kernels[3], drawn["conv.weight"][3])
    np.testing.assert_array_equal(after["conv.bias"][:3], before["conv.bias"])


def test_kernels_of_separable_and_transposed_convolutions_follow_their_channels():
    before, after, _ = carried(SeparableConv(channels=3), ("a", "b"), SeparableConv(channels=2), ("b", "c", "a"))
    np.testing.assert_array_equal(after["depthwise.weight"][[2, 0]], before["depthwise.weight"])
    np.testing.assert_array_equal(after["pointwise.weight"][:, [2, 0]], before["pointwise.weight"][:2])
    assert (after["pointwise.weight"][:, 1] == 0.0).all()
    before, after, _ = carried(ConvTranspose(channels=3), ("a", "b"), ConvTranspose(channels=2), ("b", "c", "a"))
    np.testing.assert_array_equal(after["conv.weight"][[2, 0]], before["conv.weight"][:, :2])
    assert (after["conv.weight"][1] == 0.0).all()


@pytest.mark.parametrize(("small", "large"), [(3, 5), (1, 7)])
def test_a_kernel_of_another_size_keeps_its_middle(small, large):
    rim = (large - small) // 2
    inner = (slice(None), slice(None), slice(rim, rim + small), slice(rim, rim + small))
    before, grown, _ = carried(Conv2d(kernel=small), ("a", "b"), Conv2d(kernel=large), ("a", "b"))
    np.testing.assert_array_equal(grown["conv.weight"][inner], before["conv.weight"])
    assert np.count_nonzero(grown["conv.weight"]) == before["conv.weight"].size
    before, cut, _ = carried(Conv2d(kernel=large), ("a", "b"), Conv2d(kernel=small), ("a", "b"))
    np.testing.assert_array_equal(cut["conv.weight"], before["conv.weight"][inner])


@pytest.mark.parametrize("shape", [(48, 32, 5, 5), (60, 40)])
def test_weights_are_drawn_by_the_numbers_that_a_sum_has(shape):
    """As torch counts them: what enters times the window, what leaves times the window."""
    leaving, entering, *window = shape
    fan_in, fan_out = entering * prod(window), leaving * prod(window)
    spreads = {
        "glorot": np.sqrt(2.0 / (fan_in + fan_out)),
        "he": np.sqrt(2.0 / fan_in),
        "lecun": np.sqrt(1.0 / fan_in),
        "naive": np.sqrt(1.0 / (3.0 * fan_in)),
        "zeros": 0.0,
        "tf-playground": np.sqrt(1.0 / 12.0),
    }
    for name, spread in spreads.items():
        rule, scope = INITIALIZATIONS[name], {"np": np}
        drawn = rule.draw(np.random.default_rng(1), shape)
        assert drawn.shape == shape
        assert drawn.std() == pytest.approx(spread, rel=0.05)
        exec(rule.code, scope)
        np.testing.assert_array_equal(scope[rule.function](np.random.default_rng(1), torch.Size(shape)), drawn)
