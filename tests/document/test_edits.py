"""Edits are pure: the old document stays as it was, and an edit without effect returns the same object."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import edits_data, edits_network, edits_source
from playground.document.dataset import DataSource
from playground.document.plan import resolve
from playground.document.presets import document_for, first_document
from playground.layers import LAYER_KINDS, Dense

DOCUMENT = first_document()


def test_first_document_is_two_spirals_for_2_8_8_1():
    assert resolve(DOCUMENT).units == (2, 8, 8, 1)
    assert resolve(DOCUMENT).parameter_count == 105
    assert DOCUMENT.dataset.counts() == [140, 140]


def test_arrays_of_a_dataset_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        DOCUMENT.dataset.samples[0, 0] = 1.0


def test_add_then_remove_points_gives_the_old_arrays():
    added = edits_data.add_points(DOCUMENT, np.array([[1.0, 2.0], [3.0, 4.0]]), 1)
    mask = np.zeros(len(added.dataset), dtype=bool)
    mask[-2:] = True
    back = edits_data.remove_points(added, mask)
    assert np.array_equal(back.dataset.samples, DOCUMENT.dataset.samples)
    assert np.array_equal(back.dataset.is_test, DOCUMENT.dataset.is_test)
    assert len(DOCUMENT.dataset) == 280


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: edits_data.add_points(d, np.empty((0, 2)), 0),
        lambda d: edits_data.remove_points(d, np.zeros(len(d.dataset), dtype=bool)),
        lambda d: edits_data.remove_class(d, 0),
        lambda d: edits_data.change_class(d, 0, name="Orange"),
        lambda d: edits_data.change_class(d, 0, name="   "),
        lambda d: edits_data.set_task(d, "classification"),
        lambda d: edits_network.delete_layer(d, 99),
        lambda d: edits_network.move_layer(d, 1, 0),
        lambda d: edits_network.change_layer(d, 1, units=8),
        lambda d: edits_network.change_kind(d, 1, "dense"),
        lambda d: edits_network.change_training(d, learning_rate=d.training.learning_rate),
    ],
)
def test_an_edit_without_effect_returns_the_same_document(edit):
    assert edit(DOCUMENT) is DOCUMENT


@given(st.lists(st.sampled_from(sorted(LAYER_KINDS)), max_size=6), st.integers(0, 6))
def test_inserted_layers_have_uids_of_their_own(kinds, index):
    document = DOCUMENT
    for kind in kinds:
        document = edits_network.insert_layer(document, index, LAYER_KINDS[kind]())
    uids = [layer.uid for layer in document.network]
    assert len(set(uids)) == len(uids)
    assert 0 not in uids
    assert len(uids) == 2 + len(kinds)


@given(st.permutations(range(4)))
def test_layers_move_to_where_they_are_told(order):
    document = replace(DOCUMENT, network=tuple(Dense(uid=i + 1, units=i + 1) for i in range(4)))
    for place, index in enumerate(order):
        document = edits_network.move_layer(document, index + 1, place)
    assert [layer.uid for layer in document.network] == [index + 1 for index in order]


def test_another_kind_keeps_what_both_have():
    document = edits_network.change_layer(DOCUMENT, 1, activation="relu", frozen=True)
    changed = edits_network.change_kind(document, 1, "activation").network[0]
    assert (changed.kind, changed.activation, changed.frozen, changed.uid) == ("activation", "relu", True, 1)


def test_removing_a_class_removes_its_points_and_renumbers():
    document = document_for("spirals", (4,))
    middle = document.dataset.counts()
    trimmed = edits_data.remove_class(document, 1).dataset
    assert trimmed.counts() == [middle[0], middle[2]]
    assert [one.name for one in trimmed.classes] == ["Orange", "Green"]


def test_recolouring_swaps_with_the_class_that_has_the_colour():
    classes = edits_data.change_class(DOCUMENT, 0, color=1).dataset.classes
    assert [one.color for one in classes] == [1, 0]


def test_36_classes_are_the_most():
    document = DOCUMENT
    for _ in range(40):
        document = edits_data.add_class(document)
    assert len({one.color for one in document.dataset.classes}) == 36
    assert len({one.name for one in document.dataset.classes}) == 36
    assert edits_data.add_class(document) is document


def test_a_regression_generator_brings_its_loss_and_back():
    regression = edits_source.regenerate(DOCUMENT, DataSource("reg-plane", 100, 0.0, 1))
    assert (regression.task, regression.training.loss, resolve(regression).head.kind) == (
        "regression",
        "mse",
        "linear",
    )
    back = edits_source.regenerate(regression, DataSource("circle", 100, 0.0, 1))
    assert (back.task, back.training.loss) == ("classification", "cross_entropy")


@pytest.mark.parametrize(
    ("loss", "two", "three"),
    [
        ("cross_entropy", "sigmoid", "softmax"),
        ("binary_cross_entropy", "sigmoid", "sigmoid"),
        ("hinge", "linear", "linear"),
        ("mse", "tanh", "tanh"),
    ],
)
def test_the_output_follows_classes_and_loss(loss, two, three):
    pair = edits_network.change_training(DOCUMENT, loss=loss)
    triple = edits_data.add_class(pair)
    assert (resolve(pair).head.units, resolve(pair).head.kind) == (1, two)
    assert (resolve(triple).head.units, resolve(triple).head.kind) == (3, three)


@settings(max_examples=30)
@given(st.integers(0, 100), st.integers(0, 1000), st.integers(0, 50))
def test_a_split_has_the_share_it_was_asked_for(percent, seed, count):
    fraction = percent / 100
    document = edits_data.clear_points(DOCUMENT)
    points = np.linspace(-1, 1, 2 * count).reshape(count, 2)
    document = edits_data.split(edits_data.add_points(document, points, 0), fraction, seed)
    assert int((~document.dataset.is_test).sum()) == count * percent // 100
    again = edits_data.split(document, fraction, seed)
    assert np.array_equal(again.dataset.is_test, document.dataset.is_test)


@pytest.mark.parametrize("generator", ["moons", "circle", "spiral", "gauss"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_split_does_not_follow_the_generator_of_the_same_seed(generator, seed):
    """Both once drew the same numbers, and every test point of the moons lay at the ends of the arcs."""
    document = edits_source.regenerate(DOCUMENT, DataSource(generator, 300, 0.1, seed))
    data = edits_data.split(document, 0.7, seed).dataset
    for index in (0, 1):
        of_class = data.targets == index
        train = data.samples[of_class & ~data.is_test].mean(axis=0)
        test = data.samples[of_class & data.is_test].mean(axis=0)
        assert np.linalg.norm(train - test) < 1.5


def test_cleared_points_have_no_generator_to_come_back_from():
    cleared = edits_data.clear_points(DOCUMENT)
    assert len(cleared.dataset) == 0
    assert cleared.dataset.source is None
    assert edits_data.clear_points(cleared) is cleared
    assert edits_source.resample(cleared) is cleared
