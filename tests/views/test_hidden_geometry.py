"""Framing, morphs and words of the hidden spaces, without a window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.training.messages import Space
from playground.views.hidden.framing import between, border, framed, grid_lines, nearest, on_sheet
from playground.views.hidden.journey import Jump, Play, snapped
from playground.views.hidden.stages import share_text


def space(points=None, scale=1.0, view="pca", cells=6, cut=None):
    ticks = np.linspace(-6, 6, cells + 1)
    sheet = np.stack(np.meshgrid(ticks, ticks), axis=-1).astype(np.float32) * scale
    points = np.zeros((1, 2), np.float32) if points is None else points
    return Space(1, 8, points, sheet, 0.5, 1.0, view, cut)


@given(st.floats(1e-6, 1e6), st.integers(1, 12))
def test_a_framed_space_fills_its_square(scale, cells):
    found = framed(space(scale=scale, cells=cells))
    assert np.abs(found.sheet).max() == pytest.approx(1.0, rel=1e-3)


def test_the_plane_is_never_stretched():
    points = np.array([[-12, 0], [12, 0]], np.float32)
    found = framed(space(points, view="plane"))
    assert np.ptp(found.sheet[..., 0]) == pytest.approx(np.ptp(found.sheet[..., 1]))


def test_ends_of_a_morph_are_the_spaces_themselves_and_its_middle_lies_between():
    first, second = framed(space(view="plane")), framed(space(np.full((1, 2), 3, np.float32)))
    assert between(first, second, 0.0) is first
    assert between(first, second, 1.0) is second
    np.testing.assert_allclose(between(first, second, 0.25).points, 0.75 * first.points + 0.25 * second.points)


def test_spaces_of_unequal_fineness_meet_at_the_coarser():
    assert between(framed(space(cells=56)), framed(space(cells=24)), 0.5).sheet.shape == (25, 25, 2)


def test_the_grid_is_made_of_rows_and_columns_of_the_sheet():
    sheet = space(cells=12).sheet
    pieces = grid_lines(sheet, 4)
    assert len(pieces) == 10 * 12
    np.testing.assert_array_equal(pieces[:12, :2], sheet[0, :-1])
    np.testing.assert_array_equal(pieces[:12, 2:], sheet[0, 1:])
    np.testing.assert_array_equal(pieces[-12:, 2:], sheet[1:, -1])


def test_a_border_is_carried_along_on_the_sheet():
    sheet = space(cells=6).sheet.astype(np.float64)
    left = 1.0 / (1.0 + np.exp(sheet[..., 0] - 0.7))
    segments = on_sheet(border(np.stack((left, 1.0 - left), axis=-1)), sheet @ np.array([[0.0, 1.0], [1.0, 0.0]]))
    assert len(segments) == 6
    np.testing.assert_allclose(segments[..., 1], 0.7, atol=0.1)  # x has become y


def test_a_value_has_no_border():
    assert len(border(np.zeros((4, 4, 1)))) == 0


def test_the_nearest_point_is_found_within_reach():
    places = np.array([[0.0, 0.0], [10.0, 0.0]])
    assert nearest(places, (8.0, 1.0), 5.0) == 1
    assert nearest(places, (5.0, 40.0), 5.0) is None
    assert nearest(np.empty((0, 2)), (0.0, 0.0), 5.0) is None


@given(st.floats(0, 10), st.floats(0, 10), st.floats(0, 1))
def test_a_jump_stays_between_its_ends_and_arrives(start, end, now):
    jump = Jump(start, end, 0.0)
    assert min(start, end) - 1e-9 <= jump.at(now) <= max(start, end) + 1e-9
    assert jump.at(0.24) == pytest.approx(end)


@given(st.integers(1, 8), st.floats(0, 20))
def test_a_played_morph_stays_on_the_way_and_is_continuous(last, now):
    play = Play(last, 1.0, 0.0)
    assert 0.0 <= play.at(now) <= last
    if not play.is_over(now + 1e-4):
        assert abs(play.at(now + 1e-4) - play.at(now)) < 1e-2


def test_steps_stand_on_stages():
    play = Play(3, 2.0, 0.0, steps=True)
    assert {play.at(t / 10) for t in range(54)} == {0.0, 1.0, 2.0, 3.0}


def test_close_to_a_stage_snaps():
    assert snapped(1.98) == 2.0
    assert snapped(1.9) == 1.9


@pytest.mark.parametrize(("share", "text"), [(1.0, "100"), (0.999, "99"), (0.995, "99"), (0.644, "64"), (0.0, "0")])
def test_a_hundred_percent_means_all(share, text):
    assert share_text(share).startswith(text)
