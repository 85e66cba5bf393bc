"""Every activation of the catalogue and its slope, over rows of samples.

The catalogue numbers them (`operations.activations.ACTIVATIONS[name].code`); linear, 0, never reaches the kernel.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from playground.operations.activations import ACTIVATIONS, LEAKY_SLOPE, SELU_ALPHA, SELU_SCALE
from playground.simd.elementary import cos, exp, expm1, log1p, sigmoid, sin, tanh
from playground.simd.vector import compiled, inlined, lanes, load, magnitude, store, where_greater

if TYPE_CHECKING:
    from collections.abc import Callable

GELU_SCALE = math.sqrt(2.0 / math.pi)
GELU_CUBE = 0.044715
LARGEST_MISH = 20.0
"""Beyond it mish(z) = z in either precision, while e^(2 z) could overflow in float32."""


# ---- f(z) ----------------------------------------------------------------------------------------------------------


@compiled
def _relu(z: Any) -> Any:
    return where_greater(0.0, z, 0.0, z)


@compiled
def _leaky(z: Any) -> Any:
    return where_greater(0.0, z, LEAKY_SLOPE * z, z)


@compiled
def _elu(z: Any) -> Any:
    # Both sides are worked out in every lane; cut off at 0, the one that is thrown away cannot overflow.
    return where_greater(0.0, z, expm1(where_greater(z, 0.0, 0.0, z)), z)


@compiled
def _selu(z: Any) -> Any:
    return SELU_SCALE * where_greater(0.0, z, SELU_ALPHA * expm1(where_greater(z, 0.0, 0.0, z)), z)


@compiled
def _gelu(z: Any) -> Any:
    return 0.5 * z * (1.0 + tanh(GELU_SCALE * (z + GELU_CUBE * z * z * z)))


@compiled
def _silu(z: Any) -> Any:
    return z * sigmoid(z)


@compiled
def _mish_power(z: Any) -> Any:
    """w = e^(2 z) + 2 e^z, with which tanh(softplus(z)) = w / (w + 2)."""
    e = exp(where_greater(z, LARGEST_MISH, LARGEST_MISH, z))
    return e * (e + 2.0)


@compiled
def _mish(z: Any) -> Any:
    w = _mish_power(z)
    return z * w / (w + 2.0)


@compiled
def _softplus(z: Any) -> Any:
    """max(z, 0) + ln(1 + e^-abs(z))."""
    # The exponent is never above 0: ln(1 + e^z) itself overflows from z = 88 on.
    return where_greater(0.0, z, 0.0, z) + log1p(exp(-magnitude(z)))


@compiled
def _gaussian(z: Any) -> Any:
    return exp(-(z * z))


@compiled
def _tanh(z: Any) -> Any:
    return tanh(z)


@compiled
def _sigmoid(z: Any) -> Any:
    return sigmoid(z)


@compiled
def _sine(z: Any) -> Any:
    return sin(z)


# ---- f'(z), given z and a = f(z) -----------------------------------------------------------------------------------


@compiled
def _tanh_slope(z: Any, a: Any) -> Any:
    return 1.0 - a * a


@compiled
def _sigmoid_slope(z: Any, a: Any) -> Any:
    return a * (1.0 - a)


@compiled
def _relu_slope(z: Any, a: Any) -> Any:
    # A vector of ones. At 0 the slope is 0, as torch has it.
    return where_greater(z, 0.0, 1.0 + 0.0 * z, 0.0)


@compiled
def _leaky_slope(z: Any, a: Any) -> Any:
    return where_greater(z, 0.0, 1.0, LEAKY_SLOPE + 0.0 * z)


@compiled
def _elu_slope(z: Any, a: Any) -> Any:
    return where_greater(z, 0.0, 1.0, a + 1.0)


@compiled
def _selu_slope(z: Any, a: Any) -> Any:
    return where_greater(z, 0.0, SELU_SCALE, a + SELU_SCALE * SELU_ALPHA)


@compiled
def _gelu_slope(z: Any, a: Any) -> Any:
    t = tanh(GELU_SCALE * (z + GELU_CUBE * z * z * z))
    return 0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * GELU_SCALE * (1.0 + 3.0 * GELU_CUBE * z * z)


@compiled
def _silu_slope(z: Any, a: Any) -> Any:
    s = sigmoid(z)
    return s + a * (1.0 - s)


@compiled
def _mish_slope(z: Any, a: Any) -> Any:
    """t + z (1 - t²) sigmoid(z) with t = w / (w + 2), hence 1 - t² = 4 (w + 1) / (w + 2)²."""
    w = _mish_power(z)
    v = 1.0 / (w + 2.0)
    return w * v + z * 4.0 * (w + 1.0) * v * v * sigmoid(z)


@compiled
def _softplus_slope(z: Any, a: Any) -> Any:
    return sigmoid(z)


@compiled
def _sine_slope(z: Any, a: Any) -> Any:
    return cos(z)


@compiled
def _gaussian_slope(z: Any, a: Any) -> Any:
    return -2.0 * z * a


# ---- loops ---------------------------------------------------------------------------------------------------------


def _forward_loop(function: Callable[[Any], Any]) -> Any:
    """a = f(z) over `count` rows of `length` samples, `pitch` apart, from work[source] to work[target]."""

    @compiled
    def loop(work: Any, source: int, target: int, count: int, length: int, pitch: int) -> None:
        for row in range(count):
            for k in range(row * pitch, row * pitch + length, lanes(work)):
                store(work, target + k, function(load(work, source + k)))

    return loop


def _backward_loop(slope: Callable[[Any, Any], Any]) -> Any:
    """delta *= f'(z) over `count` rows of `length` samples, `pitch` apart; z at `source`, a = f(z) at `target`."""

    @compiled
    def loop(work: Any, source: int, target: int, delta: int, count: int, length: int, pitch: int) -> None:
        for row in range(count):
            for k in range(row * pitch, row * pitch + length, lanes(work)):
                bent = slope(load(work, source + k), load(work, target + k))
                store(work, delta + k, load(work, delta + k) * bent)

    return loop


