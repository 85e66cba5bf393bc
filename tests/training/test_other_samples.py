"""A trained network when samples of another kind take the place of its own: what can stay does, and it goes on."""

import numpy as np
import pytest

from playground.document.edits_data import set_dataset
from playground.document.edits_network import insert_layer
from playground.document.presets import document_for
from playground.layers import BatchNorm, Dense
from playground.training.engines.eager import EagerStepper
from playground.training.state.run import Run
from tests.support.picture_documents import dense_document
from tests.support.rows import rows_document

FOREVER = float("inf")
SAMPLES = {
    "points": lambda: document_for("gauss", (4,), count=20),
    "values": lambda: document_for("reg-plane", (4,), count=20),
    "three columns": lambda: rows_document(columns=3, count=20),
    "five columns": lambda: rows_document(columns=5, count=20, classes=3),
    "pictures": lambda: dense_document(4, count=20),
    "larger pictures": lambda: dense_document(4, count=20, side=12),
}


PAIRS = (
    ("points", "pictures"),
    ("pictures", "values"),
    ("three columns", "five columns"),
    ("five columns", "points"),
    ("values", "three columns"),
    ("pictures", "larger pictures"),
)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_trained_network_takes_other_samples_and_other_layers(before, after):
    run = Run(SAMPLES[before]())
    EagerStepper().advance(run, 3, FOREVER)
    other = SAMPLES[after]()
    wider = insert_layer(insert_layer(other, len(other.network), BatchNorm()), 0, Dense(units=3))
    for document in (other, set_dataset(run.document, other.dataset), wider):
        successor = run.succeed(document)
        assert np.isfinite(successor.parameters).all()
        assert successor.layout.parameter_size == len(successor.parameters)
