"""What a snapshot's weights say of a sample is what the trainer would say of it."""

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.layers import BatchNorm, Conv2d, Dense, DropoutLayer, Flatten, MaxPool, ResidualConv
from playground.training.probes.activations import Activations
from playground.training.snapshots.answer import answer_of
from playground.training.snapshots.compose import copies_of
from playground.training.state.run import Run
from tests.support.picture_network import picture_document
from tests.support.probes import snapshot_with, taken

NETWORKS = {
    "dense": (Flatten(), Dense(units=5, activation="tanh", dropout=0.5)),
    "convolutions": (Conv2d(channels=3), BatchNorm(), DropoutLayer(), MaxPool(), ResidualConv(), Flatten()),
}


def snapshot_of(run):
    parameters, buffers = copies_of(run)
    return snapshot_with(run.document, parameters=parameters, buffers=buffers)


@pytest.mark.parametrize("name", NETWORKS)
def test_it_is_the_trainers_answer(name):
    run = Run(picture_document(*NETWORKS[name]))
    run.buffers[...] += np.linspace(0.1, 0.9, len(run.buffers), dtype=run.dtype)
    snapshot = snapshot_of(run)
    for sample in run.document.dataset.samples[:3]:
        told = taken(run, Activations(tuple(sample.tolist())))[Activations].answer
        assert answer_of(snapshot, sample) == pytest.approx(told, abs=1e-5)


def test_it_is_of_the_time_of_the_snapshot():
    run = Run(document_for("circle", (4,), count=20))
    snapshot, sample = snapshot_of(run), np.array([1.0, 2.0])
    before = answer_of(snapshot, sample)
    run.parameters[...] += 1.0
    assert np.array_equal(answer_of(snapshot, sample), before)
    assert not np.allclose(answer_of(snapshot_of(run), sample), before)


def test_a_network_on_its_way_to_overflow_still_answers():
    run = Run(document_for("circle", (4, 4), count=20))
    run.parameters[...] = 3e38
    assert np.isfinite(answer_of(snapshot_of(run), np.array([1e3, 1e3]))).all()


def test_there_is_none_where_it_cannot_be_had_or_takes_long():
    run = Run(document_for("circle", (4,), count=20))
    point = np.array([1.0, 2.0])
    assert answer_of(snapshot_of(run), np.zeros(3)) is None, "a sample of another width"
    assert answer_of(snapshot_with(run.document), point) is None, "no weights"
    refused = picture_document(Conv2d(channels=2))
    assert answer_of(snapshot_with(refused), refused.dataset.samples[0]) is None
    wide = Conv2d(channels=64, kernel=5)
    large = Run(picture_document(wide, wide, Flatten(), side=24))
    assert answer_of(snapshot_of(large), large.document.dataset.samples[0]) is None, "it would hold up the window"
