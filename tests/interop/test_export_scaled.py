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
from tests.support.scaled import exam_document, flat_document, house_document, said_values

EPOCHS = 40


def curved(document):
    return replace(document, inputs=("x", "y", "x2", "sin_y"))


@pytest.fixture(
    scope="module",
    params=[
        exam_document,
        house_document,
        flat_document,
        lambda: curved(exam_document()),
        lambda: curved(house_document()),
        lambda: curved(flat_document()),
    ],
    ids=["exams", "houses", "flats", "exams, curved", "houses, curved", "flats, curved"],
)
def work(request):
    """A document, its trained weights, and what `evaluate` says at its own points."""
    document = request.param()
    arrays = train(document, epochs=EPOCHS, stepper="eager").checkpoint.to_arrays()
    said = evaluate(document, arrays, document.dataset.places)
    if len(document.dataset.values) > 1:
        return document, arrays, said_values(document, said)
    return document, arrays, said["p_1" if document.dataset.classes else "value"]


def spread_of(document):
    """The unit of the network's numbers: of each value, or 1."""
    return np.array([axis.scale for axis in document.scaling.values]) if document.scaling.values else 1.0


def test_numpy_takes_and_gives_units(work):
    document, arrays, said = work
    names = {"__name__": "exported"}
    exec(numpy_code(document, weights_of(document, arrays), "a test"), names)
    missed = np.abs(names["answers"](document.dataset.places) - said)
    assert (missed.max(axis=0) < 1e-5 * spread_of(document)).all()


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
    answer = answer if said.ndim > 1 else answer[:, 0]
    assert (np.abs(answer - said).max(axis=0) < 1e-4 * spread_of(document)).all()


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
    shown = np.array(train(document, epochs=10, stepper="eager", looks=None).losses)
    assert np.allclose(np.array(rows), shown, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("make", [exam_document, house_document, flat_document])
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
    if not document.dataset.classes:
        said = model.predict(document.dataset.places).reshape(len(document.dataset), -1)
        for found, answers in zip(said.T, document.dataset.answers.T, strict=True):
            assert np.corrcoef(found, answers)[0, 1] > 0.95
            assert np.abs(found.mean() / answers.mean() - 1.0) < 0.1


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
        sums = model(torch.from_numpy(network_inputs(document, document.dataset.samples)).float()).numpy()
    if document.dataset.classes:
        found = 1.0 / (1.0 + np.exp(-sums))
    else:
        assert "value = " in code or "3 values, each standardised: rent, age, energy" in code
        found = document.scaling.values_to_units(sums)
    found = found if said.ndim > 1 else found[:, 0]
    assert (np.abs(found - said).max(axis=0) < 1e-4 * spread_of(document)).all()


def test_the_report_says_by_which_numbers(work):
    document, _, _ = work
    page = report_page(document, "a test", {}, {}, dict.fromkeys(COLOURS, "#000000")).decode()
    assert "are standardised" in page


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
