"""Principal components: the plane of a flat cloud is found, and the picture is always the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.interop.tables.projection import principal_components


@given(st.integers(0, 2**32), st.integers(2, 8))
def test_components_are_uncorrelated_and_ordered(seed, width):
    columns = np.random.default_rng(seed).normal(size=(50, width)) @ np.diag(np.arange(1, width + 1))
    points, share = principal_components(columns)
    covariance = np.cov(points.T)
    assert abs(covariance[0, 1]) < 1e-8
    assert covariance[0, 0] >= covariance[1, 1]
    assert 0 < share <= 1 + 1e-12


def test_a_flat_cloud_is_held_whole_whatever_its_units():
    random = np.random.default_rng(1)
    flat = random.normal(size=(100, 2)) @ random.normal(size=(2, 6))
    points, share = principal_components(flat)
    assert abs(share - 1) < 1e-12
    scaled, _ = principal_components(flat * [1, 1000, 0.001, 5, 7, 1] + 3)
    assert np.allclose(points, scaled)


def test_columns_that_do_not_vary_count_for_nothing():
    points, share = principal_components(np.ones((5, 3)))
    assert not points.any()
    assert share == 1.0
