"""Who taught it this: the nearest training samples of a layer, against plain numpy."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.presets import document_for
from playground.layers import Dense
from playground.training.probes.nearest_samples import NEAREST, NearestSamples
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from tests.support.picture_documents import dense_document
from tests.support.probes import scheduler, taken


def plane():
    layers = (Dense(uid=1, units=5), Dense(uid=2, units=4))
    return replace(document_for("moons", (), count=80), network=layers, inputs=("x", "y", "xy"))


def found(run, request):
    by = scheduler()
    while (made := taken(run, request, by=by).get(NearestSamples)) is None:
        assert by.wants_more
    return made


@pytest.mark.parametrize("uid", [INPUT_UID, 1, 2, OUTPUT_UID])
@pytest.mark.parametrize("document", [plane(), dense_document(6, 4)], ids=["points", "pictures"])
def test_they_are_the_smallest_distances_between_what_the_layer_makes(document, uid):
    if document.dataset.domain == "picture" and uid > 0:
        uid = document.network[uid].uid
    run = Run(document)
    sample = np.clip(document.dataset.samples[5] + 0.01, 0.0, 1.0)
    made = found(run, NearestSamples(tuple(sample.tolist()), uid))
    training = np.flatnonzero(~document.dataset.is_test)
    layers = (INPUT_UID, *(layer.uid for layer in document.network), OUTPUT_UID)
    fed = np.concatenate([network_inputs(document, sample[None]), run.features]).astype(np.float32)
    with torch.no_grad():
        values = run.network.forward_layers(torch.from_numpy(fed))[layers.index(uid)].numpy().astype(float)
    far = np.linalg.norm(values[1:] - values[0], axis=1)
    order = np.argsort(far, kind="stable")[:NEAREST]
    np.testing.assert_allclose(made.distances, far[order], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(far[np.searchsorted(training, made.rows)], far[order], rtol=1e-4, atol=1e-5)
    assert made.compared == len(training)


def test_a_sample_is_not_its_own_neighbour():
    document = plane()
    row = int(np.flatnonzero(~document.dataset.is_test)[3])
    sample = tuple(document.dataset.samples[row].tolist())
    run = Run(document)
    assert found(run, NearestSamples(sample, 1)).rows[0] == row
    made = found(run, NearestSamples(sample, 1, row))
    assert row not in made.rows
    assert made.compared == int((~document.dataset.is_test).sum()) - 1


def test_a_layer_that_is_gone_has_no_neighbours():
    assert NearestSamples not in taken(Run(plane()), NearestSamples((0.0, 0.0), 9))
