"""The compiled code of convolutions, one operation by itself, against PyTorch in double precision."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch.nn import functional

from playground.operations.conv_transpose import ConvTransposeOp
from playground.operations.convolve import ConvolveOp
from tests.support.fused_operation import Bench


@dataclass(frozen=True)
class Case:
    """A convolution of a batch."""

    entering: tuple
    channels: int
    kernel: int
    stride: int = 1
    padding: int = 0
    count: int = 7
    depthwise: bool = False
    bias: bool = True
    growth: int = 0


CASES = {
    "same": Case((2, 6, 5), 3, 3, padding=1),
    "valid": Case((5, 16, 16), 9, 3, count=33),
    "grey": Case((1, 8, 8), 8, 3, padding=1, count=32),
    "stride 2": Case((3, 7, 9), 5, 5, 2, 2, count=10, bias=False),
    "stride beyond the kernel": Case((2, 7, 5), 4, 1, 3),
    "wide kernel on a small picture": Case((2, 3, 2), 6, 7, padding=3, count=1),
    "depthwise": Case((4, 6, 6), 4, 3, padding=1, count=9, depthwise=True),
    "depthwise, stride 3": Case((4, 7, 6), 4, 3, 3, count=70, depthwise=True, bias=False),
    "points": Case((9, 4, 4), 6, 1, count=64),
}
TRANSPOSED = {
    "twice as large": Case((3, 4, 5), 5, 3, 2, 1, growth=1),
    "all that is written": Case((2, 3, 3), 4, 5, 3, count=33),
    "stride beyond the kernel": Case((2, 3, 2), 3, 1, 4, growth=3, count=16),
    "same": Case((5, 6, 6), 1, 3, padding=1, bias=False, count=70),
}


def both_passes(op, case, by_torch, weight_shape):
    """The largest part by which answers and gradients differ from PyTorch's."""
    random = np.random.default_rng(0)
    rows, weight = random.normal(size=(case.count, *op.shape_in)), random.normal(size=weight_shape)
    arrays = [weight, random.normal(size=case.channels)] if case.bias else [weight]
    delta = random.normal(size=(case.count, *op.shape_out))
    given = [torch.tensor(one, requires_grad=True) for one in (rows, *arrays)]
    expected = by_torch(*given)
    (expected * torch.tensor(delta)).sum().backward()
    made, gradient, by_inputs = Bench(op, case.count).passes(rows, arrays, delta)
    pairs = [
        (made, expected.detach().numpy()),
        (gradient, np.concatenate([one.grad.numpy().ravel() for one in given[1:]])),
        (by_inputs, given[0].grad.numpy()),
    ]
    return max(np.abs(one - other).max() / np.abs(other).max() for one, other in pairs)


@pytest.mark.parametrize("name", CASES)
def test_a_convolution_is_what_torch_makes_of_it(name):
    case = CASES[name]
    channels, *sides = case.entering
    places = [(side + 2 * case.padding - case.kernel) // case.stride + 1 for side in sides]
    window = case.kernel, case.stride, case.padding
    op = ConvolveOp(case.entering, (case.channels, *places), *window, depthwise=case.depthwise, bias=case.bias)

    def by_torch(rows, weight, bias=None):
        groups = channels if case.depthwise else 1
        return functional.conv2d(rows, weight, bias, case.stride, case.padding, groups=groups)

    shape = (case.channels, 1 if case.depthwise else channels, case.kernel, case.kernel)
    assert both_passes(op, case, by_torch, shape) < 1e-12


@pytest.mark.parametrize("name", TRANSPOSED)
def test_a_transposed_convolution_is_what_torch_makes_of_it(name):
    case = TRANSPOSED[name]
    channels, *sides = case.entering
    grown = [(side - 1) * case.stride - 2 * case.padding + case.kernel + case.growth for side in sides]
    window = case.kernel, case.stride, case.padding
    op = ConvTransposeOp(case.entering, (case.channels, *grown), *window, bias=case.bias)
    assert op.output_padding == case.growth

    def by_torch(rows, weight, bias=None):
        return functional.conv_transpose2d(rows, weight, bias, case.stride, case.padding, case.growth)

    shape = (channels, case.channels, case.kernel, case.kernel)
    assert both_passes(op, case, by_torch, shape) < 1e-12
