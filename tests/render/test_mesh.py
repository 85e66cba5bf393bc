"""Meshes of triangles: no crack, no overlap, and lines on them where they must be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.render.mesh import even_mesh, lattice
from playground.render.mesh_lines import class_lines, grid_pieces, level_lines


def refined(cells, depth, share, seed=0):
    places = lattice(cells, depth)
    wanted = np.random.default_rng(seed).random(len(places.reach)) < share
    wanted[places.even] = True
    return places.mesh(places.corners(places.close(wanted)))


def sides(mesh):
    """All sides of triangles, each as often as there are triangles on it."""
    pairs = np.concatenate([mesh.triangles[:, [i, (i + 1) % 3]] for i in range(3)])
    return np.unique(np.sort(pairs, axis=1), axis=0, return_counts=True)


SHARES = st.floats(0.0, 1.0).map(lambda share: share**4)


@given(st.sampled_from([2, 4, 6]), st.integers(1, 4), SHARES, st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_a_refined_square_has_neither_cracks_nor_overlaps(cells, depth, share, seed):
    mesh = refined(cells, depth, share, seed)
    assert (mesh.areas() > 0).all()
    assert mesh.areas().sum() == 2 * mesh.size**2
    ends, count = sides(mesh)
    assert count.max() <= 2
    outer = mesh.steps[ends[count == 1]]
    on_rim = ((outer == 0) | (outer == mesh.size)).all(axis=1).any(axis=1)  # a side with one triangle is the rim's
    assert on_rim.all()
    assert len(np.unique(mesh.steps, axis=0)) == len(mesh.steps)
    assert (np.bincount(mesh.triangles.ravel(), minlength=len(mesh.steps)) > 0).all()


@pytest.mark.parametrize("cells", [1, 2, 5, 8])
def test_even_corners_stand_row_by_row(cells):
    mesh = even_mesh(cells)
    places = mesh.places().reshape(cells + 1, cells + 1, 2)
    ticks = np.linspace(0.0, 1.0, cells + 1)
    np.testing.assert_allclose(places, np.stack(np.meshgrid(ticks, ticks), axis=-1))
    assert len(mesh.triangles) == 2 * cells**2
    assert mesh.areas().tolist() == [1.0] * len(mesh.triangles)


def test_without_refinement_a_lattice_gives_the_even_mesh():
    mesh, even = refined(6, 3, 0.0), even_mesh(6)
    np.testing.assert_array_equal(mesh.steps // 8, even.steps)
    shape = {tuple(sorted(triangle)) for triangle in mesh.triangles.tolist()}
    assert shape == {tuple(sorted(triangle)) for triangle in even.triangles.tolist()}


@given(SHARES, st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_even_corners_come_first_and_each_other_one_halves_a_side(share, seed):
    places = lattice(4, 3)
    wanted = np.random.default_rng(seed).random(len(places.reach)) < share
    wanted[places.even] = True
    corners = places.corners(places.close(wanted))
    mesh = places.mesh(corners)
    np.testing.assert_array_equal(mesh.steps[: mesh.even] * 4 // mesh.size, even_mesh(4).steps)
    one, other = (np.stack((flat % 33, flat // 33), axis=1) for flat in places.ends[:, corners])
    np.testing.assert_array_equal(one + other, 2 * mesh.steps)
    assert wanted[places.ends[:, corners]].all()


def test_a_linear_field_is_itself_between_corners_and_in_the_mean():
    mesh = refined(4, 3, 0.02)
    field = mesh.places() @ [2.0, -1.0] + 0.3
    line = level_lines(mesh, field)
    ends = line.on(mesh.places())
    np.testing.assert_allclose(ends @ [2.0, -1.0] + 0.3, 0.0, atol=1e-12)
    length = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1).sum()
    assert length == pytest.approx(np.hypot(0.35, 0.7))  # from (0, 0.3) to (0.35, 1)
    np.testing.assert_allclose(mesh.mean_of_triangles(np.full(len(mesh.triangles), 3.0)), 3.0)


def test_areas_on_a_mirrored_sheet_are_negative():
    mesh = refined(4, 2, 0.05)
    np.testing.assert_allclose(mesh.areas_on(mesh.steps * [-2.0, 1.0]), -2.0 * mesh.areas())


@pytest.mark.parametrize("lines", [1, 2, 4, 9])
def test_grid_lines_stand_evenly_and_have_no_gaps(lines):
    mesh = refined(4, 3, 0.05)
    ends = mesh.places()[grid_pieces(mesh, lines)]
    count = min(lines, 4)
    assert np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1).sum() == pytest.approx(2 * (count + 1))
    upright = ends[ends[:, 0, 0] == ends[:, 1, 0]]
    assert np.unique(upright[:, 0, 0]).tolist() == np.linspace(0, 1, count + 1).tolist()
    known = {tuple(pair) for pair in sides(mesh)[0].tolist()}
    assert {tuple(sorted(pair)) for pair in grid_pieces(mesh, lines).tolist()} <= known


def test_three_classes_meet_where_all_three_tie():
    mesh = refined(6, 3, 0.02)
    angles = np.deg2rad([90.0, 210.0, 330.0])
    scores = (mesh.places() - [0.47, 0.52]) @ np.stack((np.cos(angles), np.sin(angles)))
    ends = class_lines(mesh, scores).on(mesh.places()).reshape(-1, 2) - [0.47, 0.52]
    ranked = np.sort(ends @ np.stack((np.cos(angles), np.sin(angles))), axis=1)
    away = np.linalg.norm(ends, axis=1)
    np.testing.assert_allclose(ranked[away > 0.1, 2], ranked[away > 0.1, 1], atol=1e-9)
    assert away.min() < 0.05
    # three rays from there to the rim, each in one piece
    turns = np.rad2deg(np.arctan2(ends[:, 1], ends[:, 0]))[away > 0.1]
    assert {round(turn) % 360 for turn in turns} == {30, 150, 270}


def test_two_classes_have_the_line_of_their_difference():
    mesh = refined(4, 2, 0.1)
    answers = np.random.default_rng(3).random((len(mesh.steps), 2))
    two, three = class_lines(mesh, answers), class_lines(mesh, np.column_stack((answers, np.zeros(len(answers)))))
    assert len(two) == len(three) > 0
    lengths = [np.linalg.norm(np.diff(one.on(mesh.places()), axis=1), axis=2).sum() for one in (two, three)]
    assert lengths[0] == pytest.approx(lengths[1])


def test_one_class_alone_has_no_line():
    mesh = even_mesh(3)
    assert len(class_lines(mesh, np.tile([0.2, 0.5, 0.3], (16, 1)))) == 0
    assert len(level_lines(mesh, np.ones(16))) == 0
