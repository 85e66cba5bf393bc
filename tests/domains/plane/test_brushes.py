import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.plane.brushes import (
    Nib,
    Trail,
    erase_along,
    erase_mask,
    paint_along,
    put,
    spray,
    spray_along,
    stroke_points,
)

coordinates = st.floats(-10, 10)
places = st.tuples(coordinates, coordinates)
radii = st.floats(0.01, 4)
seeds = st.integers(0, 2**32)


def distance_to_segment(point, start, end):
    """An independent formula: the nearest of many places along the way."""
    ways = np.linspace(start, end, 2001)
    return np.hypot(*(ways - point).T).min()


def test_put_is_the_place_itself():
    assert put((1.5, -2.0)).tolist() == [[1.5, -2.0]]


@given(seeds, places, radii, st.integers(0, 200), st.floats(0, 1))
def test_spray_stays_in_its_disc_and_keeps_its_count(seed, centre, radius, count, falloff):
    points = spray(np.random.default_rng(seed), centre, radius, count, falloff)
    assert points.shape == (count, 2)
    assert (np.hypot(*(points - centre).T) <= radius * (1 + 1e-9) + 1e-12).all()
    again = spray(np.random.default_rng(seed), centre, radius, count, falloff)
    assert np.array_equal(points, again)


def test_falloff_gathers_points_in_the_middle():
    even, gathered = (
        np.hypot(*spray(np.random.default_rng(1), (0, 0), 2.0, 4000, falloff).T) for falloff in (0.0, 1.0)
    )
    assert np.mean(even < np.sqrt(2.0)) == pytest.approx(0.5, abs=0.03), "even by area"
    assert np.mean(gathered < 1.0) > 0.6


@given(seeds, places, radii, st.integers(0, 50), st.integers(0, 50))
def test_the_first_points_of_a_spray_do_not_depend_on_their_number(seed, centre, radius, few, more):
    some, all_of_them = (spray(np.random.default_rng(seed), centre, radius, count) for count in (few, few + more))
    assert np.array_equal(some, all_of_them[:few])


@given(seeds, places, places, radii, st.integers(0, 100), st.floats(0, 1))
def test_a_moving_can_sprays_all_the_way(seed, start, end, radius, count, falloff):
    points = spray_along(np.random.default_rng(seed), start, end, Nib(radius, 1.0, falloff), count)
    assert points.shape == (count, 2)
    assert erase_along(points, start, end, radius * (1 + 1e-9) + 1e-9).all()
    still = spray_along(np.random.default_rng(seed), start, start, Nib(radius, 1.0, falloff), count)
    steps = np.diff(points - still, axis=0)
    assert steps == pytest.approx(np.broadcast_to(np.subtract(end, start) / max(count, 1), steps.shape), abs=1e-9)


@given(seeds, places, places, radii, st.floats(0.1, 20), st.floats(0, 1))
def test_painted_points_stay_within_the_radius_of_the_path(seed, start, end, radius, density, falloff):
    points, _ = paint_along(np.random.default_rng(seed), start, end, Nib(radius, density, falloff), Trail())
    rows = [erase_along(points, start, end, radius * (1 + 1e-9) + 1e-9)]
    assert np.all(rows)


@given(seeds, places, places, radii, st.floats(0.1, 20))
def test_the_count_follows_the_length_of_the_path(seed, start, end, radius, density):
    points, trail = paint_along(np.random.default_rng(seed), start, end, Nib(radius, density), Trail())
    due = 1 + math.dist(start, end) * density * 2 * radius
    assert abs(len(points) - due) <= 1
    assert trail.placed == len(points)
    assert 0 <= trail.owed < 1


@given(seeds, places, st.lists(st.floats(0, 1), max_size=12), radii)
def test_a_path_in_many_pieces_gets_the_same_points(seed, end, cuts, radius):
    start, density = (0.0, 0.0), 7.0
    whole, _ = paint_along(np.random.default_rng(seed), start, end, Nib(radius, density), Trail())
    random, trail, last, pieces = np.random.default_rng(seed), Trail(), start, []
    for cut in [*sorted(cuts), 1.0]:
        place = (end[0] * cut, end[1] * cut)
        points, trail = paint_along(random, last, place, Nib(radius, density), trail)
        pieces.append(points)
        last = place
    joined = np.concatenate(pieces)
    assert abs(len(joined) - len(whole)) <= 1, "a point due at the very end may come a rounding error late"
    common = min(len(joined), len(whole))
    assert joined[:common] == pytest.approx(whole[:common], abs=1e-6)


