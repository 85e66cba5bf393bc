"""Why an answer is what it is: slopes as autograd has them, terms that add up, what is covered."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.presets import document_for
from playground.layers import LAYER_KINDS, Dense
from playground.training.probes.explanation import WAYS, Explanation
from playground.training.state.run import Run
from tests.support.picture_documents import dense_document, picture_document
from tests.support.probes import scheduler, taken
from tests.support.rows import rows_document

CONVOLUTION = LAYER_KINDS["conv2d"](uid=1, channels=2)


def plane(*units, activation="tanh", inputs=("x", "y"), dataset="circle"):
    made = replace(document_for(dataset, (), count=60), inputs=inputs)
    layers = (Dense(uid=place, units=one, activation=activation) for place, one in enumerate(units, start=1))
    return replace(made, network=tuple(layers))


def explained(run, sample, way="gradient", answer=None):
    request, by = Explanation(tuple(sample), way, answer), scheduler()
    while (found := taken(run, request, by=by).get(Explanation)) is None:
        assert by.wants_more
    return found


DOCUMENTS = {
    "point": plane(4, 3),
    "point of nine classes": plane(5, dataset="blobs"),
    "bending inputs": plane(4, inputs=("x", "y2", "xy", "sin_x", "sin_y")),
    "value": plane(4, dataset="ripple"),
    "kinks": plane(12, 12, activation="relu"),
    "picture": dense_document(6),
    "maps": picture_document(CONVOLUTION, Dense(uid=2, units=5, activation="relu")),
}


@pytest.fixture(params=DOCUMENTS)
def run(request):
    return Run(DOCUMENTS[request.param], dtype=np.float64)


def sample_of(run):
    return run.document.dataset.samples[3]


def log_odds(run, sample, answer):
    """By autograd, with the functions of x and y written out."""
    x, y = sample[:, 0], sample[:, 1]
    by_name = {"x": x, "y": y, "x2": x * x, "y2": y * y, "xy": x * y, "sin_x": torch.sin(x), "sin_y": torch.sin(y)}
    document = run.document
    is_picture = document.dataset.domain == "picture"
    fed = sample if is_picture else torch.stack([by_name[name] for name in document.inputs], dim=1)
    sums = run.network(fed)[0]
    if not document.dataset.classes:
        return sums[answer]
    if len(sums) == 1:
        return sums[0] if answer == 1 else -sums[0]
    return sums[answer] - torch.logsumexp(torch.cat([sums[:answer], sums[answer + 1 :]]), 0)


def test_gradients_are_those_of_autograd(run):
    sample = sample_of(run)
    found = explained(run, sample)
    at = torch.from_numpy(sample[None].copy()).requires_grad_(True)
    value = log_odds(run, at, found.answer)
    (slope,) = torch.autograd.grad(value, at)
    assert found.score == pytest.approx(float(value.detach()), abs=1e-9)
    np.testing.assert_allclose(found.arrow, slope[0].numpy(), atol=1e-6)
    assert found.said.argmax() == found.answer or not run.document.dataset.classes


def test_integrated_gradients_are_complete(run):
    found = explained(run, sample_of(run), "integrated")
    assert found.terms.sum() == pytest.approx(found.score - found.base_score, abs=1e-4)


def test_they_are_complete_in_the_floats_that_train_as_well():
    run = Run(DOCUMENTS["kinks"])
    run.parameters[...] *= 3.0
    found = explained(run, sample_of(run), "integrated")
    assert found.terms.sum() == pytest.approx(found.score - found.base_score, abs=1e-4)


@pytest.mark.parametrize("answer", [0, 1])
def test_of_a_linear_network_terms_are_weights_times_inputs(answer):
    run = Run(plane(inputs=("x", "y", "xy")), dtype=np.float64)
    x, y = sample = sample_of(run)
    (weights,), (bias,) = (slot.view(run.parameters) for slot in run.layout.parameters)
    sign = 1 if answer else -1
    found = explained(run, sample, "times_input", answer)
    np.testing.assert_allclose(found.terms, sign * weights * [x, y, x * y], atol=1e-12)
    assert found.terms.sum() + sign * bias == pytest.approx(found.score)
    mean = run.features.mean(axis=0)
    covered = explained(run, sample, "occlusion", answer)
    np.testing.assert_allclose(covered.terms, sign * weights * ([x, y, x * y] - mean), atol=1e-12)
    along = explained(run, sample, "integrated", answer)
    np.testing.assert_allclose(along.terms, covered.terms, atol=1e-9)


def test_covering_blank_paper_changes_nothing():
    run = Run(DOCUMENTS["maps"], dtype=np.float64)
    blank_below = sample_of(run).reshape(8, 8).copy()
    blank_below[4:] = 0.0  # patches are two pixels wide
    found = explained(run, blank_below.reshape(-1), "occlusion").terms.reshape(8, 8)
    assert np.abs(found[:5]).max() > 0.0
    np.testing.assert_allclose(found[5:], 0.0, atol=1e-12)


def test_every_number_of_a_row_has_a_term():
    run = Run(rows_document(), dtype=np.float64)
    for way in WAYS:
        assert explained(run, sample_of(run), way).terms.shape == (5,)


@pytest.mark.parametrize("sample", [(1.0,), (1.0, np.nan)])
def test_what_is_no_sample_of_the_network_is_not_explained(sample):
    assert Explanation not in taken(Run(plane(2)), Explanation(sample))
