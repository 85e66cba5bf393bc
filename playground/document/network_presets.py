"""Networks to begin with: those of the field's history for pictures, plain stacks of dense layers for the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

from playground.document.plan import in_place, resolve
from playground.document.usual_network import usual_network
from playground.layers import (
    AveragePool,
    Conv2d,
    Dense,
    DropoutLayer,
    Flatten,
    MaxPool,
)
from playground.operations.shape import PICTURE_AXES, ShapeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.layers import Layer
    from playground.operations.shape import Shape

    Network = tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class NetworkPreset:
    """Hidden layers that take the place of a document's.

    Attributes:
        name: On the command line.
        title: In menus.
        summary: One sentence of what it is.
        layers: Makes them, their uids 0, for the shape of what enters and the units of the output.
        of_pictures: Whether they begin with a picture.
    """

    name: str
    title: str
    summary: str
    layers: Callable[[Shape, int], Network]
    of_pictures: bool = False

    def suits(self, document: Document) -> bool:
        """Whether it can take the document's samples."""
        return self.of_pictures == (len(document.dataset.shape) == PICTURE_AXES)

    def parameter_count(self, document: Document) -> int:
        """How many numbers the document's network would learn with it."""
        return _parameter_count(self, _entering(document), resolve(document).head.units)


def presets_for(document: Document) -> tuple[NetworkPreset, ...]:
    """Those that can take the document's samples, in the order of menus; the first is the usual one."""
    return tuple(preset for preset in NETWORK_PRESETS.values() if preset.suits(document))


def with_preset(document: Document, preset: NetworkPreset) -> Document:
    """Put a preset's layers in place of the document's; new weights are drawn for all of them."""
    wanted = preset.layers(_entering(document), resolve(document).head.units)
    if wanted == tuple(replace(layer, uid=0) for layer in document.network):
        return document
    first = max((layer.uid for layer in document.network), default=0) + 1
    network = tuple(replace(layer, uid=uid) for uid, layer in enumerate(wanted, start=first))
    return replace(document, network=network)


def _entering(document: Document) -> Shape:
    """What enters the network, a picture also where its input is off."""
    shape = document.dataset.shape
    return shape if len(shape) == PICTURE_AXES else resolve(document).shape_in


@lru_cache(maxsize=256)  # menus say it
def _parameter_count(preset: NetworkPreset, shape: Shape, outputs: int) -> int:
    count = 0
    for layer in (*preset.layers(shape, outputs), Dense(units=outputs)):
        placed = in_place(layer, shape)
        count, shape = count + sum(prod(one.shape) for one in placed.parameters), placed.shape_out
    return count


def _usual(shape: Shape, _outputs: int) -> Network:
    return tuple(replace(layer, uid=0) for layer in usual_network(shape))


# ---- of pictures -----------------------------------------------------------------------------------------------------


def _three_convolutions(_shape: Shape, _outputs: int) -> Network:
    return (
        Conv2d(channels=8),
        MaxPool(),
        Conv2d(channels=16),
        MaxPool(),
        Conv2d(channels=32),
        MaxPool(),
        Flatten(),
    )


def _lenet(shape: Shape, _outputs: int) -> Network:
    """LeNet-5 (LeCun et al. 1998), with a rim of zeros around pictures and maps that are too small without."""
    choices = ("valid", "valid"), ("same", "valid"), ("same", "same")
    convolutions = next(made for paddings in choices if _fits(made := _lenet_convolutions(*paddings), shape))
    return *convolutions, Flatten(), Dense(units=120), Dense(units=84)


def _lenet_convolutions(first: str, second: str) -> Network:
    return (
        Conv2d(channels=6, kernel=5, padding=first, activation="tanh"),
        AveragePool(),
        Conv2d(channels=16, kernel=5, padding=second, activation="tanh"),
        AveragePool(),
    )


def _fits(network: Network, shape: Shape) -> bool:
    try:
        for layer in network:
            shape = in_place(layer, shape).shape_out
    except ShapeError:
        return False
    return True


def _alexnet(_shape: Shape, _outputs: int) -> Network:
    """An eighth of the channels of Krizhevsky, Sutskever and Hinton 2012, and a 32nd of the neurons."""
    return (
        Conv2d(channels=12, kernel=5),
        MaxPool(),
        Conv2d(channels=32, kernel=5),
        MaxPool(),
        Conv2d(channels=48),
        Conv2d(channels=48),
        Conv2d(channels=32),
        MaxPool(),
        Flatten(),
        Dense(units=128, activation="relu"),
        DropoutLayer(rate=0.5),
        Dense(units=128, activation="relu"),
        DropoutLayer(rate=0.5),
    )


def _dense_alike(shape: Shape, outputs: int) -> Network:
    """Two dense layers, as even as can be, that have as many parameters as three convolutions, to one in 500."""
    wanted, inputs = _parameter_count(NETWORK_PRESETS["three-convolutions"], shape, outputs), prod(shape)

    def pair(first: int) -> tuple[tuple[int, int], tuple[int, int]]:
        rest, each = wanted - (inputs + 1) * first - outputs, first + 1 + outputs
        second = max(1, round(rest / each))
        return (max(abs(second * each - rest), wanted // 500), abs(first - second)), (first, second)

    _, (first, second) = min(pair(first) for first in range(1, wanted // (inputs + 1) + 1))
    return Flatten(), Dense(units=first, activation="relu"), Dense(units=second, activation="relu")


# ---- of numbers in a row ---------------------------------------------------------------------------------------------


def _dense(*units: int) -> Callable[[Shape, int], Network]:
    network = tuple(Dense(units=count) for count in units)
    return lambda _shape, _outputs: network


NETWORK_PRESETS = {
    preset.name: preset
    for preset in (
        NetworkPreset(
            "small-convolutions",
            "Small convolutions",
            "Two convolutions with a pooling behind each: learns digits in seconds.",
            _usual,
            of_pictures=True,
        ),
        NetworkPreset(
            "lenet",
            "LeNet",
            "LeNet-5 of 1998, as large as the picture allows: two convolutions, then two dense layers.",
            _lenet,
            of_pictures=True,
        ),
        NetworkPreset(
            "three-convolutions",
            "Three convolutions",
            "Edges, parts, whole things: three convolutions with a pooling behind each.",
            _three_convolutions,
            of_pictures=True,
        ),
        NetworkPreset(
            "small-alexnet",
            "AlexNet's shape at this size",
            "Five convolutions and two dense layers with dropout, as in 2012, an eighth as wide.",
            _alexnet,
            of_pictures=True,
        ),
        NetworkPreset(
            "dense-alike",
            "Dense with as many parameters",
            "Two dense layers with as many parameters as Three convolutions, to compare them.",
            _dense_alike,
            of_pictures=True,
        ),
        NetworkPreset("two-layers", "Two layers of 8", "Two dense layers of 8 neurons.", _usual),
        NetworkPreset("no-layer", "No hidden layer", "One straight line, or one for each class.", _dense()),
        NetworkPreset("one-layer", "One layer of 8", "8 lines, mixed once.", _dense(8)),
        NetworkPreset("deep", "Four layers of 16", "Deeper and wider: finer borders.", _dense(16, 16, 16, 16)),
    )
}
"""Every preset by name, in the order of menus; of each kind of sample the first is the usual one."""
