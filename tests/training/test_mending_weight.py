"""The smallest change of one weight that mends an answer: it does, and no smaller one of any other does."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.presets import document_for
from playground.layers import LAYER_KINDS, Conv2d, Dense, Highway, LayerNorm, Residual
from playground.training.probes.mending_weight import MendingWeight
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from tests.support.picture_documents import picture_document
from tests.support.probes import scheduler, taken
from tests.support.rows import rows_document

MOST_TURNS, STEPS = 4000, 12
BATCH_NORM = LAYER_KINDS["batch_norm"]


def plane(*layers, dataset="circle"):
    network = tuple(replace(layer, uid=place) for place, layer in enumerate(layers, start=1))
    return replace(document_for(dataset, (), count=60), network=network)


def finished(run, request):
    by = scheduler()
    for _ in range(MOST_TURNS):
        found = taken(run, request, by=by)
        if not by.wants_more:
            return found[type(request)]
    raise AssertionError("the work never ends")


def best(run, sample):
    fed = torch.from_numpy(network_inputs(run.document, sample[None]).astype(run.dtype))
    with torch.no_grad():
        sums = run.network(fed)[0].numpy()
    return int(sums[0] > 0) if len(sums) == 1 else int(sums.argmax())


def moved(run, place, number):
    """What is answered with another number there."""
    before = run.parameters[place]
    run.parameters[place] = number
    return before


DOCUMENTS = {
    "nothing hidden": plane(),
    "ReLU": plane(Dense(units=4, activation="relu"), Dense(units=3, activation="relu")),
    "three classes": plane(Dense(units=4), dataset="spirals"),
    "skip": plane(Dense(units=3, skip=True), LayerNorm(), Highway(), Residual()),
    "a table": rows_document(4, 60, classes=3, layers=[Dense(uid=1, units=3)]),
    "pictures": picture_document(Conv2d(channels=2), BATCH_NORM(), Dense(units=3), count=20, side=5),
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_it_mends_and_nothing_smaller_does(document):
    run = Run(document)
    run.parameters[...] += np.random.default_rng(2).normal(size=len(run.parameters)) * 0.2
    sample = document.dataset.samples[3]
    label = (best(run, sample) + 1) % len(document.dataset.classes)
    found = finished(run, MendingWeight(tuple(sample.tolist()), label))
    slot = run.layout.slot(found.key)
    place = slot.offset + int(np.ravel_multi_index(found.index, slot.shape))
    assert run.parameters[place] == np.float32(found.before)
    moved(run, place, found.after)
    assert best(run, sample) == label
    assert found.said.argmax() == label
    moved(run, place, found.before)
    size = abs(found.after - found.before)
    for other, before in enumerate(run.parameters.tolist()):
        for step in np.linspace(0.0, 0.999, STEPS)[1:]:
            for sign in (-1.0, 1.0):
                moved(run, other, before + sign * step * size)
                assert best(run, sample) != label, (other, sign * step * size)
        moved(run, other, before)


def test_what_it_costs_is_counted():
    document = plane(Dense(units=4))
    run = Run(document)
    sample = document.dataset.samples[3]
    found = finished(run, MendingWeight(tuple(sample.tolist()), 1 - best(run, sample)))
    slot = run.layout.slot(found.key)
    place = slot.offset + int(np.ravel_multi_index(found.index, slot.shape))
    for number, share in ((found.before, found.right_before), (found.after, found.right_after)):
        moved(run, place, number)
        rows = np.flatnonzero(~document.dataset.is_test)
        right = [best(run, document.dataset.samples[row]) == document.dataset.targets[row] for row in rows]
        assert share == pytest.approx(np.mean(right))
    assert found.count == len(run.parameters)


def test_frozen_layers_and_pruned_weights_stay():
    document = plane(Dense(units=3, frozen=True))
    run = Run(document)
    sample = document.dataset.samples[3]
    found = finished(run, MendingWeight(tuple(sample.tolist()), 1 - best(run, sample)))
    assert found.key[0] != 1
    pruned = replace(document, training=replace(document.training, keeps_zeros=True), output=document.output)
    run = Run(pruned)
    slot = run.layout.slot((0, "linear.weight"))
    slot.view(run.parameters)[...] = 0.0
    found = finished(run, MendingWeight(tuple(sample.tolist()), 1 - best(run, sample)))
    assert found.key == (0, "linear.bias")


def test_where_no_weight_does_it_there_is_none():
    document = plane(Dense(units=3, frozen=True))
    document = replace(document, output=replace(document.output, frozen=True))
    run = Run(document)
    sample = document.dataset.samples[3]
    found = finished(run, MendingWeight(tuple(sample.tolist()), 1 - best(run, sample)))
    assert (found.key, found.count) == (None, 0)
    assert found.right_before == found.right_after
