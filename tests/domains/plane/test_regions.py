"""Regions of a map, what hangs together, and points scattered over them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.plane.regions import cell_of, class_region, connected, scatter, value_region

EXTENT = (-6.0, 6.0, -6.0, 6.0)
seeds = st.integers(0, 2**32)


def region_of(seed, share=0.6):
    return np.random.default_rng(seed).random((14, 17)) < share


def test_the_region_of_a_class_is_where_it_is_most_probable():
    answers = np.array([[[0.9, 0.1], [0.2, 0.8]], [[0.4, 0.6], [np.nan, np.nan]]], np.float32)
    assert class_region(answers, 1).tolist() == [[False, True], [True, False]]
    assert class_region(answers, 0).tolist() == [[True, False], [False, False]]


def test_the_region_of_a_value_is_where_the_answer_is_near_it():
    answers = np.array([[[0.5], [0.7], [np.nan]]], np.float32)
    assert value_region(answers, 0.55, 0.1).tolist() == [[True, False, False]]


@given(seeds, st.integers(0, 13), st.integers(0, 16))
def test_connected_is_a_flood(seed, row, column):
    region = region_of(seed)
    found = connected(region, (row, column))
    reached, edge = set(), [(row, column)] if region[row, column] else []
    while edge:
        r, c = edge.pop()
        if (r, c) in reached or not (0 <= r < 14 and 0 <= c < 17) or not region[r, c]:
            continue
        reached.add((r, c))
        edge += [(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)]
    assert {tuple(cell) for cell in np.argwhere(found).tolist()} == reached


@given(seeds, st.floats(0.5, 20))
def test_scattered_points_lie_in_the_region_and_are_as_dense_as_asked(seed, density):
    region = region_of(seed)
    points = scatter(np.random.default_rng(seed), region, EXTENT, density, 100_000)
    area = region.mean() * 144
    assert len(points) == pytest.approx(area * density, abs=1)
    for x, y in points.tolist():
        assert region[cell_of(region.shape, EXTENT, x, y)]
    assert np.array_equal(points, scatter(np.random.default_rng(seed), region, EXTENT, density, 100_000))


def test_no_region_no_points_and_never_more_than_allowed():
    random = np.random.default_rng(0)
    assert scatter(random, np.zeros((3, 3), bool), EXTENT, 5.0, 100).shape == (0, 2)
    assert len(scatter(random, np.ones((3, 3), bool), EXTENT, 50.0, 100)) == 100


def test_places_outside_the_map_have_no_cell():
    assert cell_of((4, 4), EXTENT, -5.9, 5.9) == (3, 0)
    assert cell_of((4, 4), EXTENT, 6.1, 0.0) is None
    assert cell_of((2, 3), (0, 3, 0, 2), 2.9, 1.1) == (1, 2), "a cell holds its left and lower side"
    assert cell_of((2, 3), (0, 3, 0, 2), 0.0, 0.0) == (0, 0)
    assert cell_of((2, 3), (0, 3, 0, 2), 0.5, -0.1) is None
