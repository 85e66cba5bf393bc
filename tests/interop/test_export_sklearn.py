"""The estimator learns what the network learns, and what it does not have is named."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.interop.exports.sklearn_model import sklearn_code
from playground.interop.exports.torch_module import ExportError
from playground.layers import BatchNorm, Dense
from tests.support.trained import with_network


def with_training(document, **values):
    return replace(document, training=replace(document.training, **values))


def fitted(document):
    names = {"__name__": "exported"}
    exec(sklearn_code(document, "a test"), names)
    model = names["build"]()
    model.fit(*names["load"](names["TRAIN"]))
    return model, model.score(*names["load"](names["TEST"]))


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(
    ("generator", "values"),
    [
        ("circle", {"stop_epochs": 30, "l2": 0.0001}),
        ("blobs", {"stop_epochs": 30}),
        ("reg-plane", {"stop_epochs": 20, "optimizer": "sgd", "momentum": 0.5, "learning_rate": 0.01}),
    ],
)
def test_it_learns(generator, values):
    document = with_training(document_for(generator, (6, 4)), **values)
    model, score = fitted(document)
    network = model[-1]
    assert score > 0.9
    assert network.hidden_layer_sizes == (6, 4)
    assert network.n_iter_ == values["stop_epochs"]
    assert np.isclose(network.alpha, values.get("l2", 0.0) * 10)


BASE = document_for("circle", (4,))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (with_network(BASE, Dense(units=3), BatchNorm()), "Batch norm layer"),
        (with_network(BASE, Dense(units=3, activation="sine")), "activation sine"),
        (with_network(BASE, Dense(units=3), Dense(units=3, activation="relu")), "second activation"),
        (with_network(BASE, Dense(units=3, dropout=0.1)), "dropout"),
        (with_training(BASE, loss="hinge"), "loss hinge"),
        (with_training(BASE, optimizer="rmsprop"), "optimizer RMSprop"),
        (with_training(BASE, l1=0.1), "L1"),
        (with_training(BASE, schedule="cosine"), "schedule"),
    ],
)
def test_what_it_does_not_have_is_named(document, words):
    with pytest.raises(ExportError, match=f"has no .*{words}"):
        sklearn_code(document, "a test")
