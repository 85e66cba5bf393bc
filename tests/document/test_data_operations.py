"""Operations on the points: what they promise holds for any dataset, and nothing else changes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document.data_operations import DATA_OPERATIONS, change_words, refusal
from playground.document.data_operations.add_noise import AddNoise
from playground.document.data_operations.balance import Balance
from playground.document.data_operations.deduplicate import Deduplicate
from playground.document.data_operations.flip_labels import FlipLabels
from playground.document.data_operations.merge_classes import MergeClasses
from playground.document.data_operations.normalise import Normalise
from playground.document.data_operations.split_again import SplitAgain
from playground.document.data_operations.subsample import Subsample
from playground.document.data_operations.swap_classes import SwapClasses
from playground.document.data_operations.test_from_selection import TestFromSelection
from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset


@st.composite
def datasets(draw, classes=None):
    count = draw(st.integers(1, 60))
    kinds = draw(st.integers(2, 5)) if classes is None else classes
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    points = random.normal(size=(count, 2)).round(1)
    targets = random.integers(0, kinds, count) if kinds else random.normal(size=count).round(1)
    return make_dataset(points, targets, default_classes(kinds))


seeds = st.integers(0, 9999)


@given(datasets(), seeds)
def test_thinning_makes_classes_equal_and_invents_nothing(data, seed):
    after = Balance(way="fewer", seed=seed).apply(data, None)
    sizes = {number for number in after.counts() if number}
    assert sizes == {min(number for number in data.counts() if number)}
    assert {tuple(p) for p in after.samples.tolist()} <= {tuple(p) for p in data.samples.tolist()}


@given(datasets(), seeds)
def test_repeating_makes_classes_equal_and_loses_nothing(data, seed):
    after = Balance(way="more", seed=seed).apply(data, None)
    assert {number for number in after.counts() if number} == {max(data.counts())}
    assert np.array_equal(after.samples[: len(data)], data.samples)


@given(datasets(), st.floats(0.01, 1), seeds)
def test_a_subsample_keeps_a_share_of_every_class_in_order(data, share, seed):
    after = Subsample(share=share, seed=seed).apply(data, None)
    for before, kept in zip(data.counts(), after.counts(), strict=True):
        assert kept == (max(round(share * before), 1) if before else 0)
    rows = [tuple(row) for row in data.samples.tolist()]
    place = 0
    for point in after.samples.tolist():
        place = rows.index(tuple(point), place) + 1


@given(datasets(), seeds)
def test_only_selected_points_are_thinned(data, seed):
    chosen = np.arange(len(data)) % 2 == 0
    after = Subsample(share=0.1, seed=seed).apply(data, chosen)
    assert len(after) >= (~chosen).sum()
    kept = {tuple(row) for row in after.samples.tolist()}
    assert {tuple(row) for row in data.samples[~chosen].tolist()} <= kept


@given(datasets())
def test_no_duplicates_are_left_and_one_of_each_is(data):
    after = Deduplicate().apply(data, None)
    rows = [(*p, t) for p, t in zip(after.samples.tolist(), after.targets.tolist(), strict=True)]
    assert len(set(rows)) == len(rows)
    assert set(rows) == {(*p, t) for p, t in zip(data.samples.tolist(), data.targets.tolist(), strict=True)}
    assert Deduplicate().apply(after, None) is after


@given(datasets(), st.booleans())
def test_normalised_points_reach_as_far_as_asked(data, keep_shape):
    after = Normalise(reach=5.0, keep_shape=keep_shape).apply(data, None)
    if np.ptp(data.samples, axis=0).max() > 0:
        assert np.abs(after.samples).max() == pytest.approx(5)
    assert np.array_equal(after.targets, data.targets)
    assert Normalise(reach=5.0, keep_shape=keep_shape).apply(after, None) is after


@given(datasets(), seeds)
def test_noise_moves_the_selected_points_only(data, seed):
    chosen = np.arange(len(data)) % 3 == 0
    after = AddNoise(position=0.5, seed=seed).apply(data, chosen)
    assert np.array_equal((after.samples != data.samples).any(axis=1), chosen)
    assert after.targets is data.targets
    again = AddNoise(position=0.5, seed=seed).apply(data, chosen)
    assert np.array_equal(again.samples, after.samples)


@given(datasets(classes=0), seeds)
def test_noise_on_values(data, seed):
    after = AddNoise(position=0.0, value=0.3, seed=seed).apply(data, None)
    assert np.array_equal(after.samples, data.samples)
    assert (after.targets != data.targets).all()


@given(datasets(), st.floats(0, 1), seeds)
def test_flipped_labels_are_wrong_and_as_many_as_asked(data, share, seed):
    after = FlipLabels(share=share, seed=seed).apply(data, None)
    assert (after.targets != data.targets).sum() == round(share * len(data))
    assert after.targets.min() >= 0
    assert after.targets.max() < len(data.classes)


@given(datasets(classes=3))
def test_swapping_twice_changes_nothing(data):
    swap = SwapClasses(first=0, second=2)
    after = swap.apply(data, None)
    assert after.counts() == data.counts()[::-1]
    assert np.array_equal(swap.apply(after, None).targets, data.targets)


@given(datasets(classes=4), st.integers(0, 3), st.integers(0, 3))
def test_merged_classes_hold_the_points_of_both(data, first, second):
    after = MergeClasses(first=first, second=second).apply(data, None)
    if first == second:
        assert after is data
        return
    assert len(after.classes) == 3
    assert sum(after.counts()) == len(data)
    merged = after.classes.index(data.classes[second])
    assert after.counts()[merged] == data.counts()[first] + data.counts()[second]


def test_two_classes_are_the_least_after_a_merge():
    data = make_dataset(np.zeros((4, 2)), [0, 1, 1, 0], default_classes(2))
    after = MergeClasses(first=1, second=0).apply(data, None)
    assert after.counts() == [4, 0]
    assert change_words(data, after) == "2 points change their class"


@given(datasets(), st.sampled_from(["train", "keep"]))
def test_selected_points_test(data, others):
    chosen = np.arange(len(data)) % 2 == 0
    after = TestFromSelection(others=others).apply(data, chosen)
    assert after.is_test[chosen].all()
    expected = np.zeros_like(chosen) if others == "train" else data.is_test
    assert np.array_equal(after.is_test[~chosen], expected[~chosen])
    assert TestFromSelection(others=others).apply(after, chosen) is after


def test_another_split():
    data = make_dataset(np.zeros((10, 2)), np.zeros(10), default_classes(2))
    assert SplitAgain(share=0.7, seed=0).apply(data, None) is data
    after = SplitAgain(share=0.5, seed=3).apply(data, None)
    assert after.test_count == 5
    assert (after.train_fraction, after.split_seed) == (0.5, 3)


def test_splitting_again_begins_with_the_next_seed():
    data = make_dataset(np.zeros((10, 2)), np.zeros(10), default_classes(2), 0.6, 9999)
    begun = SplitAgain.start(data)
    assert (begun.share, begun.seed) == (0.6, 0)
    assert begun.apply(data, None) is not data
    assert SplitAgain.start(replace(data, train_fraction=0.0)).share == 0.1


@pytest.mark.parametrize("kind", DATA_OPERATIONS.values(), ids=DATA_OPERATIONS)
@settings(max_examples=20)
@given(data=datasets(), values=datasets(classes=0))
def test_every_operation_keeps_a_dataset_sound(kind, data, values):
    for one in (data, values):
        chosen = np.arange(len(one)) % 2 == 0
        if refusal(kind, one, chosen):
            continue
        before = one.samples.copy(), one.targets.copy(), one.is_test.copy()
        after = kind().apply(one, chosen)
        assert len(after.samples) == len(after.targets) == len(after.is_test) > 0
        assert not any(array.flags.writeable for array in (after.samples, after.targets, after.is_test))
        assert after.is_finite
        assert (change_words(one, after) == "Nothing changes") == (after is one)
        assert all(np.array_equal(a, b) for a, b in zip(before, (one.samples, one.targets, one.is_test), strict=True))


def test_what_cannot_be_done_is_said():
    data = make_dataset(np.zeros((3, 2)), [0.5, 1, 2], ())
    empty = replace(data, samples=data.samples[:0], targets=data.targets[:0], is_test=data.is_test[:0])
    assert "no points" in refusal(Balance, empty, None)
    assert "no classes" in refusal(FlipLabels, data, None)
    assert "No points are selected" in refusal(TestFromSelection, data, None)
    assert refusal(AddNoise, data, None) == ""
