"""Lines on pixels: distances are right, and what is covered adds up to the line's area."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.domains.picture.ink import covered, in_chunks, path_distance, pixel_centres, segment_distance

places = st.floats(-5.0, 25.0)


@settings(deadline=None)
@given(places, places, places, places)
def test_distances_are_those_of_the_nearest_of_many_points(ax, ay, bx, by):
    x, y = pixel_centres(20)
    along = np.linspace(0.0, 1.0, 2001)[:, None, None]
    nearest = np.hypot(x - (ax + along * (bx - ax)), y - (ay + along * (by - ay))).min(axis=0)
    np.testing.assert_allclose(segment_distance(x, y, (ax, ay), (bx, by)), nearest, atol=0.02)


def test_a_path_is_as_near_as_its_nearest_piece():
    x, y = pixel_centres(20)
    corners = np.array([[2.0, 3.0], [15.0, 4.0], [9.0, 17.0]])
    pieces = [segment_distance(x, y, tuple(corners[i]), tuple(corners[i + 1])) for i in (0, 1)]
    np.testing.assert_allclose(path_distance(x, y, corners), np.minimum(*pieces), atol=1e-5)


@pytest.mark.parametrize("width", [0.5, 1.0, 2.0, 3.7])
@pytest.mark.parametrize("degrees", [0.0, 20.0, 45.0])
def test_ink_is_the_area_of_the_line(width, degrees):
    x, y = pixel_centres(32)
    way = 10.0 * np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    ink = covered(segment_distance(x, y, tuple(16.3 - way), tuple(16.3 + way)), width / 2.0)
    area = 20.0 * width + np.pi * width**2 / 4.0
    assert ink.sum() == pytest.approx(area, rel=0.16)
    assert ink.max() <= min(1.0, width)


def test_chunks_come_in_their_order():
    numbers = np.arange(1000.0)[:, None, None]
    made = in_chunks(1000, 16, lambda rows: numbers[rows] + np.zeros((16, 16), np.float32))
    np.testing.assert_array_equal(made[:, 3, 4], np.arange(1000))
