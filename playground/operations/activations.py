"""The catalogue of activations: one row each, the curve in numpy and the function in torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch

Array = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Activation:
    """One elementwise function.

    Attributes:
        title: As menus show it.
        code: Its number in the fused kernel.
        curve: The function in numpy, for the curve on its button.
        bound: Largest magnitude of the output, None when it grows without limit.
        explanation: One sentence for the tooltip.
        module: The torch module as code; empty for none at all.
        formula: The function of z as numpy code.
        definition: The class that `module` names, as code, where torch has none.
    """

    title: str
    code: int
    curve: Callable[[Array], Array]
    bound: float | None
    explanation: str
    module: str
    formula: str
    definition: str = ""


SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805
"""Klambauer et al. 2017, Self-Normalizing Neural Networks, equation 14."""
LEAKY_SLOPE = 0.01


def _sigmoid(z: Array) -> Array:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))


def _softplus(z: Array) -> Array:
    return np.logaddexp(0.0, z)


def _gelu(z: Array) -> Array:
    """The tanh form (Hendrycks and Gimpel 2016); the kernel and torch use it as well."""
    return np.asarray(0.5 * z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3))))


def _elu(z: Array) -> Array:
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))


def _selu(z: Array) -> Array:
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0.0)))


_SINE = '''\
class Sine(nn.Module):
    """sin z."""

    def forward(self, z):
        return torch.sin(z)
'''
_GAUSSIAN = '''\
class Gaussian(nn.Module):
    """exp(-z²)."""

    def forward(self, z):
        return torch.exp(-z * z)
'''

ACTIVATIONS: dict[str, Activation] = {
    "tanh": Activation(
        "tanh",
        1,
        np.tanh,
        1.0,
        "Squashes to between −1 and 1; smooth, saturates.",
        "nn.Tanh()",
        "np.tanh(z)",
    ),
    "relu": Activation(
        "ReLU",
        2,
        lambda z: np.maximum(z, 0.0),
        None,
        "Zero below, straight above: folds the plane.",
        "nn.ReLU()",
        "np.maximum(z, 0.0)",
    ),
    "sigmoid": Activation(
        "sigmoid",
        3,
        _sigmoid,
        1.0,
        "Squashes to between 0 and 1; gradients fade with depth.",
        "nn.Sigmoid()",
        "0.5 * (1.0 + np.tanh(0.5 * z))",
    ),
    "gelu": Activation(
        "GELU",
        4,
        _gelu,
        None,
        "A smooth ReLU, weighted by the normal distribution.",
        'nn.GELU(approximate="tanh")',
        "0.5 * z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)))",
    ),
    "linear": Activation("linear", 0, lambda z: z, None, "Passes the sum on: no bending at all.", "", "z"),
    "leaky_relu": Activation(
        "leaky ReLU",
        5,
        lambda z: np.where(z > 0, z, LEAKY_SLOPE * z),
        None,
        "A ReLU that keeps a little slope below zero, so units cannot die.",
        f"nn.LeakyReLU({LEAKY_SLOPE})",
        f"np.where(z > 0.0, z, {LEAKY_SLOPE} * z)",
    ),
    "elu": Activation(
        "ELU",
        6,
        _elu,
        None,
        "Straight above zero, an exponential down to −1 below.",
        "nn.ELU()",
        "np.where(z > 0.0, z, np.expm1(np.minimum(z, 0.0)))",
    ),
    "selu": Activation(
        "SELU",
        7,
        _selu,
        None,
        "An ELU scaled so that deep stacks normalize themselves.",
        "nn.SELU()",
        f"{SELU_SCALE} * np.where(z > 0.0, z, {SELU_ALPHA} * np.expm1(np.minimum(z, 0.0)))",
    ),
    "silu": Activation(
        "SiLU",
        8,
        lambda z: z * _sigmoid(z),
        None,
        "z times its sigmoid, also called swish.",
        "nn.SiLU()",
        "z * 0.5 * (1.0 + np.tanh(0.5 * z))",
    ),
    "mish": Activation(
        "Mish",
        9,
        lambda z: z * np.tanh(_softplus(z)),
        None,
        "z times the tanh of its softplus; very smooth.",
        "nn.Mish()",
        "z * np.tanh(np.logaddexp(0.0, z))",
    ),
    "softplus": Activation(
        "softplus",
        10,
        _softplus,
        None,
        "A ReLU with a rounded corner.",
        "nn.Softplus()",
        "np.logaddexp(0.0, z)",
    ),
    "sine": Activation(
        "sine",
        11,
        np.sin,
        1.0,
        "Waves: learns fine detail and repeats.",
        "Sine()",
        "np.sin(z)",
        _SINE,
    ),
    "gaussian": Activation(
        "Gaussian",
        12,
        lambda z: np.exp(-(z**2)),
        1.0,
        "A bump around zero: each unit lights up one stripe.",
        "Gaussian()",
        "np.exp(-(z**2))",
        _GAUSSIAN,
    ),
}
"""By the name that documents use, in the order in which menus offer them."""


def torch_function(name: str) -> Callable[[torch.Tensor], torch.Tensor]:
    """The activation as a function of tensors.

    Raises:
        KeyError: No activation has this name.
    """
    import torch

    functional = torch.nn.functional
    functions: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
        "linear": lambda z: z,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "sigmoid": torch.sigmoid,
        "gelu": lambda z: functional.gelu(z, approximate="tanh"),
        "leaky_relu": lambda z: functional.leaky_relu(z, LEAKY_SLOPE),
        "elu": functional.elu,
        "selu": functional.selu,
        "silu": functional.silu,
        "mish": functional.mish,
        "softplus": functional.softplus,
        "sine": torch.sin,
        "gaussian": lambda z: torch.exp(-z * z),
    }
    return functions[name]
