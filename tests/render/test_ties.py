"""Where linear functions tie above all others, against pieces known by hand and against trying it out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.render.ties import fan, tied_lines, tied_planes, tied_points

SEEDS = st.integers(0, 10_000)
ANGLES = np.deg2rad([90.0, 210.0, 330.0])
THREE = np.column_stack((np.cos(ANGLES), np.sin(ANGLES)))


def margins(scores, places):
    """How far the two greatest are apart, and the greatest of them above the third."""
    values = np.sort(places @ scores[:, :-1].T + scores[:, -1], axis=-1)
    return values[..., -1] - values[..., -2]


def inward(piece, share=0.999):
    return share * piece + (1.0 - share) * piece.mean(axis=0)


# ---- two classes ---------------------------------------------------------------------------------------------------


def test_of_two_there_is_one_point_one_line_one_square():
    assert tied_points(np.array([[0.0, 0.0], [2.0, -1.0]])).tolist() == [0.5]
    (line,) = tied_lines(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, -3.0]]), np.zeros(2), 5.0)
    np.testing.assert_allclose(sorted(line.tolist()), [[3.0, -5.0], [3.0, 5.0]])
    (square,) = tied_planes(np.array([[0.0] * 4, [0.0, 0.0, 2.0, -1.0]]), 0.75)
    np.testing.assert_allclose(square[:, 2], 0.5)
    np.testing.assert_allclose(sorted(np.abs(square[:, :2]).ravel()), [0.75] * 8)


@given(arrays(np.float64, 4, elements=st.floats(-2.0, 2.0)))
def test_a_square_lies_on_its_plane_around_the_nearest_point(plane):
    size = np.linalg.norm(plane[:3])
    found = tied_planes(np.stack((np.zeros(4), plane)), 0.9)
    if size < 1e-6 or abs(plane[3]) > 0.9 * size:
        assert size > 0.0 or not found
        return
    np.testing.assert_allclose(found[0] @ plane[:3] + plane[3], 0.0, atol=1e-9)
    np.testing.assert_allclose(found[0].mean(axis=0), -plane[3] / size**2 * plane[:3], atol=1e-6)


# ---- more ----------------------------------------------------------------------------------------------------------


def test_three_even_classes_meet_in_the_middle_along_three_rays():
    lines = tied_lines(np.column_stack((THREE, np.zeros(3))), np.zeros(2), 4.0)
    assert len(lines) == 3
    ends = lines.reshape(-1, 2)
    assert np.count_nonzero(np.linalg.norm(ends, axis=1) < 1e-9) == 3
    far = ends[np.linalg.norm(ends, axis=1) > 1.0] / 4.0
    # between two classes, away from the third one
    for ray in far:
        assert np.abs(ray + THREE).sum(axis=1).min() < 1e-9


def test_three_even_classes_share_an_edge_in_space_and_end_at_the_cube():
    scores = np.column_stack((THREE, np.zeros((3, 2))))
    pieces = tied_planes(scores, 0.75)
    assert len(pieces) == 3
    for piece in pieces:
        assert len(piece) == 4
        edge = piece[np.linalg.norm(piece[:, :2], axis=1) < 1e-9]
        np.testing.assert_allclose(sorted(edge[:, 2]), [-0.75, 0.75])
        assert np.abs(piece).max() == pytest.approx(0.75)


def test_a_class_that_never_wins_has_no_piece():
    scores = np.array([[1.0, 0.0, 0.0, 0.0], [-1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, -9.0]])
    (piece,) = tied_planes(scores, 1.0)
    np.testing.assert_allclose(piece[:, 0], 0.0, atol=1e-12)
    np.testing.assert_allclose(sorted(np.abs(piece[:, 1:]).ravel()), [1.0] * 8)
    assert tied_points(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, -9.0]])).tolist() == [0.0]
    assert tied_points(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 2.0]])).tolist() == [-2.0, 2.0]


@given(SEEDS, st.integers(3, 6))
def test_on_every_piece_two_are_the_best(seed, classes):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(classes, 4))
    for piece in tied_planes(scores, 0.75):
        assert np.abs(piece).max() <= 0.75 + 1e-9
        assert margins(scores, inward(piece)).max() < 1e-9
    flat = scores[:, [0, 1, 3]]
    for line in tied_lines(flat, np.zeros(2), 3.0):
        assert margins(flat, inward(line)).max() < 1e-9


@given(SEEDS, st.integers(2, 5))
def test_no_piece_is_missing(seed, classes):
    """Where the winner changes between two near places, one of the points found lies between them."""
    scores = np.random.default_rng(seed).normal(size=(classes, 2))
    places = np.linspace(-50.0, 50.0, 4001)
    winner = np.argmax(places[:, None] * scores[:, 0] + scores[:, 1], axis=1)
    found = tied_points(scores)
    changes = np.flatnonzero(np.diff(winner))
    for change in changes:
        assert ((found >= places[change] - 1e-9) & (found <= places[change + 1] + 1e-9)).any()
    assert (np.diff(found) >= 0.0).all()
    assert len(found) <= classes - 1


def test_a_fan_goes_around_its_piece_once():
    piece = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    made = fan(piece, 4)
    assert made.shape == (2, 13, 3)
    np.testing.assert_allclose(made[0], np.broadcast_to(piece.mean(axis=0), (13, 3)))
    np.testing.assert_allclose(made[1, [0, 4, 8, 12]], [*piece, piece[0]])
