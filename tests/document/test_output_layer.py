"""The output layer: its bias, how it begins and whether it learns are a person's; units and activation are not."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.edits_network import change_training, set_layer
from playground.document.edits_scaling import standardise
from playground.document.errors import DocumentError
from playground.document.limits import excess
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.interop.exports.lowered import Weights
from playground.interop.exports.numpy_module import numpy_code
from playground.interop.exports.sklearn_model import refuse_sklearn
from playground.interop.exports.torch_module import ExportError, network_code
from playground.layers import OutputLayer
from playground.storage.codec import document_from_dict, document_to_dict
from playground.tf_playground.lacking import lacking
from playground.training.engines.eager import EagerStepper
from playground.training.engines.fused import FusedStepper
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of

FOREVER = float("inf")


def with_output(document, **values):
    return set_layer(document, OutputLayer(**values))


def trained(document, stepper, batches=40):
    run = Run(document, dtype=np.float64)
    left = batches
    while left:
        left -= stepper.advance(run, left, FOREVER)
    return run


def test_it_is_set_as_a_layer_is_and_the_plan_follows():
    document = document_for("circle", (4,))
    plan = resolve(with_output(document, bias=False, init="zeros"))
    assert plan.parameter_count == resolve(document).parameter_count - 1
    assert plan.layout.slot((0, "linear.bias")) is None
    assert plan.layout.slot((0, "linear.weight")).initialization == "zeros"
    assert with_output(document) is document
    assert resolve(with_output(document, frozen=True)).layout.slot((0, "linear.weight")).frozen
    assert plan.function != resolve(document).function


@pytest.mark.parametrize("generator", ["circle", "spirals", "reg-plane"])
def test_without_a_bias_it_learns_alike_in_every_engine(generator):
    document = with_output(document_for(generator, (5,), count=60), bias=False)
    eager, fused = (trained(document, stepper) for stepper in (EagerStepper(), FusedStepper()))
    np.testing.assert_allclose(eager.parameters, fused.parameters, atol=1e-9)
    assert (eager.parameters != Run(document, dtype=np.float64).parameters).all()


def test_a_frozen_output_stays_as_it_begins():
    document = with_output(document_for("circle", (5,), count=60), frozen=True)
    for stepper in (EagerStepper(), FusedStepper()):
        run, start = trained(document, stepper), Run(document, dtype=np.float64)
        moved = run.parameters != start.parameters
        np.testing.assert_array_equal(moved, run.layout.mask(lambda slot: slot.key[0] != 0))


def test_exports_have_none_either():
    run = trained(with_output(document_for("circle", (5,), count=60), bias=False), EagerStepper())
    places = np.random.default_rng(0).uniform(-5.0, 5.0, (30, 2))
    with torch.inference_mode():
        logits = run.network(torch.from_numpy(places)).numpy()[:, 0]
    names = {"__name__": "exported"}
    exec(numpy_code(run.document, Weights(run.parameters, run.buffers), "test"), names)
    np.testing.assert_allclose(names["answers"](places), 1.0 / (1.0 + np.exp(-logits)), atol=1e-5)
    assert "nn.Linear(5, 1, bias=False)" in network_code(run.document)
    with pytest.raises(ExportError, match="layer without bias"):
        refuse_sklearn(run.document)


def test_a_bias_that_comes_back_begins_at_zero_whatever_the_initialization():
    document = change_training(document_for("circle", (5,), count=60), initialization="tf-playground", bias_spread=0.3)
    old = trained(with_output(document, bias=False), EagerStepper())
    new = old.succeed(document)
    np.testing.assert_allclose(logits_of(new, new.features), logits_of(old, old.features), atol=1e-12)
    EagerStepper().advance(new, 3, FOREVER)
    assert new.layout.slot((0, "linear.bias")).view(new.parameters)[0] != 0.0


@pytest.mark.parametrize("generator", ["gauss", "reg-plane"])
@pytest.mark.parametrize("bias", [True, False])
def test_another_scaling_keeps_the_answers_of_classes_and_of_values_with_a_bias(generator, bias):
    old = trained(with_output(document_for(generator, (5,), count=60), bias=bias), EagerStepper())
    new = Run(old.document, dtype=np.float64)
    new.restore(old.checkpoint())
    new.adopt(standardise(old.document))
    scale = new.document.scaling.value(0)
    answers = logits_of(new, new.features) * scale.scale + scale.centre
    kept = np.allclose(answers, logits_of(old, old.features), atol=1e-9)
    assert kept == (bias or generator == "gauss")


def test_tf_playground_has_no_such_settings():
    document = change_training(
        document_for("circle", (4,)), loss="half_squared", optimizer="sgd", initialization="tf-playground"
    )
    assert lacking(document) == ()
    assert lacking(with_output(document, bias=False)) == ("layer without bias",)
    assert lacking(with_output(document, frozen=True)) == ("frozen layer",)
    assert lacking(with_output(document, init="he")) == ("initialization He",)
    assert lacking(change_training(document, bias_spread=0.5)) == ("spread of the biases",)


def test_it_is_saved_and_files_without_it_open_as_before():
    document = with_output(document_for("circle", (4,)), bias=False, init="he", frozen=True)
    raw = document_to_dict(document)
    assert raw["output"] == {"frozen": True, "init": "he", "bias": False}
    assert document_from_dict(raw).output == document.output
    del raw["output"]
    assert document_from_dict(raw).output == OutputLayer()
    later = document_from_dict(raw | {"output": {"bias": False, "gain": 2.0}})
    assert document_to_dict(later)["output"]["gain"] == 2.0


@pytest.mark.parametrize(
    ("output", "words"),
    [({"bias": 3}, "output.bias"), ({"init": "nonsense"}, "output.init"), ([], "output"), ({"uid": 7}, None)],
)
def test_what_is_wrong_in_a_file_is_said_with_its_place(output, words):
    raw = document_to_dict(document_for("circle", (4,))) | {"output": output}
    if words is None:
        assert document_from_dict(raw).output.uid == 0
        return
    with pytest.raises(DocumentError, match=words):
        document_from_dict(raw)


def test_an_initialization_that_is_none_is_no_edit():
    document = document_for("circle", (4,))
    assert "nonsense" in excess(replace(document, output=OutputLayer(init="nonsense")), document)
