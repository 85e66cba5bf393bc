"""The perceptron criterion against Rosenblatt's rule, and its count of mistakes."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_network import change_training
from playground.document.figures import mistakes
from playground.document.presets import document_for
from playground.training.engines.eager import EagerStepper
from playground.training.engines.fused import FusedStepper
from playground.training.state.run import Run
from playground.training.trainee.measure import measure


@pytest.fixture
def made():
    """A perceptron of two classes that a line separates, from zero weights, point by point."""
    plain = replace(document_for("gauss", ()), network=())
    return change_training(
        plain, loss="perceptron", optimizer="sgd", learning_rate=1.0, batch_size=1, initialization="zeros"
    )


def by_rosenblatt(made, updates):
    """w += t x and b += t for each point in turn that is not on its side."""
    run = Run(made, dtype=np.float64)
    weights, bias = np.zeros(run.features.shape[1]), 0.0
    for _ in range(updates):
        (place,) = run.take_batch()
        x, t = run.features[place], run.targets[place, 0]
        if t * (weights @ x + bias) <= 0.0:
            weights, bias = weights + t * x, bias + t
    return np.array([*weights, bias])


@pytest.mark.parametrize("stepper", [EagerStepper, FusedStepper])
def test_plain_descent_is_rosenblatt_s_rule(made, stepper):
    run = Run(made, dtype=np.float64)
    stepper().advance(run, 200, 1e9)
    np.testing.assert_allclose(run.parameters, by_rosenblatt(made, 200), rtol=1e-9, atol=1e-12)


def test_separable_points_end_without_mistakes(made):
    run = Run(made, dtype=np.float64)
    EagerStepper().advance(run, 3_000, 1e9)
    record = measure(run, 1)
    assert record.train_score == 1.0
    assert record.train_loss == 0.0


def test_mistakes_are_written_as_a_count():
    assert mistakes(1.0, 250) == "0"
    assert mistakes(0.984, 250) == "4"
    assert mistakes(float("nan"), 0) == "–"
