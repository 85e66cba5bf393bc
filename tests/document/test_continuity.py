"""What is said beforehand about edits of layers, beside what they do to the answers."""

from itertools import permutations

import numpy as np
import pytest

from playground.document.continuity import cost_of_change, cost_of_delete, cost_of_insert, cost_of_move
from playground.document.edits_network import change_kind, delete_layer, insert_layer, move_layer
from playground.document.presets import document_for
from playground.layers import LAYER_KINDS, ActivationLayer, Dense, DropoutLayer
from playground.training.engines.eager import EagerStepper
from playground.training.state.answers import answers
from playground.training.state.run import Run
from playground.training.state.succession import places_of, sums_at
from tests.support.kinds import ROW_KINDS

SILENT = 0.06
"""What may change without a word: activations that only bend a little."""


def trained(document):
    run = Run(document, dtype=np.float64)
    EagerStepper().advance(run, 300, float("inf"))
    return run


def change(old, document):
    new, places = old.succeed(document), places_of(old.document)
    return np.abs(answers(sums_at(old, places), old.document) - answers(sums_at(new, places), document)).max()


@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize("kind", ROW_KINDS)
def test_who_says_nothing_of_a_layer_put_in_changes_nothing(kind, index):
    document = document_for("spiral", (6, 6), count=80)
    layer = LAYER_KINDS[kind]()
    if not cost_of_insert(document, index, layer):
        assert change(trained(document), insert_layer(document, index, layer)) < SILENT


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_who_says_nothing_of_a_layer_taken_out_changes_nothing(kind):
    document = insert_layer(document_for("spiral", (6, 6), count=80), 1, LAYER_KINDS[kind]())
    if not cost_of_delete(document.network[1]):
        assert change(trained(document), delete_layer(document, document.network[1].uid)) < SILENT


@pytest.mark.parametrize("new", ROW_KINDS)
@pytest.mark.parametrize("old", ROW_KINDS)
def test_who_says_nothing_of_another_kind_changes_nothing(old, new):
    document = insert_layer(document_for("spiral", (6, 6), count=80), 1, LAYER_KINDS[old]())
    uid = document.network[1].uid
    if not cost_of_change(document, uid, new):
        assert change(trained(document), change_kind(document, uid, new)) < SILENT


def test_who_says_nothing_of_another_order_changes_nothing():
    document = document_for("spiral", (6, 6), count=80)
    for layer in (DropoutLayer(), ActivationLayer(activation="linear")):
        document = insert_layer(document, 1, layer)
    run, silent = trained(document), 0
    for place, index in permutations(range(4), 2):
        uid = document.network[place].uid
        if not cost_of_move(document, uid, index):
            silent += 1
            assert change(run, move_layer(document, uid, index)) < SILENT
    assert silent == 10


def test_what_costs_the_picture_is_said():
    document = document_for("spiral", (6, 6), count=80)
    assert cost_of_insert(document, 1, Dense(units=3))
    assert cost_of_insert(document, 1, ActivationLayer())
    assert cost_of_delete(document.network[0])
    assert cost_of_move(document, 1, 1)
    assert cost_of_change(document, 1, "dropout").startswith("What it learned goes")
    noisy = insert_layer(document, 1, DropoutLayer())
    assert not cost_of_change(noisy, noisy.network[1].uid, "gaussian_noise")
    assert cost_of_change(noisy, noisy.network[1].uid, "activation").startswith("Changes the picture")
