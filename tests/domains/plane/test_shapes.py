"""Stamps: as many points as the area asks for, within the shape, the same for the same seed."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.domains.plane.shapes import MOST_POINTS, SHAPES, stamp

seeds = st.integers(0, 2**32)
places = st.tuples(st.floats(-6, 6), st.floats(-6, 6))
kinds = st.sampled_from(sorted(SHAPES))
densities, spreads = st.floats(0.5, 40), st.floats(0, 1)


def made(seed, shape, corners, density=5.0, spread=0.3):
    return stamp(np.random.default_rng(seed), shape, corners, density, spread)


@given(seeds, kinds, places, places, densities, spreads)
def test_points_are_finite_and_as_many_as_allowed(seed, shape, first, second, density, spread):
    points = made(seed, shape, (first, second), density, spread)
    assert 1 <= len(points) <= MOST_POINTS
    assert np.isfinite(points).all()
    assert np.array_equal(points, made(seed, shape, (first, second), density, spread))


@given(seeds, st.sampled_from(["blob", "ring", "rectangle", "grid"]), places, places, densities, spreads)
def test_boxes_hold_their_points(seed, shape, first, second, density, spread):
    points = made(seed, shape, (first, second), density, spread)
    low, high = np.minimum(first, second), np.maximum(first, second)
    assert (points >= low - 1e-9).all()
    assert (points <= high + 1e-9).all()


@given(seeds, places, places, densities, spreads)
@example(0, (0.0, 0.0), (0.0, 2.2e-311), 1.0, 0.0)
def test_a_spiral_stays_in_its_circle(seed, middle, end, density, spread):
    points = made(seed, "spiral", (middle, end), density, spread)
    assert np.hypot(*(points - middle).T).max() <= math.dist(middle, end) + 1e-9


@given(seeds, st.sampled_from(["blob", "ring"]), st.floats(0.5, 5), spreads)
def test_round_shapes_stay_in_their_circle(seed, shape, radius, spread):
    points = made(seed, shape, ((-radius, -radius), (radius, radius)), 10, spread)
    distance = np.hypot(*points.T)
    assert distance.max() <= radius * (1 + 1e-9)
    if shape == "ring":
        assert distance.min() >= radius * (1 - max(spread, 0.02)) - 1e-9


@pytest.mark.parametrize("shape", ["ring", "rectangle", "spiral", "grid"])
@pytest.mark.parametrize("spread", [0.2, 1.0])
def test_twice_the_density_is_twice_the_points(shape, spread):
    corners = ((-3.0, -3.0), (3.0, 3.0))
    few, many = (len(made(0, shape, corners, density, spread)) for density in (10.0, 20.0))
    assert many / few == pytest.approx(2.0, rel=0.12)


def test_a_full_ring_and_a_full_rectangle_are_even():
    corners = ((-2.0, -2.0), (2.0, 2.0))
    disc = np.hypot(*made(1, "ring", corners, 400, 1.0).T)
    assert np.mean(disc < math.sqrt(2.0)) == pytest.approx(0.5, abs=0.03)
    box = made(1, "rectangle", corners, 400, 1.0)
    counts, *_ = np.histogram2d(*box.T, bins=4, range=((-2, 2), (-2, 2)))
    assert counts.min() > 0.8 * counts.max()


def test_a_frame_leaves_its_middle_free():
    points = made(2, "rectangle", ((-2.0, -2.0), (2.0, 2.0)), 50, 0.25)
    assert np.abs(points).max(axis=1).min() >= 1.5 - 1e-9


def test_a_grid_has_rows_and_columns():
    points = made(3, "grid", ((0.0, 0.0), (4.0, 2.0)), 4.0, 0.0)
    assert len(np.unique(points[:, 0])) == 8
    assert len(np.unique(points[:, 1])) == 4


def test_a_spiral_goes_round_and_ends_where_it_is_told():
    points = made(4, "spiral", ((0.0, 0.0), (4.0, 0.0)), 60.0, 0.02)
    distance, angle = np.hypot(*points.T), np.arctan2(points[:, 1], points[:, 0])
    assert abs(angle[np.argmax(distance)]) < 0.3
    wrapped = (2 * np.pi * 1.5 * (distance / distance.max() - 1) - angle + np.pi) % (2 * np.pi) - np.pi
    assert np.abs(wrapped[distance > 1]).max() < 0.3


@given(seeds, st.sampled_from(["blob", "ring", "rectangle", "spiral"]), st.floats(1.1, 2))
def test_a_growing_shape_keeps_its_points_in_order(seed, shape, growth):
    small, large = (made(seed, shape, ((0.0, 0.0), (side, side))) for side in (2.0, 2.0 * growth))
    assert len(large) >= len(small)
    if shape != "spiral":
        assert large[: len(small)] == pytest.approx(small * growth)
