"""The numpy module says what the window says."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.interop.exports.lowered import weights_of
from playground.interop.exports.numpy_module import numpy_code
from playground.interop.exports.torch_module import ExportError
from playground.layers import Dense
from playground.operations.activations import ACTIVATIONS
from tests.support import trained
from tests.support.kinds import ROW_KINDS


def run(document, arrays):
    names = {"__name__": "exported"}
    exec(numpy_code(document, weights_of(document, arrays), "a test"), names)
    return names["answers"](trained.POINTS)


def test_the_three_examples_have_every_kind_of_layer():
    kinds = {layer.kind for document in trained.DOCUMENTS.values() for layer in document.network}
    assert kinds == set(ROW_KINDS)


@pytest.mark.parametrize("name", trained.DOCUMENTS)
def test_answers_equal_the_windows(name):
    document = trained.DOCUMENTS[name]
    arrays = trained.trained(document)
    expected = trained.shown(document, arrays)
    found = run(document, arrays)
    if found.ndim == 1:
        expected = expected[:, -1]
    assert np.abs(found - expected).max() < 1e-5


@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy", "hinge", "mse"])
@pytest.mark.parametrize("generator", ["circle", "spirals"])
def test_every_output_is_read_as_the_window_reads_it(generator, loss):
    document = document_for(generator, (4,))
    document = replace(document, training=replace(document.training, loss=loss))
    found = run(document, {})
    expected = trained.shown(document, None)
    assert np.abs(found - (expected[:, -1] if found.ndim == 1 else expected)).max() < 1e-5


def test_36_classes():
    document = document_for("blobs", (5,), parameter=36)
    assert np.abs(run(document, {}) - trained.shown(document, None)).max() < 1e-5


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation(activation):
    document = trained.with_network(document_for("circle", ()), Dense(units=3, activation=activation))
    assert np.abs(run(document, {}) - trained.shown(document, None)[:, -1]).max() < 1e-5


def test_a_network_too_large_for_a_text_is_refused():
    document = document_for("circle", (400, 400))
    with pytest.raises(ExportError, match="safetensors"):
        numpy_code(document, weights_of(document, {}), "large")


def test_weights_of_another_network_are_refused():
    arrays = trained.trained(document_for("circle", (3,)), epochs=1)
    with pytest.raises(ExportError, match="another network"):
        weights_of(document_for("circle", (4,)), arrays)


def test_a_kind_that_the_kernel_does_not_know_is_named(monkeypatch):
    document = document_for("circle", (3,))
    monkeypatch.setattr(Dense, "lower", lambda _layer, _shape: None)
    weights = weights_of(document, {})
    with pytest.raises(ExportError, match="Dense can only be exported as PyTorch"):
        numpy_code(document, weights, "no operations")
