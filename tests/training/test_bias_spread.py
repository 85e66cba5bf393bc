"""Biases that begin spread, and not all alike."""

from dataclasses import replace

import numpy as np

from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.layers import Highway
from playground.training.engines.eager import EagerStepper
from playground.training.state.run import Run


def biases(run, role="bias"):
    return np.concatenate([slot.view(run.parameters) for slot in run.layout.parameters if slot.role == role])


def weights(run):
    return run.parameters[run.layout.mask(lambda slot: slot.role == "weight")]


def spread(width, **training):
    return change_training(document_for("circle", (40, 30)), bias_spread=width, **training)


def test_biases_begin_evenly_within_the_spread_and_weights_as_without():
    plain, wide = Run(spread(0.0)), Run(spread(0.8))
    assert not biases(plain).any()
    found = biases(wide)
    assert len(set(found.tolist())) == len(found) == 71
    assert np.abs(found).max() <= 0.8
    assert abs(np.abs(found).mean() - 0.4) < 0.1
    np.testing.assert_array_equal(weights(wide), weights(plain))
    assert (biases(Run(spread(0.8, seed=3))) != found).all()
    np.testing.assert_allclose(biases(Run(spread(1.6))), 2.0 * found, atol=1e-6)


def test_it_comes_on_top_of_where_an_initialization_begins_them():
    assert abs(biases(Run(spread(0.05, initialization="tf-playground"))) - 0.1).max() <= 0.05 + 1e-6


def test_gates_begin_where_their_layer_says():
    document = spread(0.8)
    document = replace(document, network=(*document.network, Highway(uid=9, gate_bias=-1.5)))
    assert (biases(Run(document), "shift") == -1.5).all()


def test_it_is_drawn_anew_before_training_and_changes_nothing_once_something_is_learned():
    run = Run(spread(0.0))
    assert biases(run.succeed(spread(0.5))).all()
    EagerStepper().advance(run, 5, float("inf"))
    learned = biases(run)
    np.testing.assert_array_equal(biases(run.succeed(spread(0.5))), learned)
