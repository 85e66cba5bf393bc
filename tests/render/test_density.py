import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.render.density import cloud_of, density_image

EXTENT = (-6.0, 6.0, -3.0, 3.0)


def test_every_point_lands_in_its_cell():
    points = np.array([[-5.9, -2.9], [5.9, 2.9], [5.9, 2.8], [0.1, 0.1]])
    counts = density_image(cloud_of(points, np.array([0, 1, 1, 0]), 2), EXTENT, (2, 4))
    assert counts.shape == (2, 2, 4)
    assert counts[0].tolist() == [[1, 0, 0, 0], [0, 0, 1, 0]]
    assert counts[1].tolist() == [[0, 0, 0, 0], [0, 0, 0, 2]]


@given(st.integers(0, 300), st.integers(0, 2**32))
def test_points_outside_and_points_that_are_not_numbers_are_left_out(count, seed):
    random = np.random.default_rng(seed)
    points = random.uniform(-7, 7, (count, 2)).astype(np.float32).astype(np.float64)
    points[random.random(count) < 0.1] = np.nan
    points[random.random(count) < 0.05] = np.inf
    points[random.random(count) < 0.05, 1] = -1e300
    classes = random.integers(0, 3, count)
    left, right, bottom, top = EXTENT
    inside = (points[:, 0] >= left) & (points[:, 0] < right) & (points[:, 1] >= bottom) & (points[:, 1] < top)
    counts = density_image(cloud_of(points, classes, 3), EXTENT, (20, 30))
    assert counts.sum(axis=(1, 2)).tolist() == np.bincount(classes[inside], minlength=3).tolist()


def test_the_counts_are_those_of_a_histogram():
    random = np.random.default_rng(0)
    points = random.normal(size=(50_000, 2)) * 2
    counts = density_image(cloud_of(points, np.zeros(len(points), np.int64), 1), EXTENT, (40, 60))
    wanted, _, _ = np.histogram2d(points[:, 1], points[:, 0], (40, 60), ((-3.0, 3.0), (-6.0, 6.0)))
    assert np.abs(counts[0] - wanted).sum() <= 10  # a few at the edges of cells


def test_nothing_is_an_empty_picture():
    empty = density_image(cloud_of(np.empty((0, 2)), np.empty(0, dtype=np.int64), 2), EXTENT, (3, 4))
    assert empty.shape == (2, 3, 4)
    assert empty.sum() == 0
