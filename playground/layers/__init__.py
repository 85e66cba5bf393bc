"""One file for each layer kind: its fields, its shape rule, its builder. A new kind is one file and one line here."""

from playground.layers.activation import ActivationLayer
from playground.layers.base import LAYER_KINDS, Buffer, Layer, Parameter
from playground.layers.batch_norm import BatchNorm
from playground.layers.dense import Dense
from playground.layers.dropout import DropoutLayer
from playground.layers.gaussian_noise import GaussianNoise
from playground.layers.layer_norm import LayerNorm
from playground.layers.residual import Residual

__all__ = [
    "LAYER_KINDS",
    "ActivationLayer",
    "BatchNorm",
    "Buffer",
    "Dense",
    "DropoutLayer",
    "GaussianNoise",
    "Layer",
    "LayerNorm",
    "Parameter",
    "Residual",
]