_TANH = ACTIVATIONS["tanh"].code
_RELU = ACTIVATIONS["relu"].code
_SIGMOID = ACTIVATIONS["sigmoid"].code
_GELU = ACTIVATIONS["gelu"].code
_LEAKY_RELU = ACTIVATIONS["leaky_relu"].code
_ELU = ACTIVATIONS["elu"].code
_SELU = ACTIVATIONS["selu"].code
_SILU = ACTIVATIONS["silu"].code
_MISH = ACTIVATIONS["mish"].code
_SOFTPLUS = ACTIVATIONS["softplus"].code
_SINE = ACTIVATIONS["sine"].code
_GAUSSIAN = ACTIVATIONS["gaussian"].code
_forward_tanh = _forward_loop(_tanh)
_forward_relu = _forward_loop(_relu)
_forward_sigmoid = _forward_loop(_sigmoid)
_forward_gelu = _forward_loop(_gelu)
_forward_leaky_relu = _forward_loop(_leaky)
_forward_elu = _forward_loop(_elu)
_forward_selu = _forward_loop(_selu)
_forward_silu = _forward_loop(_silu)
_forward_mish = _forward_loop(_mish)
_forward_softplus = _forward_loop(_softplus)
_forward_sine = _forward_loop(_sine)
_forward_gaussian = _forward_loop(_gaussian)
_backward_tanh = _backward_loop(_tanh_slope)
_backward_relu = _backward_loop(_relu_slope)
_backward_sigmoid = _backward_loop(_sigmoid_slope)
_backward_gelu = _backward_loop(_gelu_slope)
_backward_leaky_relu = _backward_loop(_leaky_slope)
_backward_elu = _backward_loop(_elu_slope)
_backward_selu = _backward_loop(_selu_slope)
_backward_silu = _backward_loop(_silu_slope)
_backward_mish = _backward_loop(_mish_slope)
_backward_softplus = _backward_loop(_softplus_slope)
_backward_sine = _backward_loop(_sine_slope)
_backward_gaussian = _backward_loop(_gaussian_slope)


@inlined
def bend_forward(code: int, work: Any, source: int, target: int, count: int, length: int, pitch: int) -> None:
    """Apply the activation `code`; see `_forward_loop`."""
    if code == _TANH:
        _forward_tanh(work, source, target, count, length, pitch)
    elif code == _RELU:
        _forward_relu(work, source, target, count, length, pitch)
    elif code == _SIGMOID:
        _forward_sigmoid(work, source, target, count, length, pitch)
    elif code == _GELU:
        _forward_gelu(work, source, target, count, length, pitch)
    elif code == _LEAKY_RELU:
        _forward_leaky_relu(work, source, target, count, length, pitch)
    elif code == _ELU:
        _forward_elu(work, source, target, count, length, pitch)
    elif code == _SELU:
        _forward_selu(work, source, target, count, length, pitch)
    elif code == _SILU:
        _forward_silu(work, source, target, count, length, pitch)
    elif code == _MISH:
        _forward_mish(work, source, target, count, length, pitch)
    elif code == _SOFTPLUS:
        _forward_softplus(work, source, target, count, length, pitch)
    elif code == _SINE:
        _forward_sine(work, source, target, count, length, pitch)
    elif code == _GAUSSIAN:
        _forward_gaussian(work, source, target, count, length, pitch)


@inlined
def bend_backward(
    code: int, work: Any, source: int, target: int, delta: int, count: int, length: int, pitch: int
) -> None:
    """Multiply by the slope of the activation `code`; see `_backward_loop`."""
    if code == _TANH:
        _backward_tanh(work, source, target, delta, count, length, pitch)
    elif code == _RELU:
        _backward_relu(work, source, target, delta, count, length, pitch)
    elif code == _SIGMOID:
        _backward_sigmoid(work, source, target, delta, count, length, pitch)
    elif code == _GELU:
        _backward_gelu(work, source, target, delta, count, length, pitch)
    elif code == _LEAKY_RELU:
        _backward_leaky_relu(work, source, target, delta, count, length, pitch)
    elif code == _ELU:
        _backward_elu(work, source, target, delta, count, length, pitch)
    elif code == _SELU:
        _backward_selu(work, source, target, delta, count, length, pitch)
    elif code == _SILU:
        _backward_silu(work, source, target, delta, count, length, pitch)
    elif code == _MISH:
        _backward_mish(work, source, target, delta, count, length, pitch)
    elif code == _SOFTPLUS:
        _backward_softplus(work, source, target, delta, count, length, pitch)
    elif code == _SINE:
        _backward_sine(work, source, target, delta, count, length, pitch)
    elif code == _GAUSSIAN:
        _backward_gaussian(work, source, target, delta, count, length, pitch)
