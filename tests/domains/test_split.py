import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.split import split_mask

seeds = st.integers(0, 2**32)


@given(st.integers(0, 500), st.integers(0, 100), seeds)
def test_the_training_share_is_exact(count, percent, seed):
    mask = split_mask(count, percent / 100, seed)
    assert mask.shape == (count,)
    assert mask.dtype == np.bool_
    assert np.count_nonzero(~mask) == count * percent // 100


def test_a_share_that_floating_point_falls_short_of_counts_as_reached():
    assert np.count_nonzero(~split_mask(100, 0.29, 0)) == 29


@given(st.integers(0, 200), seeds)
def test_the_same_seed_gives_the_same_split(count, seed):
    assert np.array_equal(split_mask(count, 0.5, seed), split_mask(count, 0.5, seed))


def test_another_seed_gives_another_split():
    assert not np.array_equal(split_mask(100, 0.5, 1), split_mask(100, 0.5, 2))


@given(st.integers(1, 300), st.floats(0, 1), seeds)
def test_one_point_more_changes_the_role_of_one_old_point_at_most(count, fraction, seed):
    small, large = split_mask(count, fraction, seed), split_mask(count + 1, fraction, seed)
    assert np.count_nonzero(small != large[:-1]) <= 1


def test_test_points_come_from_everywhere():
    mask = split_mask(1000, 0.5, 7)
    assert 50 < np.count_nonzero(mask[:150]) < 100


@pytest.mark.parametrize("fraction", [-0.1, 1.1, float("nan")])
def test_an_impossible_share_is_refused(fraction):
    with pytest.raises(ValueError, match="between 0 and 1"):
        split_mask(10, fraction, 0)
