"""Twelve runs that are broken in one way each, by the key of the finding that should be named; and healthy ones."""

from dataclasses import replace

import numpy as np

from playground.document.dataset import default_classes, frozen
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.interop.sources import open_source
from playground.layers import LAYER_KINDS, Dense


def _points(document, points, targets, **fields):
    data = make_dataset(points, targets, default_classes(int(max(targets)) + 1))
    return set_dataset(document, replace(data, **fields))


def contradicting_labels():
    """Every third point of two blobs is there a second time, with the other class."""
    document = document_for("gauss", (6,), count=120, noise=0.1)
    data = document.dataset
    again = np.arange(0, len(data), 3)
    return _points(
        document,
        np.concatenate([data.samples, data.samples[again]]),
        np.concatenate([data.targets, 1 - data.targets[again]]),
        is_test=frozen(np.concatenate([data.is_test, data.is_test[again]]), np.bool_),
    )


def unbalanced_classes():
    """A blob of 45 points inside a cloud of 900 of the other class."""
    random = np.random.default_rng(1)
    many, few = random.normal(0.0, 2.0, (900, 2)), random.normal((2.0, 0.0), 0.7, (45, 2))
    document = document_for("gauss", (6,), count=40)
    return _points(document, np.concatenate([many, few]), np.repeat([0, 1], [900, 45]))


def input_scale():
    """One column is a thousand times as large as the other, which tells the classes apart."""
    random = np.random.default_rng(2)
    points = random.normal(0.0, 1.0, (200, 2)) * (5.0, 0.01)
    document = document_for("gauss", (4,), count=40)
    return _points(document, points, (points[:, 1] > 0.0).astype(int))


def narrow_layer():
    """A disc in a ring for two units."""
    return document_for("circle", (2,), count=200)


def dead_units():
    """ReLUs whose first biases are so far apart that half of them never answer."""
    document = document_for("moons", (6, 6), count=200)
    network = tuple(replace(one, activation="relu") for one in document.network)
    return change_training(replace(document, network=network), bias_spread=10.0, optimizer="sgd", learning_rate=0.01)


def saturated_units():
    """Points that are hundreds of units apart for tanh."""
    document = document_for("xor", (6,), count=200, noise=0.05)
    data = document.dataset
    return replace(document, dataset=replace(data, samples=frozen(data.samples * 40.0, np.float64)))


def vanishing_gradients():
    """Eight layers of sigmoids."""
    document = document_for("xor", (6,) * 8, count=200, noise=0.05)
    return replace(document, network=tuple(replace(one, activation="sigmoid") for one in document.network))


def exploding_gradients():
    """Residual layers without end, none of them normalised."""
    document = document_for("moons", (8,), count=200)
    layer = LAYER_KINDS["residual"](activation="relu")
    network = (document.network[0], *(replace(layer, uid=2 + number) for number in range(14)))
    return change_training(replace(document, network=network), initialization="he", optimizer="sgd", learning_rate=0.03)


def rate_too_high():
    """Adam in strides."""
    return change_training(document_for("moons", (8, 8), count=200), learning_rate=3.0)


def rate_too_low():
    """Gradient descent at a snail's pace."""
    document = document_for("moons", (8,), count=200)
    return change_training(document, optimizer="sgd", learning_rate=0.0001)


def memorising():
    """Thirty noisy points for a large network."""
    document = document_for("moons", (32, 32), count=80, noise=0.5)
    return change_training(document, learning_rate=0.01)


def plateau():
    """All first weights are zero."""
    return change_training(document_for("xor", (6,), count=200, noise=0.05), initialization="zeros")


BROKEN = {
    make.__name__: make
    for make in (
        contradicting_labels,
        unbalanced_classes,
        input_scale,
        narrow_layer,
        dead_units,
        saturated_units,
        vanishing_gradients,
        exploding_gradients,
        rate_too_high,
        rate_too_low,
        memorising,
        plateau,
    )
}
HEALTHY = ("spiral", "circle", "xor", "gauss", "moons", "pinwheel", "four-blobs", "plane", "sine-wave", "normalised")


def healthy(name):
    """A document of an example."""
    return open_source(name).document


__all__ = ["BROKEN", "HEALTHY", "Dense", "healthy"]
