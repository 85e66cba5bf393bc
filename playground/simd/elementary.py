"""Exponential, hyperbolic tangent, sine and logarithm of short vectors.

float32: polynomials after a reduction of the range, within a few units in the last place, all lanes at once.
float64: the mathematical library's own functions, lane by lane. The Python bodies serve numpy arrays.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import types
from numba.extending import overload

from playground.simd.vector import (
    Vector,
    compiled,
    flip_sign,
    lane,
    magnitude,
    multiply_add,
    pack4,
    power_of_two,
    where_greater,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDER = 12582912.0
"""1.5 * 2^23: a float32 of moderate size added to it loses its fraction, and its integer is in the lowest bits."""
LN2_HIGH, LN2_LOW = 0.693359375, -2.12194440054690583e-4
"""Their sum is ln 2; the first has few bits, so that small multiples of it are exact (Cody and Waite 1980)."""
PI_HIGH, PI_MIDDLE, PI_LOW = 3.140625, 9.67502593994140625e-4, 1.50995799097837643e-7
LOWEST_EXPONENT, HIGHEST_EXPONENT = -87.33, 88.0


def exp(x: Any) -> Any:
    """e^x."""
    return np.exp(x)


def expm1(x: Any) -> Any:
    """e^x - 1 without cancellation near 0."""
    return np.expm1(x)


def tanh(x: Any) -> Any:
    """The hyperbolic tangent."""
    return np.tanh(x)


def sin(x: Any) -> Any:
    """The sine."""
    return np.sin(x)


def cos(x: Any) -> Any:
    """The cosine."""
    return np.cos(x)


def log1p(x: Any) -> Any:
    """ln(1 + x) for x from 0 to 1."""
    return np.log1p(x)


@compiled
def sigmoid(x: Any) -> Any:
    """1 / (1 + e^-x)."""
    return 1.0 / (1.0 + exp(-x))


# ---- float32 -------------------------------------------------------------------------------------------------------


@compiled
def _reduced(x: Any) -> Any:
    """Factor 2^n and e^r - 1 with x = n ln 2 + r and abs(r) <= ln 2 / 2; Taylor's series to r^7 (error 5e-9)."""
    # To the range of normal float32 numbers: beyond it the exponent would run over into the sign. NaN fails both
    # comparisons and goes on as it is.
    x = where_greater(x, HIGHEST_EXPONENT, HIGHEST_EXPONENT, x)
    x = where_greater(LOWEST_EXPONENT, x, LOWEST_EXPONENT, x)
    shifted = multiply_add(x, 1.0 / math.log(2.0), ROUNDER)
    n = shifted - ROUNDER
    r = multiply_add(n, -LN2_LOW, multiply_add(n, -LN2_HIGH, x))
    p = multiply_add(r, 1.0 / 5040.0, 1.0 / 720.0)
    p = multiply_add(p, r, 1.0 / 120.0)
    p = multiply_add(p, r, 1.0 / 24.0)
    p = multiply_add(p, r, 1.0 / 6.0)
    p = multiply_add(p, r, 0.5)
    # e^r - 1 and not e^r: what is added last is exact, and so expm1 and tanh keep their digits near 0.
    return power_of_two(shifted), multiply_add(p * r, r, r)


def _exp32(x: Any) -> Any:
    power, rest = _reduced(x)
    return multiply_add(power, rest, power)


def _expm1_32(x: Any) -> Any:
    power, rest = _reduced(x)
    return multiply_add(power, rest, power - 1.0)


def _tanh32(x: Any) -> Any:
    """tanh(abs(x)) = -m / (m + 2) with m = e^(-2 abs(x)) - 1."""
    power, rest = _reduced(-2.0 * magnitude(x))
    m = multiply_add(power, rest, power - 1.0)
    # By the magnitude, so that m lies between -1 and 0 and never overflows; the sign comes back with the choice.
    result = m / (m + 2.0)
    return where_greater(x, 0.0, -result, result)


@compiled
def _sine_of_rest(r: Any) -> Any:
    """Taylor's series to r^13; for abs(r) <= pi / 2 the error is below 1e-9."""
    s = r * r
    p = multiply_add(s, 1.0 / 6227020800.0, -1.0 / 39916800.0)
    p = multiply_add(p, s, 1.0 / 362880.0)
    p = multiply_add(p, s, -1.0 / 5040.0)
    p = multiply_add(p, s, 1.0 / 120.0)
    p = multiply_add(p, s, -1.0 / 6.0)
    return multiply_add(p * s, r, r)


@compiled
def _without_multiples_of_pi(x: Any, n: Any) -> Any:
    rest = multiply_add(n, -PI_MIDDLE, multiply_add(n, -PI_HIGH, x))
    # From the largest part to the smallest: n times the first two is exact for as large an n as their zeros at the end
    # allow.
    return multiply_add(n, -PI_LOW, rest)


def _sin32(x: Any) -> Any:
    """X = r + n pi, so that sin x = (-1)^n sin r."""
    shifted = multiply_add(x, 1.0 / math.pi, ROUNDER)
    r = _without_multiples_of_pi(x, shifted - ROUNDER)
    return flip_sign(_sine_of_rest(r), shifted)


def _cos32(x: Any) -> Any:
    """X = r + (n + 1/2) pi, so that cos x = -(-1)^n sin r."""
    shifted = multiply_add(x, 1.0 / math.pi, -0.5) + ROUNDER
    r = _without_multiples_of_pi(x, (shifted - ROUNDER) + 0.5)
    return -flip_sign(_sine_of_rest(r), shifted)


def _log1p32(x: Any) -> Any:
    """2 artanh(s) with s = x / (2 + x) <= 1/3; series to s^15 (relative error 1e-9)."""
    s = x / (2.0 + x)
    q = s * s
    p = multiply_add(q, 1.0 / 15.0, 1.0 / 13.0)
    p = multiply_add(p, q, 1.0 / 11.0)
    p = multiply_add(p, q, 1.0 / 9.0)
    p = multiply_add(p, q, 1.0 / 7.0)
    p = multiply_add(p, q, 1.0 / 5.0)
    p = multiply_add(p, q, 1.0 / 3.0)
    return 2.0 * multiply_add(p * q, s, s)


# ---- float64, and the choice ---------------------------------------------------------------------------------------


def _each_lane(function: Callable[[float], float]) -> Callable[[Any], Any]:
    def apply(x: Any) -> Any:
        return pack4(function(lane(x, 0)), function(lane(x, 1)), function(lane(x, 2)), function(lane(x, 3)))

    return apply


def _provide(function: Callable[[Any], Any], single: Callable[[Any], Any], double: Callable[[float], float]) -> None:
    by_lane = _each_lane(double)

    def choose(x: Any) -> Any:
        if not isinstance(x, Vector):
            return None
        return single if x.scalar == types.float32 else by_lane

    overload(function)(choose)


_provide(exp, _exp32, math.exp)
_provide(expm1, _expm1_32, math.expm1)
_provide(tanh, _tanh32, math.tanh)
_provide(sin, _sin32, math.sin)
_provide(cos, _cos32, math.cos)
_provide(log1p, _log1p32, math.log1p)
