"""The ONNX model is valid and says what the window says, by the reference evaluator (the extra `onnx`)."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.domains.plane.inputs import INPUTS
from playground.interop.exports.lowered import weights_of
from playground.interop.exports.onnx_model import onnx_model
from playground.layers import Dense
from playground.operations.activations import ACTIVATIONS
from tests.support import trained

onnx = pytest.importorskip("onnx")


def run(document, arrays):
    from onnx.reference import ReferenceEvaluator

    model = onnx.load_from_string(onnx_model(document, weights_of(document, arrays), "a test"))
    onnx.checker.check_model(model, full_check=True)
    evaluator = ReferenceEvaluator(model)
    return dict(
        zip(evaluator.output_names, evaluator.run(None, {"points": trained.POINTS.astype(np.float32)}), strict=True)
    )


def compare(document, arrays):
    found = run(document, arrays)
    expected = trained.shown(document, arrays)
    if document.task == "regression":
        assert np.abs(found["value"] - expected).max() < 1e-5
        return
    scale = max(np.abs(trained.sums(document, arrays)).max(), 1.0)
    assert np.abs(found["logits"] - trained.sums(document, arrays)).max() < 1e-5 * scale
    said = found["probabilities" if resolve(document).gives_probabilities else "scores"]
    if said.shape[1] == 1:
        expected = expected[:, 1:]
    assert np.abs(said - expected).max() < 1e-5


@pytest.mark.parametrize("name", trained.DOCUMENTS)
def test_outputs_equal_the_windows(name):
    document = trained.DOCUMENTS[name]
    compare(document, trained.trained(document))


@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy", "hinge", "mse"])
@pytest.mark.parametrize("generator", ["circle", "spirals"])
def test_every_output_is_read_as_the_window_reads_it(generator, loss):
    document = document_for(generator, (4,))
    compare(replace(document, training=replace(document.training, loss=loss)), {})


def test_36_classes():
    compare(document_for("blobs", (5,), parameter=36), {})


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation(activation):
    compare(trained.with_network(document_for("circle", ()), Dense(units=3, activation=activation)), {})


@pytest.mark.parametrize("inputs", [(name,) for name in INPUTS] + [tuple(INPUTS)])
def test_every_input(inputs):
    compare(replace(document_for("circle", (2,)), inputs=inputs), {})