def test_a_press_without_movement_puts_one_point_and_only_one():
    random = np.random.default_rng(0)
    points, trail = paint_along(random, (1, 1), (1, 1), Nib(0.5, 5.0), Trail())
    assert len(points) == 1
    points, _ = paint_along(random, (1, 1), (1, 1), Nib(0.5, 5.0), trail)
    assert len(points) == 0


def test_a_brush_of_no_width_puts_its_first_point():
    points, _ = paint_along(np.random.default_rng(0), (1, 1), (2, 2), Nib(0.0, 5.0), Trail())
    assert points.tolist() == [[1.0, 1.0]]


def test_paint_covers_the_whole_width_evenly():
    points, _ = paint_along(np.random.default_rng(0), (0, 0), (100, 0), Nib(1.0, 10.0), Trail())
    across, _ = np.histogram(points[:, 1], bins=8, range=(-0.64, 0.64))
    along, _ = np.histogram(points[:, 0], bins=20, range=(0, 100))
    assert across.min() > 0.8 * across.max()
    assert 0.88 < np.abs(points[:, 1]).max() <= 1.0
    assert along.min() > 0.9 * along.max()


@given(seeds, places, places, st.floats(0.05, 5), st.floats(0, 1))
def test_a_line_keeps_its_ends_its_spacing_and_its_jitter(seed, start, end, spacing, jitter):
    points = stroke_points(np.random.default_rng(seed), np.array([start, end]), spacing, jitter)
    length = math.dist(start, end)
    assert len(points) == round(length / spacing) + 1
    exact = stroke_points(np.random.default_rng(seed), np.array([start, end]), spacing)
    assert (np.hypot(*(points - exact).T) <= jitter + 1e-9).all()
    assert exact[0] == pytest.approx(start)
    if len(points) > 1:
        assert exact[-1] == pytest.approx(end)
        gaps = np.hypot(*np.diff(exact, axis=0).T)
        assert gaps == pytest.approx(np.full(len(gaps), length / len(gaps)), abs=1e-9)


def test_a_brush_with_falloff_is_densest_along_its_middle():
    even, gathered = (
        paint_along(np.random.default_rng(0), (0, 0), (100, 0), Nib(1.0, 10.0, falloff), Trail())[0]
        for falloff in (0.0, 1.0)
    )
    assert len(even) == len(gathered)
    assert np.mean(np.abs(gathered[:, 1]) < 0.2) > 1.8 * np.mean(np.abs(even[:, 1]) < 0.2)


@given(seeds, st.lists(places, min_size=1, max_size=8), st.floats(0.05, 5))
def test_points_along_a_curve_are_evenly_spaced_on_it(seed, corners, spacing):
    path = np.array(corners)
    points = stroke_points(np.random.default_rng(seed), path, spacing)
    length = sum(math.dist(a, b) for a, b in itertools.pairwise(corners))
    assert len(points) == round(length / spacing) + 1
    near = [
        min(distance_to_segment(point, a, b) for a, b in zip(path, [*path[1:], path[-1]], strict=True))
        for point in points[:9]
    ]
    assert max(near) < 0.02
    assert points[0] == pytest.approx(path[0])


@given(seeds, places, radii)
def test_the_eraser_takes_what_lies_within_its_radius(seed, centre, radius):
    points = np.random.default_rng(seed).uniform(-10, 10, (200, 2))
    mask = erase_mask(points, centre, radius)
    distance = np.array([math.dist(point, centre) for point in points])
    clear = np.abs(distance - radius) > 1e-9
    assert np.array_equal(mask[clear], (distance <= radius)[clear])


@given(seeds, places, places, radii)
def test_a_moved_eraser_leaves_no_gap(seed, start, end, radius):
    points = np.random.default_rng(seed).uniform(-10, 10, (60, 2))
    mask = erase_along(points, start, end, radius)
    distance = np.array([distance_to_segment(point, start, end) for point in points])
    clear = np.abs(distance - radius) > 0.01
    assert np.array_equal(mask[clear], (distance <= radius)[clear])


def test_an_eraser_that_stands_still_erases_its_disc():
    points = np.array([[0.0, 0.0], [0.9, 0.0], [1.1, 0.0]])
    assert erase_along(points, (0, 0), (0, 0), 1.0).tolist() == [True, True, False]


def test_no_points_are_no_trouble():
    nothing = np.empty((0, 2))
    assert len(erase_mask(nothing, (0, 0), 1.0)) == 0
    assert len(erase_along(nothing, (0, 0), (1, 1), 1.0)) == 0
    assert len(spray(np.random.default_rng(0), (0, 0), 1.0, 0)) == 0
