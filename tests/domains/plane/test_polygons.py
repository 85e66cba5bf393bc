import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.plane.polygons import fill_polygon, points_in_polygon

SQUARE = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
corners = st.lists(st.tuples(st.floats(-6, 6), st.floats(-6, 6)), min_size=0, max_size=12)


def even_odd(point, polygon):
    """The textbook loop."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, 1, axis=0), strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


@given(corners, st.integers(0, 2**32))
def test_agrees_with_the_textbook(corner_list, seed):
    polygon = np.array(corner_list).reshape(-1, 2)
    points = np.random.default_rng(seed).uniform(-6.5, 6.5, (80, 2))
    expected = [even_odd(point, polygon) for point in points]
    assert points_in_polygon(points, polygon).tolist() == expected


def test_a_square_a_star_and_a_hole():
    points = np.array([[1.0, 1.0], [3.0, 1.0], [-0.1, 1.0], [1.0, 2.1]])
    assert points_in_polygon(points, SQUARE).tolist() == [True, False, False, False]
    angle = np.pi / 2 + 4 * np.pi / 5 * np.arange(5)
    star = np.column_stack((np.cos(angle), np.sin(angle)))
    inside = points_in_polygon(np.array([[0.0, 0.0], [0.0, 0.8]]), star)
    assert inside.tolist() == [False, True], "even-odd leaves the middle of a star out"


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_corners_contain_nothing(count):
    assert not points_in_polygon(np.random.default_rng(0).random((50, 2)), SQUARE[:count]).any()


def test_points_that_are_not_numbers_are_outside():
    assert not points_in_polygon(np.array([[np.nan, 1.0], [1.0, np.inf]]), SQUARE).any()


def test_neighbouring_polygons_share_no_point():
    right = SQUARE + np.array([2.0, 0.0])
    points = np.stack(np.meshgrid(np.linspace(0, 4, 9), np.linspace(0.25, 1.75, 4)), axis=-1).reshape(-1, 2)
    both = points_in_polygon(points, SQUARE).astype(int) + points_in_polygon(points, right)
    assert both.max() == 1


@given(corners, st.integers(0, 60), st.integers(0, 2**32))
def test_filling_puts_points_inside_only(corner_list, count, seed):
    polygon = np.array(corner_list).reshape(-1, 2)
    points = fill_polygon(np.random.default_rng(seed), polygon, count)
    assert len(points) <= count
    assert points_in_polygon(points, polygon).all()


def test_filling_is_complete_and_even():
    points = fill_polygon(np.random.default_rng(0), SQUARE, 2000)
    assert len(points) == 2000
    assert points.mean(axis=0) == pytest.approx([1.0, 1.0], abs=0.06)


def test_a_polygon_without_area_stays_empty():
    assert len(fill_polygon(np.random.default_rng(0), np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]), 10)) == 0
