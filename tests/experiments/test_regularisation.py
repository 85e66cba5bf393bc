"""What regularisation is for: 40 noisy points that a network of 64-64 units learns by heart, over 15 draws of them."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_data import split
from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure
from playground.experiments.results import ExperimentResults
from playground.experiments.tiles import Tile, run_tile
from playground.experiments.variations import Axis, KnobGrid

DRAWS = 15
ENDS = 1500
"""Epochs of a run without a rule that ends it earlier: as many steps, as 40 points are one batch."""


@pytest.fixture(scope="module")
def memoriser():
    document = split(document_for("moons", (64, 64), count=4000, noise=0.5), 0.5, 0)
    document = replace(document, network=tuple(replace(layer, activation="tanh") for layer in document.network))
    return change_training(document, learning_rate=0.02, batch_size=40, stop_epochs=ENDS, restore_best=True)


def errors_over_draws(document, knob, values):
    """Share of the test points that are told wrong, (draws, values)."""
    draws = Axis("data.seed", tuple(range(1, DRAWS + 1)))
    grid = KnobGrid((draws, Axis("data.samples", (40,)), Axis(knob, values)), seeds=1)
    experiment = Experiment(document, grid, Measure(looks=2))
    places = tuple(range(len(grid)))
    results = ExperimentResults(experiment)
    results.put(run_tile(Tile(document, experiment.measure, places, tuple(map(grid.variation, places)))))
    return 1.0 - results.by_cell("test_score").reshape(DRAWS, len(values))


@pytest.mark.parametrize(("knob", "value"), [("l2", 0.03), ("stop_patience", 20)])
def test_it_mends_learning_by_heart(memoriser, knob, value):
    errors = errors_over_draws(memoriser, knob, (0, value))
    without, with_it = errors.T
    assert without.mean() > 0.22
    assert with_it.mean() < without.mean() - 0.03
    assert np.count_nonzero(with_it < without) >= 12
