"""Published results that the playground must reproduce: Olah 2014 (disc in ring), Minsky and Papert 1969 (XOR)."""

from dataclasses import replace

import pytest

from playground.document.edits_data import split
from playground.document.presets import document_for
from playground.training.headless import train


def accuracy(generator, units, seed, **training):
    """On all points, after full-batch training with Adam."""
    document = split(document_for(generator, units, noise=0.0), 1.0, 0)
    settings = replace(document.training, batch_size=0, learning_rate=0.03, **training)
    return train(replace(document, training=settings), epochs=600, seed=seed).train_accuracy


def test_three_units_lift_the_disc_out_of_its_ring():
    assert sum(accuracy("disc-in-ring", (3,), seed) == 1.0 for seed in range(5)) >= 4


@pytest.mark.parametrize("units", [(2,), (2, 2)])
def test_two_units_a_layer_never_separate_the_disc(units):
    assert all(accuracy("disc-in-ring", units, seed) < 1.0 for seed in range(5))


def test_a_line_cannot_tell_four_blobs_crosswise():
    assert all(accuracy("xor-blobs", (), seed) <= 0.77 for seed in range(5))


def test_four_units_tell_them_nearly_always():
    assert sum(accuracy("xor-blobs", (4,), seed) == 1.0 for seed in range(20)) >= 19
