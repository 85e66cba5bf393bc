"""One file for each layer kind: its fields, its shape rule, its builder. A new kind is one file and one line here."""

from playground.layers.activation import ActivationLayer
from playground.layers.avg_pool import AveragePool
from playground.layers.base import Buffer, Layer, Parameter, by_name
from playground.layers.batch_norm import BatchNorm
from playground.layers.conv2d import Conv2d
from playground.layers.conv_transpose import ConvTranspose
from playground.layers.dense import Dense
from playground.layers.dropout import DropoutLayer
from playground.layers.flatten import Flatten
from playground.layers.fourier import FourierFeatures
from playground.layers.gaussian_noise import GaussianNoise
from playground.layers.global_avg_pool import GlobalAverage
from playground.layers.highway import Highway
from playground.layers.layer_norm import LayerNorm
from playground.layers.max_pool import MaxPool
from playground.layers.output import OutputLayer
from playground.layers.residual import Residual
from playground.layers.residual_conv import ResidualConv
from playground.layers.separable_conv import SeparableConv
from playground.layers.upsample import Upsample

LAYER_KINDS = by_name(
    Dense,
    ActivationLayer,
    Residual,
    Highway,
    Conv2d,
    SeparableConv,
    ResidualConv,
    ConvTranspose,
    MaxPool,
    AveragePool,
    GlobalAverage,
    Upsample,
    Flatten,
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
    "AveragePool",
    "BatchNorm",
    "Buffer",
    "Conv2d",
    "ConvTranspose",
    "Dense",
    "DropoutLayer",
    "Flatten",
    "FourierFeatures",
    "GaussianNoise",
    "GlobalAverage",
    "Highway",
    "Layer",
    "LayerNorm",
    "MaxPool",
    "OutputLayer",
    "Parameter",
    "Residual",
    "ResidualConv",
    "SeparableConv",
    "Upsample",
]
