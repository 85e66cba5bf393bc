"""What leaves the program of a standardised document works on the person's units, as `evaluate` does."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load

from playground.interop.exports.lowered import weights_of
from playground.interop.exports.numpy_module import numpy_code
from playground.interop.exports.onnx_model import onnx_model
from playground.interop.exports.report import COLOURS, report_page
from playground.interop.exports.script import script
from playground.interop.exports.sklearn_model import sklearn_code
from playground.interop.exports.torch_module import network_code
from playground.interop.exports.weights import safetensors_weights
from playground.training.headless import evaluate, train
from playground.training.state.network_inputs import network_inputs
from tests.support.scaled import exam_document, house_document

EPOCHS = 40


def curved(document):
    return replace(document, inputs=("x", "y", "x2", "sin_y"))


@pytest.fixture(
    scope="module",
    params=[exam_document, house_document, lambda: curved(exam_document()), lambda: curved(house_document())],
    ids=["exams", "houses", "exams, curved", "houses, curved"],
)
def work(request):
    """A document, its trained weights, and what `evaluate` says at its own points."""
    document = request.param()
    arrays = train(document, epochs=EPOCHS, stepper="eager").checkpoint.to_arrays()
    said = evaluate(document, arrays, document.dataset.places)
    return document, arrays, said["p_1" if document.dataset.classes else "value"]


def spread_of(document):
    return 1.0 if document.dataset.classes else document.scaling.value.scale


def test_numpy_takes_and_gives_units(work):
    document, arrays, said = work
    names = {"__name__": "exported"}
    exec(numpy_code(document, weights_of(document, arrays), "a test"), names)
    assert np.abs(names["answers"](document.dataset.places) - said).max() < 1e-5 * spread_of(document)


def test_onnx_takes_and_gives_units(work):
    onnx = pytest.importorskip("onnx")
    from onnx.reference import ReferenceEvaluator

    document, arrays, said = work
    model = onnx.load_from_string(onnx_model(document, weights_of(document, arrays), "a test"))
    onnx.checker.check_model(model, full_check=True)
    evaluator = ReferenceEvaluator(model)
    found = dict(
        zip(
            evaluator.output_names,
            evaluator.run(None, {"points": document.dataset.places.astype(np.float32)}),
            strict=True,
        )
    )
    (answer,) = (found[name] for name in ("probabilities", "scores", "value") if name in found)
    assert np.abs(answer[:, 0] - said).max() < 1e-4 * spread_of(document)


@pytest.mark.parametrize("parallel", [False, True])
def test_scripts_train_on_units_and_find_the_same_losses(work, parallel):
    document, _, _ = work
    text = script(document, "a test", parallel=parallel)
    first = document.dataset.places[~document.dataset.is_test][0]
    assert f"{first[0]!r} {first[1]!r} ".replace("np.float64(", "").replace(")", "") in text
    if parallel:
        return
    rows = []
    names = {"__name__": "script", "print": lambda row, **_: rows.append([float(part) for part in row.split()])}
    exec(compile(text, "script.py", "exec"), names)
    model = names["build"]()
    names["initialize"](model)
    names["train"](model, names["load"](names["TRAIN"]), names["load"](names["TEST"]), 10)
    shown = np.array(train(document, epochs=10, stepper="eager", every_epoch=True).losses)
    assert np.allclose(np.array(rows), shown, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("make", [exam_document, house_document])
def test_scikit_learn_learns_and_answers_in_units(make):
    document = make()
    document = replace(document, training=replace(document.training, stop_epochs=60))
    names = {"__name__": "exported"}
    exec(sklearn_code(document, "a test"), names)
    model = names["build"]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(*names["load"](names["TRAIN"]))
        assert model.score(*names["load"](names["TEST"])) > 0.75
    said = model.predict(document.dataset.places)
    if not document.dataset.classes:
        assert np.corrcoef(said, document.dataset.answers)[0, 1] > 0.95
        assert np.abs(said.mean() / document.dataset.answers.mean() - 1.0) < 0.1


def test_the_module_and_its_weights_say_what_they_take(work, tmp_path):
    document, arrays, said = work
    code = network_code(document)
    axis = document.scaling.column(0)
    assert f"of (x - {axis.centre:.6g}) / {axis.scale:.6g} and (y - " in code
    path = tmp_path / "weights.safetensors"
    path.write_bytes(safetensors_weights(document, weights_of(document, arrays), "a test"))
    with safe_open(path, "np") as file:
        assert f"(x - {axis.centre:.6g}) / {axis.scale:.6g}" in file.metadata()["network"]
    names = {}
    exec(code, names)
    model = names["model"].eval()
    model.load_state_dict(load(path.read_bytes()))
    with torch.inference_mode():
        sums = model(torch.from_numpy(network_inputs(document, document.dataset.samples)).float()).numpy()[:, 0]
    if document.dataset.classes:
        found = 1.0 / (1.0 + np.exp(-sums))
    else:
        assert "value = " in code
        found = document.scaling.value.to_units(sums)
    assert np.abs(found - said).max() < 1e-4 * spread_of(document)


def test_the_report_says_by_which_numbers(work):
    document, _, _ = work
    page = report_page(document, "a test", {}, {}, dict.fromkeys(COLOURS, "#000000")).decode()
    assert "are standardised (mean " in page


def test_documents_without_a_scaling_export_as_they_did():
    from playground.document.presets import document_for

    document = document_for("circle", (3,), count=20)
    for text in (
        script(document, "a test"),
        sklearn_code(document, "a test"),
        numpy_code(document, weights_of(document, {}), "a test"),
        network_code(document),
    ):
        assert "x, y = (" not in text
        assert "TransformedTarget" not in text
        assert "standardised" not in text
