"""Surfaces in depth: what is nearer hides what is farther, whichever came first."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.render import depth
from playground.render.depth import NOTHING_THERE, Surface, draw_surfaces, is_hidden
from playground.render.mesh import even_mesh
from playground.render.solid import BRIGHT, DIM, Pose, brightness

ANGLES = st.floats(-3.0, 3.0)


def square(depth, colour, opacity=1.0, cells=4, size=20.0, tilt=0.0):
    mesh = even_mesh(cells)
    x, y = size * mesh.places().T
    corners = np.stack((x, y, depth + tilt * (x - size / 2.0)), axis=-1)
    return Surface(corners, np.broadcast_to(np.array(colour, float), corners.shape), mesh.triangles, opacity)


@pytest.mark.parametrize("nearer_first", [True, False])
def test_what_is_nearer_hides_what_is_farther(nearer_first):
    red, blue = square(5.0, (200, 0, 0)), square(-5.0, (0, 0, 200))
    pixels, near = draw_surfaces([red, blue] if nearer_first else [blue, red], 20)
    assert pixels[10, 10].tolist() == [0, 0, 200, 255]
    assert near[10, 10] == pytest.approx(5.0)


def test_surfaces_that_pass_through_each_other_each_show_where_they_are_nearer():
    pixels, _ = draw_surfaces([square(0.0, (200, 0, 0)), square(0.0, (0, 0, 200), tilt=1.0)], 20)
    assert pixels[10, 1].tolist() == [0, 0, 200, 255]
    assert pixels[10, 18].tolist() == [200, 0, 0, 255]


def test_what_is_thin_shows_what_is_behind_and_hides_nothing():
    pixels, near = draw_surfaces([square(0.0, (0, 0, 200)), square(5.0, (200, 200, 200), 0.25)], 20)
    assert pixels[10, 10].tolist() == [200, 50, 50, 255]
    assert near[10, 10] == pytest.approx(0.0)
    places = np.array([[10.0, 10.0, 2.0], [10.0, 10.0, -2.0], [10.0, 10.0, -0.5]])
    assert is_hidden(places, near, 1.0).tolist() == [False, True, False]


def test_what_is_prepared_is_all_that_is_ever_compiled():
    depth.prepare()
    from playground.render import depth_kernel

    before = len(depth_kernel.fill_triangles.signatures)
    one = square(0.5, (200.0, 0.0, 0.0))
    turned = {name: np.asfortranarray(getattr(one, name)) for name in ("corners", "colours", "triangles")}
    draw_surfaces([replace(one, **turned)], 20)
    assert len(depth_kernel.fill_triangles.signatures) == before


def test_nothing_is_drawn_of_nothing_and_of_what_is_no_number():
    pixels, near = draw_surfaces([], 8)
    assert not pixels.any()
    assert (near == np.float32(NOTHING_THERE)).all()
    broken = square(np.nan, (200, 0, 0))
    draw_surfaces([replace(broken, corners=np.where(np.isnan(broken.corners), np.inf, broken.corners))], 8)
    assert not is_hidden(np.array([[np.nan, 3.0, 0.0], [1e30, -1e30, 0.0]]), near, 0.0).any()


# ---- poses and light -----------------------------------------------------------------------------------------------


@given(ANGLES, ANGLES)
def test_a_pose_is_a_rotation_that_never_goes_over_the_top(yaw, pitch):
    pose = Pose().turned(yaw, pitch)
    matrix = pose.matrix()
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(matrix) == pytest.approx(1.0)
    assert matrix[1, 1] > 0.0
    np.testing.assert_array_equal(pose.partly(0.0).matrix(), np.eye(3))
    np.testing.assert_array_equal(pose.partly(1.0).matrix(), matrix)


def test_dragging_to_the_right_brings_the_near_side_to_the_right():
    near = np.array([0.0, 0.0, 1.0])
    assert (Pose().turned(0.3, 0.0).matrix() @ near)[0] > 0.0
    assert (Pose().turned(0.0, 0.3).matrix() @ near)[1] < 0.0


@given(ANGLES, ANGLES)
@example(0.375, 2.5)
def test_light_stays_in_its_range_and_is_the_same_on_both_sides(yaw, pitch):
    mesh = even_mesh(6)
    sheet = np.column_stack((2.0 * mesh.places() - 1.0, np.zeros(len(mesh.steps)))) @ Pose(yaw, pitch).matrix().T
    light = brightness(sheet, mesh)
    assert ((light >= DIM - 1e-9) & (light <= BRIGHT + 1e-9)).all()
    np.testing.assert_allclose(brightness(sheet[::-1], mesh), light, atol=1e-9)
    np.testing.assert_allclose(brightness(np.zeros_like(sheet), mesh), 1.0)
