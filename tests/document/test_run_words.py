"""Runs are named by what differs, and those that do not compare say why."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.edits_data import add_points, clear_points
from playground.document.edits_network import change_layer, change_training, insert_layer, toggle_input
from playground.document.presets import document_for
from playground.document.run_words import DataMark, RunFacts, data_mark, run_in_words, run_names, why_apart
from playground.layers import LAYER_KINDS

BASE = document_for("circle", (8, 8), count=40)
EDITS = {
    "no hidden layer": lambda d: replace(d, network=()),
    "8-4 units": lambda d: change_layer(d, 2, units=4),
    "8, batch norm, 8": lambda d: insert_layer(d, 1, LAYER_KINDS["batch_norm"]()),
    "ReLU": lambda d: change_layer(change_layer(d, 1, activation="relu"), 2, activation="relu"),
    "tanh and ReLU": lambda d: change_layer(d, 2, activation="relu"),
    "rate 0.3": lambda d: change_training(d, learning_rate=0.3),
    "SGD, rate 0.3": lambda d: change_training(d, optimizer="sgd", learning_rate=0.3),
    "batch 3": lambda d: change_training(d, batch_size=3),
    "Hinge": lambda d: change_training(d, loss="hinge"),
    "weight decay 0.01": lambda d: change_training(d, l2=0.01),
    "inputs x y xy": lambda d: toggle_input(d, "xy"),
    "dropout 20 %": lambda d: change_layer(d, 1, dropout=0.2),
    "Spiral": lambda _: document_for("spiral", (8, 8), count=40),
    "42 points": lambda d: add_points(clear_points(d), np.random.default_rng(0).normal(size=(42, 2)), 0),
}


def facts(document, number=1, name=None):
    return RunFacts(name or f"Run {number}", name is not None, document, data_mark(document.dataset))


def words_of(number, document):
    others = [facts(BASE, n) for n in (1, 2)]
    return run_names([*others, facts(document, number)])


@pytest.mark.parametrize("words", EDITS)
def test_a_run_is_named_by_what_it_has_and_most_have_not(words):
    *usual, name = words_of(3, EDITS[words](BASE))
    assert name.replace("20%", "20 %") == words
    assert usual == ["Run 1", "Run 2"]


def test_of_two_both_are_named():
    assert run_names([facts(BASE), facts(EDITS["no hidden layer"](BASE), 2)]) == ["8-8 units", "no hidden layer"]
    assert run_names([facts(BASE), facts(EDITS["rate 0.3"](BASE), 2)]) == ["rate 0.01", "rate 0.3"]


def test_runs_that_differ_in_nothing_keep_their_numbers():
    other = change_training(BASE, seed=5, stop_epochs=9)
    assert run_names([facts(BASE), facts(other, 2)]) == ["Run 1", "Run 2"]


def test_two_of_one_name_are_told_apart_and_a_persons_name_stays():
    relu = EDITS["ReLU"](BASE)
    bases, relus = [facts(BASE, n) for n in (1, 2, 3)], [facts(relu, n) for n in (4, 5)]
    found = run_names([*bases, *relus, facts(relu, 6, "My")])
    assert found == ["tanh (Run 1)", "tanh (Run 2)", "tanh (Run 3)", "ReLU (Run 4)", "ReLU (Run 5)", "My"]


@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=6))
def test_all_names_differ_and_none_is_empty(chosen):
    names = run_names([facts(EDITS[words](BASE), number) for number, words in enumerate(chosen)])
    assert len(set(names)) == len(names) == len(chosen)
    assert all(names)


def test_the_tooltip_has_points_network_and_loss():
    assert run_in_words(BASE, data_mark(BASE.dataset)) == "Circle; 8-8 units, tanh; Cross-entropy"


def test_losses_compare_where_points_and_loss_are_the_same():
    here, hinge = facts(BASE), facts(EDITS["Hinge"](BASE))
    assert why_apart("loss", here, facts(EDITS["no hidden layer"](BASE))) == ""
    assert why_apart("loss", here, hinge) == "its loss is Hinge"
    assert why_apart("score", here, hinge) == "", "accuracy is accuracy"
    assert why_apart("score", here, facts(EDITS["Spiral"](BASE))) == "its points are others (Spiral)"
    assert why_apart("loss", here, facts(document_for("reg-plane", (8,)))) == "it is regression"
    unknown = replace(here, data=DataMark())
    assert why_apart("loss", facts(EDITS["Spiral"](BASE)), unknown) == "", "an old file does not say"


def test_a_mark_tells_points_from_others():
    data = BASE.dataset
    marks = [
        data_mark(one).digest
        for one in (
            data,
            replace(data, samples=data.samples + 1e-9),
            replace(data, targets=1 - data.targets),
            replace(data, is_test=~data.is_test),
        )
    ]
    assert len(set(marks)) == 4
    assert data_mark(replace(data)).digest == marks[0]
