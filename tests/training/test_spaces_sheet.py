"""The sheet's corners: close together where it bends or changes its colour, and nowhere else."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document.presets import document_for
from playground.render.mesh import even_mesh
from playground.training.probes.layer_spaces.memory import SpaceMemory
from playground.training.probes.layer_spaces.sheet import Refinement, colour_pixels
from playground.training.probes.layer_spaces.shown import on_plane
from playground.training.probes.layer_spaces.space import LayerSpaces
from tests.support.spaces import spaces

DOCUMENT = document_for("circle", (2,), count=60)
MOST = 33 * 33


def settled(field, cells=16, most=MOST):
    """The mesh that a field of pixels over the plane, (S, 2) to (F, S), leads to."""
    refinement = Refinement()
    for _ in range(12):
        mesh = refinement.mesh(cells, most)
        places = field(on_plane(mesh)).astype(np.float32)
        if refinement.follow(places, np.ones(len(mesh.steps), np.bool_)) == 0.0:
            break
    return refinement.mesh(cells, most)


def worst(field, mesh, probes=400):
    """The mean and largest distance between a field and what lies straight between its values at the corners."""
    rng = np.random.default_rng(0)
    corners, weights = on_plane(mesh), rng.dirichlet((1.0, 1.0, 1.0), len(mesh.triangles))
    true = field(np.einsum("tj,tjd->td", weights, corners[mesh.triangles]))
    straight = np.einsum("tj,ftj->ft", weights, field(corners)[:, mesh.triangles])
    away = np.linalg.norm(true - straight, axis=0)
    return float(away @ mesh.areas() / mesh.areas().sum()), float(away.max())


def relu_crease(places):
    return 40.0 * np.maximum(places @ np.array([[1.0, 0.2], [-0.35, 1.0]]) - 0.3, 0.0).T


def saturated(places):
    return 128.0 * np.tanh(1.5 * places @ np.array([[1.0, 0.5], [-0.6, 1.0]]) + 0.4).T


def step(places):
    return 128.0 * np.tanh(30.0 * (places[:, :1] + 0.3 * places[:, 1:])).T


def ring(places):
    return 6.0 * np.tanh(3.0 * (np.linalg.norm(places, axis=1, keepdims=True) - 3.0)).T


@pytest.mark.parametrize("field", [relu_crease, saturated, step, ring])
def test_with_no_more_corners_it_is_nearer_to_the_truth_than_equal_cells(field):
    mesh, even = settled(field), even_mesh(32)
    assert len(mesh.steps) <= len(even.steps)
    (mean, most), (even_mean, even_most) = worst(field, mesh), worst(field, even)
    assert mean < 0.75 * even_mean
    assert most < 0.9 * even_most


def test_a_linear_map_needs_the_even_corners_alone():
    mesh = settled(lambda places: 20.0 * (places @ np.array([[1.0, 2.0], [-0.5, 1.0]])).T)
    assert len(mesh.steps) == mesh.even == 17 * 17


def test_cells_are_small_along_a_crease_and_large_elsewhere():
    mesh = settled(relu_crease)
    middle = on_plane(mesh)[mesh.triangles].mean(axis=1)
    creases = np.abs(middle @ np.array([[1.0, 0.2], [-0.35, 1.0]]) - 0.3) / np.hypot([1.0, 0.2], [0.35, 1.0])
    away = creases.min(axis=1)
    assert np.median(mesh.areas()[away < 0.05]) <= np.median(mesh.areas()[away > 1.0]) / 16
    assert (mesh.areas()[away > 1.5] == mesh.areas().max()).all()


@given(st.integers(0, 10_000), st.floats(0.1, 8.0), st.integers(17 * 17, 2500))
@settings(max_examples=25, deadline=None)
def test_there_are_never_more_corners_than_there_may_be(seed, scale, most):
    rng = np.random.default_rng(seed)
    weights, biases = scale * rng.normal(size=(2, 5)), rng.normal(size=5)
    refinement = Refinement()
    for drift in np.linspace(0.0, 1.0, 6):
        mesh = refinement.mesh(16, most)
        assert mesh.even <= len(mesh.steps) <= most
        places = 100.0 * np.tanh(on_plane(mesh) @ weights + biases + drift).T
        refinement.follow(places.astype(np.float32), np.ones(len(mesh.steps), np.bool_))


def test_what_nobody_sees_is_not_refined():
    refinement = Refinement()
    for _ in range(8):
        mesh = refinement.mesh(16, MOST)
        places = on_plane(mesh)
        refinement.follow(saturated(places).astype(np.float32), places[:, 0] < -2.0)
    fine = on_plane(mesh)[mesh.even :]
    assert len(fine)
    assert fine[:, 0].max() < -1.0


def test_it_finds_its_form_and_keeps_it():
    refinement = Refinement()
    for number in range(16):
        mesh = refinement.mesh(16, MOST)
        changed = refinement.follow(saturated(on_plane(mesh)).astype(np.float32), np.ones(len(mesh.steps), np.bool_))
        if number > 12:
            assert changed == 0.0
            assert refinement.mesh(16, MOST) is mesh


def test_cells_follow_a_crease_that_moves_and_few_change_at_a_time():
    refinement, changes = Refinement(), []
    for offset in np.linspace(0.0, 0.4, 21):
        mesh = refinement.mesh(16, MOST)

        def field(places, offset=offset):
            return 40.0 * np.maximum(places @ np.array([[1.0], [0.4]]) + offset, 0.0).T

        changes.append(refinement.follow(field(on_plane(mesh)).astype(np.float32), np.ones(len(mesh.steps), np.bool_)))
        if offset > 0.2:
            assert worst(field, mesh)[1] < worst(field, even_mesh(32))[1]
    assert max(changes[10:]) < 0.5


# ---- colours -------------------------------------------------------------------------------------------------------


def test_colours_count_by_how_sure_the_answer_is():
    two = np.array([[0.5, 0.5], [0.9, 0.1], [0.1, 0.9], [0.0, 1.0]], np.float32)
    (pixels,) = colour_pixels(two, 1.0)
    assert pixels[0] == 0.0
    assert pixels[1] == pytest.approx(-pixels[2])
    assert pixels[2] < pixels[3] <= 6.0
    three = np.array([[0.4, 0.4, 0.2], [0.8, 0.1, 0.1]], np.float32)
    pixels = colour_pixels(three, 1.0)
    assert pixels.shape == (3, 2)
    np.testing.assert_allclose(pixels[:, 0], 0.0, atol=1e-6)
    assert pixels[0, 1] > 0.0 == pixels[1, 1] == pixels[2, 1]
    value = colour_pixels(np.array([[-9.0], [0.0], [2.0]], np.float32), 4.0)
    np.testing.assert_allclose(value, [[-6.0, 0.0, 3.0]])


# ---- in the spaces -------------------------------------------------------------------------------------------------


def layers_of(weight, bias, bend=np.tanh):
    def forward(points):
        hidden = bend(points @ weight + bias)
        return [points, hidden, hidden @ np.array([[1.0], [-1.0]])]

    return forward


def asked(main, **fields):
    return LayerSpaces(uids=(-1, 1, 0), cells=32, strip_cells=16, main=main, **fields)


def test_small_spaces_have_the_even_corners_of_the_large_one():
    found, _ = spaces(layers_of(2.0 * np.eye(2), 0.3), DOCUMENT, asked(1), SpaceMemory())
    plane, large, output = found
    assert plane.mesh is output.mesh is even_mesh(16)
    assert 17 * 17 < len(large.sheet) <= 33 * 33
    np.testing.assert_allclose(plane.sheet, on_plane(plane.mesh), atol=1e-6)
    np.testing.assert_allclose(large.sheet, np.tanh(2.0 * on_plane(large.mesh) + 0.3), atol=1e-6)
    assert len(large.answers) == len(large.sheet)


def test_both_ends_of_a_way_have_the_same_corners():
    found, _ = spaces(layers_of(np.eye(2), 0.0), DOCUMENT, asked(-1, towards=1), SpaceMemory())
    assert found[0].mesh is found[1].mesh
    assert len(found[0].sheet) == len(found[1].sheet) > 17 * 17


def test_while_training_corners_follow_and_at_rest_they_are_there_at_once():
    memory, lengths = SpaceMemory(), []
    for scale in np.linspace(0.5, 2.0, 30):
        found, _ = spaces(layers_of(scale * np.eye(2), 0.2), DOCUMENT, asked(1), memory, hurried=True)
        lengths.append(len(found[1].sheet))
    assert max(lengths) <= 33 * 33
    steps = [abs(later - earlier) for earlier, later in pairwise(lengths)]
    assert max(steps[3:]) < 0.5 * max(lengths)
    first, _ = spaces(layers_of(2.0 * np.eye(2), 0.2), DOCUMENT, asked(1), SpaceMemory())
    assert len(first[1].sheet) > 0.6 * max(lengths)


def test_layers_that_leave_all_bounds_are_survived():
    far = layers_of(1e9 * np.eye(2), 0.0, bend=lambda sums: np.clip(sums, -1e6, 1e6))
    for main in (-1, 1, 0):
        found, _ = spaces(far, DOCUMENT, asked(main), SpaceMemory())
        assert all(np.isfinite(space.sheet).all() for space in found)
