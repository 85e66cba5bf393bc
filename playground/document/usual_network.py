"""The network and the settings that a person begins with, for samples of each shape."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playground.document.plan import in_place
from playground.domains.picture.augmentation import Augmentation, usual_augmentation
from playground.layers import LAYER_KINDS, Dense
from playground.operations.shape import ShapeError

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.training import Training
    from playground.layers import Layer
    from playground.operations.shape import Shape

USUAL_UNITS = (8, 8)
PICTURE_RATE, PICTURE_BATCH = 0.003, 32
"""With these a small convolutional network reads 97 % of the digits after some seconds."""


def usual_network(shape: Shape) -> tuple[Layer, ...]:
    """Two dense layers for numbers in a row; two convolutions with pooling for pictures, 1,898 parameters for digits.

    Args:
        shape: Of a sample.
    """
    if len(shape) == 1:
        return tuple(Dense(uid=place, units=units) for place, units in enumerate(USUAL_UNITS, start=1))
    kinds = (
        LAYER_KINDS["conv2d"](channels=8),  # type: ignore[call-arg]  # the table knows layers by what all have
        LAYER_KINDS["max_pool"](),
        LAYER_KINDS["conv2d"](channels=16),  # type: ignore[call-arg]
        LAYER_KINDS["max_pool"](),
        LAYER_KINDS["flatten"](),
    )
    return tuple(replace(layer, uid=place) for place, layer in enumerate(kinds, start=1))


def usual_training(shape: Shape, training: Training) -> Training:
    """The optimizer, rate, batch and variation that suit such samples; all else stays."""
    usual = type(training)()
    rate, batch, varied = usual.learning_rate, usual.batch_size, Augmentation()
    if len(shape) > 1:
        rate, batch, varied = PICTURE_RATE, PICTURE_BATCH, usual_augmentation(shape[-1])
    training = replace(training, optimizer="adam", learning_rate=rate, batch_size=batch, schedule=usual.schedule)
    return with_augmentation(training, varied)


def with_augmentation(training: Training, varied: Augmentation) -> Training:
    """Settings that vary training pictures so much."""
    return replace(
        training,
        augment_shift=varied.shift,
        augment_turn=varied.turn,
        augment_scale=varied.scale / 100.0,
        augment_stroke=varied.stroke,
        augment_noise=varied.noise / 100.0,
    )


def augmentation_of(document: Document) -> Augmentation:
    """By how much a document varies its training pictures; not at all where samples are no pictures."""
    training = document.training
    if len(document.dataset.shape) == 1:
        return Augmentation()
    return Augmentation(
        training.augment_shift,
        training.augment_turn,
        training.augment_scale * 100.0,
        training.augment_stroke,
        training.augment_noise * 100.0,
    )


def with_flatten(document: Document) -> Document:
    """A network in which pictures are laid out in a row where a layer needs numbers in a row; the same where none is.

    A Flatten is put before the first such layer that maps enter, the output included.
    """
    network: list[Layer] = []
    shape: Shape = document.dataset.shape
    if len(shape) == 1:
        return document
    for layer in (*document.network, document.output.as_dense(1)):
        if needs_row(layer, shape):
            flatten = LAYER_KINDS["flatten"](uid=_free_uid(document, network))
            network.append(flatten)
            shape = flatten.shape_out(shape)
        network.append(layer)
        try:
            shape = in_place(layer, shape).shape_out
        except ShapeError:  # refused in words where the network is looked at
            continue
    if len(network) == len(document.network) + 1:
        return document
    return replace(document, network=tuple(network[:-1]))


def needs_row(layer: Layer, shape: Shape) -> bool:
    """Whether a layer refuses maps of a shape, and takes the same numbers in a row."""
    return len(shape) > 1 and not takes(layer, shape) and takes(layer, LAYER_KINDS["flatten"]().shape_out(shape))


def takes(layer: Layer, shape: Shape) -> bool:
    """Whether a shape can enter a layer."""
    return not _refusal(layer, shape)


def entering(layer: Layer, shape: Shape) -> Shape:
    """What enters a layer that is put where `shape` is: the same, or laid out in a row where it brings its Flatten."""
    return LAYER_KINDS["flatten"]().shape_out(shape) if needs_row(layer, shape) else shape


def refusal(layer: Layer, shape: Shape) -> str:
    """Why a layer cannot be put where `shape` is, a sentence; empty where it can, with its Flatten or without."""
    return "" if needs_row(layer, shape) else _refusal(layer, shape)


def _refusal(layer: Layer, shape: Shape) -> str:
    try:
        layer.shape_out(shape)
    except ShapeError as error:
        return str(error)
    return ""


def _free_uid(document: Document, network: list[Layer]) -> int:
    return max((layer.uid for layer in (*document.network, *network)), default=0) + 1
