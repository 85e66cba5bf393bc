"""Rows that stand for a data set: of each class its share, the same each time, whatever order the rows have."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.sampling import class_shares, sampled


@given(st.lists(st.integers(0, 6), max_size=400), st.integers(1, 60), st.integers(0, 5))
def test_each_class_has_its_share_of_the_rows(labels, most, seed):
    labels = np.array(labels, dtype=np.int64)
    chosen = sampled(len(labels), most, labels, seed=seed)
    assert len(chosen) == min(most, len(labels))
    assert (np.diff(chosen) > 0).all()
    assert len(chosen) == 0 or (chosen[0] >= 0 and chosen[-1] < len(labels))
    np.testing.assert_array_equal(chosen, sampled(len(labels), most, labels, seed=seed))
    classes, counts = np.unique(labels, return_counts=True)
    if len(labels) == 0:
        return
    got = np.array([np.count_nonzero(labels[chosen] == one) for one in classes])
    exact = counts * min(most / len(labels), 1.0)
    if most >= len(classes):
        assert got.all()
        rare = np.count_nonzero(exact < 1.0)
        assert (np.abs(got - exact) < 1.0 + rare).all()
    else:
        assert (np.abs(got - exact) < 1.0).all()


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=9), st.integers(9, 2000))
def test_shares_add_up_to_what_there_may_be(counts, most):
    counts = np.array(counts)
    most = min(most, int(counts.sum()))
    shares = np.array(class_shares(counts, most))
    assert shares.sum() == most
    assert (shares <= counts).all()


@pytest.mark.parametrize("period", [2, 3, 4, 10, 20, 100])
def test_a_table_with_a_period_is_not_sampled_by_it(period):
    phases = np.arange(20_000) % period
    chosen = phases[sampled(20_000, 1000)]
    counts = np.bincount(chosen, minlength=period)
    assert (counts > 0.5 * 1000 / period - 4.0).all()


def test_alternating_labels_are_both_seen():
    labels = np.arange(20_000) % 2
    assert np.bincount(labels[sampled(20_000, 1000, labels)]).tolist() == [500, 500]


def test_one_row_more_leaves_nearly_all_others():
    labels = np.random.default_rng(0).integers(0, 3, 5001)
    before, after = (set(sampled(n, 1000, labels[:n]).tolist()) for n in (5000, 5001))
    assert len(before & after) >= 998


def test_another_seed_takes_other_rows():
    assert sampled(5000, 100, seed=1).tolist() != sampled(5000, 100, seed=2).tolist()


def test_classes_may_be_words():
    labels = np.array(["rare"] * 2 + ["common"] * 998)
    assert "rare" in labels[sampled(1000, 10, labels)]
