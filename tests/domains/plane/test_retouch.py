"""Brushes that change points: nothing outside the brush, and many short calls do as one long one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.plane.retouch import (
    Disc,
    jitter,
    magnet,
    paint_values,
    raise_values,
    smooth_values,
    smudge,
    under,
    weights,
)

seeds = st.integers(0, 2**32)
places = st.tuples(st.floats(-5, 5), st.floats(-5, 5))
radii, strengths, durations = st.floats(0.1, 3), st.floats(-8, 8), st.floats(0, 2)


def cloud(seed, count=80):
    return np.random.default_rng(seed).uniform(-6, 6, (count, 2))


def outside(points, disc):
    return np.hypot(*(points - disc.centre).T) > disc.radius + 1e-9


@given(seeds, places, radii)
def test_weights_are_one_in_the_middle_and_nothing_beyond_the_rim(seed, centre, radius):
    disc, points = Disc(centre, radius), cloud(seed)
    weight = weights(points, disc)
    assert ((weight >= 0) & (weight <= 1)).all()
    assert (weight[outside(points, disc)] == 0).all()
    assert weights(np.array([centre]), disc) == pytest.approx(1.0)


@given(seeds, places, places, radii)
def test_under_finds_all_that_the_brush_can_touch(seed, start, end, radius):
    points = cloud(seed)
    chosen = set(under(points, start, end, radius).tolist())
    for share in np.linspace(0, 1, 9):
        centre = tuple(np.array(start) + share * np.subtract(end, start))
        assert set(np.flatnonzero(weights(points, Disc(centre, radius)) > 0).tolist()) <= chosen


@given(seeds, places, radii, strengths, durations)
def test_a_magnet_moves_points_on_their_ray_and_none_outside(seed, centre, radius, strength, seconds):
    disc, points = Disc(centre, radius), cloud(seed)
    moved = magnet(points, disc, strength, seconds)
    beyond = outside(points, disc)
    assert np.array_equal(moved[beyond], points[beyond])
    before, after = points - centre, moved - centre
    assert (np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) < 1e-6).all()
    near, far = np.hypot(*after.T), np.hypot(*before.T)
    assert (near <= far + 1e-9).all() if strength >= 0 else (near >= far - 1e-9).all()
    assert (near[~beyond] <= radius * (1 + 1e-9)).all()


def test_a_magnet_pulls_as_much_in_many_frames_as_in_few():
    disc, points = Disc((0.0, 0.0), 2.0), np.array([[0.4, 0.0], [1.0, 1.0]])
    results = []
    for frames in (200, 400):
        moved = points
        for _ in range(frames):
            moved = magnet(moved, disc, 2.0, 1.0 / frames)
        results.append(moved)
    assert results[0] == pytest.approx(results[1], rel=0.01)


@given(seeds, places, places, radii, st.floats(0, 1))
def test_a_smudge_takes_along_what_it_touches_and_nothing_else(seed, start, end, radius, strength):
    points = cloud(seed)
    moved = smudge(points, start, end, radius, strength)
    way = np.linspace(start, end, 400)
    distance = np.hypot(*(points[:, None] - way[None]).transpose(2, 0, 1)).min(axis=1)
    beyond = distance > radius + 0.02
    assert np.array_equal(moved[beyond], points[beyond])
    shift = moved - points
    assert np.hypot(*shift.T).max() <= math.dist(start, end) * strength + 1e-9


def test_a_smudge_does_the_same_in_pieces():
    points = cloud(1, 2000)
    whole = smudge(points, (-2.0, 0.0), (2.0, 0.0), 1.0, 0.8)
    pieces = points
    for x in np.arange(-2, 2, 0.25):
        pieces = smudge(pieces, (x, 0.0), (x + 0.25, 0.0), 1.0, 0.8)
    assert pieces == pytest.approx(whole)
    assert np.abs(whole - points).max() > 0.5


@given(seeds, places, radii, st.floats(0, 2), durations)
def test_jitter_shakes_what_is_under_it_the_same_for_a_seed(seed, centre, radius, strength, seconds):
    disc, points = Disc(centre, radius), cloud(seed)
    shaken, again = (jitter(np.random.default_rng(seed), points, disc, strength, seconds) for _ in range(2))
    assert np.array_equal(shaken, again)
    assert np.array_equal(shaken[outside(points, disc)], points[outside(points, disc)])


def test_jitter_is_as_strong_in_many_frames_as_in_few():
    disc, points = Disc((0.0, 0.0), 1e6), np.zeros((4000, 2))
    for frames in (1, 50):
        random, shaken = np.random.default_rng(0), points
        for _ in range(frames):
            shaken = jitter(random, shaken, disc, 0.3, 1.0 / frames)
        assert shaken.std() == pytest.approx(0.3, rel=0.05)


@given(seeds, places, radii, st.floats(-1, 1), st.floats(0, 1))
def test_values_change_under_the_brush_only_and_never_past_the_target(seed, centre, radius, target, share):
    random = np.random.default_rng(seed)
    points, values = cloud(seed), random.uniform(-1, 1, 80)
    weight = weights(points, Disc(centre, radius))
    beyond = weight == 0
    for changed in (
        paint_values(values, weight, target, share),
        smooth_values(values, weight, share),
        raise_values(values, weight, share),
    ):
        assert np.array_equal(changed[beyond], values[beyond])
    painted = paint_values(values, weight, target, share)
    assert (np.abs(painted - target) <= np.abs(values - target) + 1e-12).all()
    smoothed = smooth_values(values, weight, share)
    assert smoothed.min() >= values.min() - 1e-12
    assert smoothed.max() <= values.max() + 1e-12


def test_raising_and_lowering_undo_each_other():
    values, weight = np.array([0.1, -0.4, 0.9]), np.array([1.0, 0.5, 0.0])
    raised = raise_values(values, weight, 0.2)
    assert raised == pytest.approx([0.3, -0.3, 0.9])
    assert raise_values(raised, weight, -0.2) == pytest.approx(values)
