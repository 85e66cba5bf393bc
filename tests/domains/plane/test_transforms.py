"""Scaling and turning: what stays, what goes where, and back again."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.plane.transforms import box_of, factors_of, scaled, turned

numbers = st.floats(-9, 9)
places = st.tuples(numbers, numbers).map(np.array)
clouds = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20).map(np.array)


@given(clouds)
def test_the_box_holds_all_points_and_touches_them(points):
    low, high = box_of(points)
    assert (points >= low).all()
    assert (points <= high).all()
    assert (points == low).any(axis=0).all()
    assert (points == high).any(axis=0).all()


@given(clouds, places, st.floats(-math.pi, math.pi))
def test_turning_keeps_distances_and_can_be_turned_back(points, centre, angle):
    around = turned(points, centre, angle)
    assert np.hypot(*(around - centre).T) == pytest.approx(np.hypot(*(points - centre).T), abs=1e-9)
    assert turned(around, centre, -angle) == pytest.approx(points, abs=1e-9)


def test_turning_is_counterclockwise():
    assert turned(np.array([[1.0, 0.0]]), np.zeros(2), math.pi / 2)[0] == pytest.approx((0, 1))


@given(clouds, places, st.floats(0.1, 5), st.floats(0.1, 5))
def test_scaling_can_be_scaled_back(points, anchor, fx, fy):
    stretched = scaled(points, anchor, np.array([fx, fy]))
    assert scaled(stretched, anchor, np.array([1 / fx, 1 / fy])) == pytest.approx(points, abs=1e-6)


@given(places, places, places)
def test_the_factors_take_the_handle_to_the_pointer(anchor, handle, place):
    reach = handle - anchor
    if (np.abs(reach) < 1e-3).any():
        return
    factors = factors_of(anchor, handle, place, even=False)
    assert scaled(handle[None], anchor, factors)[0] == pytest.approx(place, abs=1e-6)
    even = factors_of(anchor, handle, place, even=True)
    assert even[0] == even[1]
    assert abs(even[0]) == pytest.approx(np.abs(factors).max())


def test_the_handle_of_a_side_stretches_one_axis():
    factors = factors_of(np.array([0.0, 1.0]), np.array([2.0, 1.0]), np.array([3.0, 7.0]), even=False)
    assert factors.tolist() == [1.5, 1.0]
