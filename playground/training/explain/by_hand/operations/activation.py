"""Activations by hand: a = f(z), and back δ = f′(z) · ∂L/∂a."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.activations import ACTIVATIONS, LEAKY_SLOPE, SELU_ALPHA, SELU_SCALE
from playground.training.explain.by_hand.operations.base import Array, Back, Index, Made, OperationByHand, Passage, Walk
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine

if TYPE_CHECKING:
    from collections.abc import Callable


def _sigmoid(z: Array) -> Array:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))


def _gelu(z: Array, a: Array) -> Array:
    root = np.sqrt(2.0 / np.pi)
    bent = np.tanh(root * (z + 0.044715 * z**3))
    return np.asarray(0.5 * (1.0 + bent) + 0.5 * z * (1.0 - bent**2) * root * (1.0 + 3.0 * 0.044715 * z**2))


def _mish(z: Array, a: Array) -> Array:
    bent = np.tanh(np.logaddexp(0.0, z))
    return np.asarray(bent + z * (1.0 - bent**2) * _sigmoid(z))


def _exponential(z: Array, scale: float, alpha: float) -> Array:
    return np.where(z > 0.0, scale, scale * alpha * np.exp(np.minimum(z, 0.0)))


SLOPES: dict[str, tuple[Callable[[Array, Array], Array], str]] = {
    "linear": (lambda z, a: np.ones_like(z), "1"),
    "tanh": (lambda z, a: 1.0 - a**2, "1 − a²"),
    "relu": (lambda z, a: (z > 0.0).astype(float), "1 where z > 0, else 0"),
    "sigmoid": (lambda z, a: a * (1.0 - a), "a (1 − a)"),
    "gelu": (_gelu, "GELU′(z)"),
    "leaky_relu": (lambda z, a: np.where(z > 0.0, 1.0, LEAKY_SLOPE), f"1 where z > 0, else {LEAKY_SLOPE}"),
    "elu": (lambda z, a: _exponential(z, 1.0, 1.0), "1 where z > 0, else exp z"),
    "selu": (lambda z, a: _exponential(z, SELU_SCALE, SELU_ALPHA), "SELU′(z)"),
    "silu": (lambda z, a: _sigmoid(z) * (1.0 + z * (1.0 - _sigmoid(z))), "σ(z) (1 + z (1 − σ(z)))"),
    "mish": (_mish, "Mish′(z)"),
    "softplus": (lambda z, a: _sigmoid(z), "σ(z)"),
    "sine": (lambda z, a: np.cos(z), "cos z"),
    "gaussian": (lambda z, a: -2.0 * z * a, "−2 z a"),
}
"""The derivative of each activation, a function of its sum z and of what it gave, a; and how it is written."""
STEP = 1e-6
"""Of the differences that stand for the derivative of an activation that has no row here."""


def slope_of(function: str, z: Array, a: Array) -> Array:
    """f′(z) of an activation of the catalogue, number by number."""
    if function in SLOPES:
        return np.asarray(SLOPES[function][0](z, a), dtype=float)
    curve = ACTIVATIONS[function].curve
    return np.asarray((curve(z + STEP) - curve(z - STEP)) / (2.0 * STEP))


class ActivationByHand(OperationByHand):
    """f(z), and d f′(z)."""

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """The function of every sum."""
        return np.asarray(ACTIVATIONS[operation.function].curve(entering), dtype=float), ()

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """The error behind it times the derivative of the function."""
        return error * slope_of(_function(passage), passage.entering, passage.leaving), (), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine | None:
        """The function of the sum."""
        function = _function(passage)
        if function == "linear":
            return None
        at = (sample, *index)
        title = ACTIVATIONS[function].title
        term = SumTerm((Factor("z", float(passage.entering[at]), "the sum"),))
        return WrittenLine("a", f"a = {title}(z)", (term,), function=title, result=float(passage.leaving[at]))

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine | None:
        """The derivative times the error at what left."""
        function = _function(passage)
        if function == "linear":
            return None
        at = (sample, *index)
        slope = float(slope_of(function, passage.entering[at], passage.leaving[at]))
        title = ACTIVATIONS[function].title
        written = SLOPES[function][1] if function in SLOPES else f"{title}′(z)"
        factors = (
            Factor(written, slope, f"the derivative of {title}"),
            Factor("∂L/∂a", float(passage.error_out[at]), "what comes back from behind"),
        )
        return WrittenLine("δ", f"δ = f′(z) · ∂L/∂a, with f′ = {written}", (SumTerm(factors),))


def _function(passage: Passage) -> str:
    name: str = getattr(passage.operation, "function", "linear")
    return name
