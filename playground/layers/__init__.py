"""One file for each layer kind: its fields, its shape rule, its builder. A new kind is one file and one line here."""

from playground.layers.activation import ActivationLayer
from playground.layers.base import Buffer, Layer, Parameter, by_name
from playground.layers.batch_norm import BatchNorm
from playground.layers.conv2d import Conv2d
from playground.layers.dense import Dense
from playground.layers.dropout import DropoutLayer
from playground.layers.fourier import FourierFeatures
from playground.layers.gaussian_noise import GaussianNoise
from playground.layers.highway import Highway
from playground.layers.layer_norm import LayerNorm
from playground.layers.output import OutputLayer
from playground.layers.residual import Residual

LAYER_KINDS = by_name(
    Dense,
    ActivationLayer,
    Residual,
    Highway,
    Conv2d,
    DropoutLayer,
    BatchNorm,
    LayerNorm,
    GaussianNoise,
    FourierFeatures,
)
"""Every kind by name, in the order in which menus offer them."""

__all__ = [
    "LAYER_KINDS",
    "ActivationLayer",
    "BatchNorm",
    "Buffer",
    "Conv2d",
    "Dense",
    "DropoutLayer",
    "FourierFeatures",
    "GaussianNoise",
    "Highway",
    "Layer",
    "LayerNorm",
    "OutputLayer",
    "Parameter",
    "Residual",
]
