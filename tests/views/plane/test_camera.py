"""Where things are on the map: zoom keeps the place under the pointer, numbers are round and few."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.views.plane.camera import LEAST_SPAN, MOST_SPAN, Camera, PlaneTransform, tick_text, ticks

places = st.floats(-20, 20)
cameras = st.builds(Camera, places, places, st.floats(LEAST_SPAN, MOST_SPAN))
frames = st.builds(PlaneTransform, cameras, st.floats(0, 100), st.floats(0, 100), st.floats(50, 2000))


@given(frames, places, places)
def test_to_the_plane_and_back(frame, px, py):
    x, y = frame.to_plane(px, py)
    assert frame.to_screen(x, y) == pytest.approx((px, py), abs=1e-6)


@given(cameras, st.floats(0.2, 5), st.floats(0, 386), st.floats(0, 386))
def test_zoom_keeps_the_place_under_the_pointer(camera, factor, px, py):
    x, y = PlaneTransform(camera, 0, 0, 386).to_plane(px, py)
    zoomed = PlaneTransform(camera.zoomed(factor, x, y), 0, 0, 386)
    assert zoomed.to_plane(px, py) == pytest.approx((x, y), abs=1e-6)


@given(cameras, st.floats(1e-6, 1e6))
def test_zoom_has_bounds(camera, factor):
    assert LEAST_SPAN <= camera.zoomed(factor, 0, 0).span <= MOST_SPAN


@given(cameras, st.floats(100, 1500))
def test_ticks_are_round_inside_and_apart(camera, side):
    left, right, *_ = camera.extent
    found = ticks(left, right, side)
    assert all(left < tick < right for tick in found)
    steps = [b - a for a, b in pairwise(found)]
    assert all(step * side / camera.span > 50 for step in steps)
    if steps:
        leading = steps[0] / 10 ** math.floor(math.log10(steps[0]) + 1e-9)
        assert min(abs(leading - round_number) for round_number in (1, 2, 5, 10)) < 1e-6


def test_the_first_view_has_the_numbers_of_the_plane():
    assert ticks(-6, 6, 386) == [-4, -2, 0, 2, 4]
    assert Camera().extent == (-6, 6, -6, 6)


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [(-4.0, 2.0, "\N{MINUS SIGN}4"), (0.25, 0.05, "0.25"), (-1e-17, 0.5, "0.0"), (100.0, 20.0, "100")],
)
def test_numbers_have_as_many_digits_as_their_step(value, step, text):
    assert tick_text(value, step) == text
