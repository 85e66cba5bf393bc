"""How the output of three classes and more cuts the last hidden space: weights set by hand, pieces known."""

import numpy as np
import pytest

from playground.render.ties import tied_planes
from playground.training.probes.layer_spaces.memory import SpaceMemory
from playground.training.probes.layer_spaces.space import LayerSpaces
from tests.support.spaces import spaces
from tests.training.test_spaces import document, network

READ = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def last_hidden(weights, classes, view="auto", widths=None, count=60):
    rng = np.random.default_rng(0)
    width = len(weights[0][0])
    doc = document(rng.uniform(-5, 5, (count, 2)), np.arange(count) % classes, (width,), classes)
    asked = LayerSpaces(uids=(1,), cells=16, strip_cells=8, main=1, view=view)
    return spaces(network(*weights), doc, asked, SpaceMemory())[0][0]


def drawn(width, seed=1):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(width, 2)), rng.normal(size=width)


def test_in_three_units_the_scores_are_the_output_weights_themselves():
    bias = np.array([0.1, -0.2, 0.3])
    space = last_hidden([drawn(3), (READ, bias)], 3)
    assert space.view == "space"
    difference = space.scores[1:] - space.scores[0]
    wanted = np.column_stack((READ, bias))
    np.testing.assert_allclose(difference, wanted[1:] - wanted[0], atol=1e-4)


def test_three_units_that_stand_for_a_class_each_are_cut_along_the_diagonals_of_the_cube():
    space = last_hidden([drawn(3), (READ, np.zeros(3))], 3)
    pieces = tied_planes(space.scores.astype(np.float64), 1.0)
    assert len(pieces) == 3
    for piece in pieces:
        ordered = np.sort(piece, axis=1)
        np.testing.assert_allclose(ordered[:, 2], ordered[:, 1], atol=1e-3)  # the two greatest are equal


@pytest.mark.parametrize(("classes", "pieces"), [(3, 3), (4, 4)])
def test_in_two_units_borders_are_straight_pieces(classes, pieces):
    angles = 2.0 * np.pi * np.arange(classes) / classes + 0.3
    read = np.column_stack((np.cos(angles), np.sin(angles)))
    space = last_hidden([drawn(2), (read, np.zeros(classes))], classes)
    assert space.view == "units"
    ends = space.cut.reshape(-1, 2)
    assert len(space.cut) == pieces
    assert np.count_nonzero(np.linalg.norm(ends, axis=1) < 1e-3) == pieces  # all begin where all tie
    assert space.scores is None


def test_one_unit_is_cut_at_every_value_where_the_winner_changes():
    read, bias = np.array([[-1.0], [0.0], [1.0]]), np.array([0.0, 0.5, 0.0])
    space = last_hidden([drawn(1), (read, bias)], 3)
    assert space.view == "histogram"
    np.testing.assert_allclose(space.cut[:, 0, 0], [-0.5, 0.5], atol=1e-4)


def test_a_projection_that_misses_a_difference_shows_no_straight_piece():
    rng = np.random.default_rng(4)
    weights = [drawn(6), (rng.normal(size=(4, 6)), np.zeros(4))]
    for view in ("pca", "pca3", "units"):
        space = last_hidden(weights, 4, view)
        assert space.cut is None
        assert space.scores is None


def test_values_are_not_cut():
    rng = np.random.default_rng(0)
    doc = document(rng.uniform(-5, 5, (40, 2)), rng.normal(size=40), (3,), task="regression")
    asked = LayerSpaces(uids=(1,), cells=8, strip_cells=8, main=1)
    (space,), _ = spaces(network(drawn(3), (np.ones((1, 3)), np.zeros(1))), doc, asked, SpaceMemory())
    assert space.scores is None
    assert space.cut is None
