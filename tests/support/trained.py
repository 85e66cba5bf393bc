"""Small trained networks for tests of what leaves the program: together they have every kind of layer."""

from dataclasses import replace

import numpy as np

from playground.document.dataset import frozen
from playground.document.presets import document_for
from playground.experiments import single_run
from playground.experiments.tiles import varied
from playground.layers import (
    LAYER_KINDS,
    BatchNorm,
    Dense,
    DropoutLayer,
    FourierFeatures,
    GaussianNoise,
    Highway,
    LayerNorm,
    Residual,
)
from playground.training.headless import evaluate, train
from playground.training.state.answers import answers

POINTS = np.random.default_rng(7).uniform(-6.0, 6.0, (1000, 2))


def with_network(document, *layers):
    return replace(document, network=tuple(replace(layer, uid=i + 1) for i, layer in enumerate(layers)))


def _documents():
    activation = LAYER_KINDS["activation"]
    one = with_network(
        document_for("circle", ()),
        Dense(units=6, dropout=0.1),
        BatchNorm(),
        activation(activation="gelu"),
        Residual(activation="sine"),
    )
    three = with_network(
        document_for("spirals", ()), Dense(units=7, bias=False), GaussianNoise(), LayerNorm(), DropoutLayer(rate=0.05)
    )
    value = with_network(
        document_for("ripple", ()),
        FourierFeatures(),
        Dense(units=5, activation="mish"),
        activation(activation="gaussian"),
    )
    values = with_network(document_for("ripple", ()), Dense(units=5), Highway())
    data = values.dataset
    targets = np.column_stack([data.targets, data.samples[:, :1] / 6.0, 0.5 * data.targets**2])
    several = replace(data, targets=frozen(targets, np.float64), values=("a", "b", "c"), source=None)
    return {
        "three values": replace(values, dataset=several),
        "two classes": replace(one, inputs=("x", "y", "x2", "sin_y")),
        "three classes": three,
        "regression": replace(value, inputs=("x", "y", "y2", "xy", "sin_x")),
    }


DOCUMENTS = _documents()


def trained(document, epochs=3):
    """The document's weights after a few epochs, as a checkpoint's arrays."""
    return train(document, epochs=epochs, stepper="eager", device="cpu").checkpoint.to_arrays()


def sums(document, arrays):
    """What the window's network makes of `POINTS` before the answers, (1000, O)."""
    table = evaluate(document, arrays, POINTS, layers=True)
    return np.stack([column for name, column in table.items() if name.startswith("output.")], axis=1)


def shown(document, arrays):
    """The window's answers at `POINTS`, (1000, K)."""
    return answers(sums(document, arrays), document)


def trained_again(document, measure, variation):
    """The state at the end of a run of an experiment, which keeps no weights itself."""
    prepared = single_run.prepare(varied(document, variation), measure)
    assert not prepared.refusal
    return single_run.trained(prepared, variation.seed).checkpoint()
