"""What is drawn is repeated exactly, and no point twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.plane.symmetry import KINDS, MOST_FOLDS, Symmetry

symmetries = st.builds(Symmetry, st.sampled_from(KINDS), st.integers(2, MOST_FOLDS))
places = st.tuples(st.floats(-9, 9), st.floats(-9, 9))
clouds = st.lists(places, max_size=20).map(lambda rows: np.array(rows, dtype=float).reshape(-1, 2))


def as_set(points, digits=6):
    return {tuple(row) for row in (np.round(points, digits) + 0.0).tolist()}


@given(symmetries, clouds)
def test_the_points_themselves_come_first(symmetry, points):
    assert np.array_equal(symmetry.images(points)[: len(points)], points)


@given(symmetries, clouds)
def test_every_image_is_as_far_from_the_middle(symmetry, points):
    radii = np.hypot(*points.T)
    for image in symmetry.paths(points):
        assert np.hypot(*image.T) == pytest.approx(radii, abs=1e-9)


@given(symmetries)
def test_the_maps_are_a_group(symmetry):
    maps = symmetry.matrices()
    assert np.array_equal(maps[0], np.eye(2))
    known = as_set(maps.reshape(-1, 4))
    products = np.einsum("aij,bjk->abik", maps, maps).reshape(-1, 4)
    assert as_set(products) <= known
    assert len(known) == len(maps)


@pytest.mark.parametrize(("kind", "count"), [("off", 1), ("x", 2), ("y", 2), ("both", 4), ("turn", 5)])
def test_how_often_a_point_appears(kind, count):
    assert len(Symmetry(kind, 5).images(np.array([[1.0, 2.0]]))) == count


def test_where_it_appears():
    point = np.array([[1.0, 2.0]])
    assert Symmetry("x").images(point).tolist() == [[1, 2], [-1, 2]]
    assert Symmetry("y").images(point).tolist() == [[1, 2], [1, -2]]
    assert as_set(Symmetry("both").images(point)) == {(1, 2), (-1, 2), (1, -2), (-1, -2)}
    assert as_set(Symmetry("turn", 4).images(point)) == {(1, 2), (-2, 1), (-1, -2), (2, -1)}


def test_a_point_on_a_mirror_is_there_once():
    assert Symmetry("x").images(np.array([[0.0, 2.0], [3.0, 1.0]])).tolist() == [[0, 2], [3, 1], [-3, 1]]
    assert len(Symmetry("turn", 7).images(np.zeros((1, 2)))) == 1
    assert len(Symmetry("both").images(np.array([[0.0, 2.0]]))) == 2


@given(symmetries, clouds, places, places)
def test_what_moves_near_a_place_moves_likewise_near_its_images(symmetry, points, place, offset):
    place, offset = np.array(place), np.array(offset)
    moved = symmetry.moved(points, place, offset)
    lengths = np.hypot(*(moved - points).T)
    assert lengths == pytest.approx(np.full(len(points), np.hypot(*offset)), abs=1e-9)
    images = symmetry.matrices() @ place
    assert as_set(symmetry.moved(images, place, offset), 5) == as_set(symmetry.matrices() @ (place + offset), 5) or (
        len(as_set(images, 5)) < len(images)
    )
