import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.drawing.density import density_image

EXTENT = (-6.0, 6.0, -3.0, 3.0)


def test_every_point_lands_in_its_cell():
    points = np.array([[-5.9, -2.9], [5.9, 2.9], [5.9, 2.8], [0.1, 0.1]])
    counts = density_image(points, np.array([0, 1, 1, 0]), EXTENT, (2, 4), 2)
    assert counts.shape == (2, 2, 4)
    assert counts[0].tolist() == [[1, 0, 0, 0], [0, 0, 1, 0]]
    assert counts[1].tolist() == [[0, 0, 0, 0], [0, 0, 0, 2]]


@given(st.integers(0, 300), st.integers(0, 2**32))
def test_points_outside_and_points_that_are_not_numbers_are_left_out(count, seed):
    random = np.random.default_rng(seed)
    points = random.uniform(-7, 7, (count, 2))
    points[random.random(count) < 0.1] = np.nan
    classes = random.integers(0, 3, count)
    left, right, bottom, top = EXTENT
    inside = (points[:, 0] >= left) & (points[:, 0] < right) & (points[:, 1] >= bottom) & (points[:, 1] < top)
    counts = density_image(points, classes, EXTENT, (20, 30), 3)
    assert counts.sum(axis=(1, 2)).tolist() == np.bincount(classes[inside], minlength=3).tolist()


def test_nothing_is_an_empty_picture():
    empty = density_image(np.empty((0, 2)), np.empty(0, dtype=np.int64), EXTENT, (3, 4), 2)
    assert empty.shape == (2, 3, 4)
    assert empty.sum() == 0
