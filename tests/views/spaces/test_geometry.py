"""Framing, morphs and words of the hidden spaces, without a window."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.render.mesh import even_mesh, lattice
from playground.training.probes.layer_spaces.shown import on_plane
from playground.training.probes.layer_spaces.space import Space
from playground.views.spaces.drawing.framing import between, border, framed, grid_lines, nearest
from playground.views.spaces.journey import Jump, MorphPlayback, snapped


def space(points=None, scale=1.0, view="pca", cells=6, cut=None):
    mesh = even_mesh(cells)
    sheet = on_plane(mesh).astype(np.float32) * scale
    points = np.zeros((1, 2), np.float32) if points is None else points
    return Space(1, 8, points, sheet, mesh, 0.5, 1.0, view, cut)


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


def test_spaces_of_unequal_fineness_meet_at_the_even_corners():
    places = lattice(4, 2)
    refined = places.mesh(places.corners(places.close(np.ones(len(places.reach), np.bool_))))
    fine = replace(space(cells=4), sheet=on_plane(refined), mesh=refined)
    met = between(framed(fine), framed(space(cells=4)), 0.5)
    assert len(fine.sheet) > len(met.sheet) == 25
    np.testing.assert_allclose(met.sheet, framed(space(cells=4)).sheet, atol=1e-9)


def test_the_grid_is_made_of_rows_and_columns_of_the_sheet():
    shown = space(cells=12)
    pieces = grid_lines(shown.sheet, shown.mesh, 4)
    sheet = shown.sheet.reshape(13, 13, 2)
    assert len(pieces) == 10 * 12
    np.testing.assert_array_equal(pieces[:12, :2], sheet[:-1, 0])
    np.testing.assert_array_equal(pieces[:12, 2:], sheet[1:, 0])
    np.testing.assert_array_equal(pieces[-12:, 2:], sheet[-1, 1:])


def test_a_border_is_carried_along_on_the_sheet():
    shown = space(cells=6)
    sheet = shown.sheet.astype(np.float64)
    left = 1.0 / (1.0 + np.exp(sheet[..., 0] - 0.7))
    line = border(np.stack((left, 1.0 - left), axis=-1), shown.mesh)
    segments = line.on(sheet @ np.array([[0.0, 1.0], [1.0, 0.0]]))
    assert len(segments) == 12
    np.testing.assert_allclose(segments[..., 1], 0.7, atol=1e-5)  # x has become y, and log-odds are straight in x


def test_a_value_has_no_border():
    assert len(border(np.zeros((16, 1)), even_mesh(3))) == 0


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
    play = MorphPlayback(last, 1.0, 0.0)
    assert 0.0 <= play.at(now) <= last
    if not play.is_over(now + 1e-4):
        assert abs(play.at(now + 1e-4) - play.at(now)) < 1e-2


def test_steps_stand_on_stages():
    play = MorphPlayback(3, 2.0, 0.0, steps=True)
    assert {play.at(t / 10) for t in range(54)} == {0.0, 1.0, 2.0, 3.0}


def test_close_to_a_stage_snaps():
    assert snapped(1.98) == 2.0
    assert snapped(1.9) == 1.9
