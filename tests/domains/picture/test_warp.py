"""Moving, turning and resizing pictures: exact where it can be said what must come out."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.domains.picture.warp import Motion, enlarged, moved

seeds = st.integers(0, 2**32)
sides = st.integers(4, 20)


def pictures_of(seed, count, side):
    return np.random.default_rng(seed).random((count, side, side))


@settings(deadline=None)
@given(seeds, st.integers(0, 5), sides, st.integers(-6, 6), st.integers(-6, 6))
def test_whole_steps_move_pixels_and_bring_in_paper(seed, count, side, right, down):
    pictures = pictures_of(seed, count, side)
    wide = np.pad(pictures, ((0, 0), (6, 6), (6, 6)))
    expected = wide[:, 6 - down : 6 - down + side, 6 - right : 6 - right + side]
    np.testing.assert_allclose(moved(pictures, Motion(right, down)), expected, atol=1e-5)


@settings(deadline=None)
@given(seeds, sides, st.integers(-3, 4))
def test_quarter_turns_are_exact(seed, side, quarters):
    pictures = pictures_of(seed, 3, side)
    turned = moved(pictures, Motion(turn=90.0 * quarters))
    np.testing.assert_allclose(turned, np.rot90(pictures, -quarters, axes=(1, 2)), atol=1e-4)


def test_half_a_step_is_the_mean_of_neighbours():
    pictures = pictures_of(0, 4, 9)
    halfway = moved(pictures, Motion(right=0.5))
    np.testing.assert_allclose(halfway[:, :, 1:], (pictures[:, :, 1:] + pictures[:, :, :-1]) / 2, atol=1e-6)
    np.testing.assert_allclose(halfway[:, :, 0], pictures[:, :, 0] / 2, atol=1e-6)


def test_each_picture_goes_its_own_way():
    pictures = pictures_of(1, 2, 8)
    steps = np.array([0.0, 1.0, 2.0])
    made = moved(pictures, Motion(right=steps), which=np.array([1, 0, 1]))
    np.testing.assert_allclose(made[0], pictures[1], atol=1e-6)
    np.testing.assert_allclose(made[1, :, 1:], pictures[0, :, :-1], atol=1e-6)
    np.testing.assert_allclose(made[2, :, 2:], pictures[1, :, :-2], atol=1e-6)


def test_sizes_scale_about_the_middle():
    square = np.zeros((1, 16, 16))
    square[:, 6:10, 6:10] = 1.0
    ink = [moved(square, Motion(size=size)).sum() for size in (0.5, 1.0, 2.0)]
    np.testing.assert_allclose(ink, [4.0, 16.0, 64.0], atol=1e-4)
    np.testing.assert_allclose(moved(square, Motion(size=2.0))[0, 4:12, 4:12], square[0, 6:10, 6:10].mean(), atol=0.5)


@settings(deadline=None)
@given(seeds, st.integers(1, 12), st.integers(1, 40))
def test_enlarging_keeps_even_ground_and_bounds(seed, source, side):
    np.testing.assert_allclose(enlarged(np.full((1, source, source), 0.3), side), 0.3)
    made = enlarged(pictures_of(seed, 2, source), side)
    assert made.shape == (2, side, side)
    assert made.min() >= 0.0
    assert made.max() <= 1.0 + 1e-12


def test_reducing_averages_areas():
    pictures = pictures_of(2, 3, 12)
    np.testing.assert_allclose(enlarged(pictures, 4), pictures.reshape(3, 4, 3, 4, 3).mean(axis=(2, 4)))
    np.testing.assert_allclose(enlarged(pictures, 5).mean(axis=(1, 2)), pictures.mean(axis=(1, 2)))
