"""Edges as arrays: what they show, which are left out, which one the pointer meets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QSizeF

from playground.layers import FourierFeatures
from playground.views.network.edges import (
    MOST_EDGES,
    bias_radius,
    curve_points,
    edges_between,
    line_widths,
    nearest_edge,
    opacities,
)
from playground.views.network.layout import network_layout
from tests.views.network.test_layout import document


def columns(*units: int):
    return network_layout(document(*units), QSizeF(744, 402)).columns


def test_every_weight_has_an_edge_weakest_first() -> None:
    _, one, two, _ = columns(3, 2)
    weights = np.array([[0.5, -2.0, 0.1], [1.0, 0.0, -3.0]])
    edges = edges_between(one, two, (0, 1), weights)
    assert len(edges) == 6
    assert (np.diff(np.abs(edges.weights)) >= 0).all()
    for row, column, weight in zip(edges.rows, edges.columns, edges.weights, strict=True):
        assert weights[row, column] == weight
    assert edges.key == (two.uid, "linear.weight")


def test_edges_from_inputs_leave_the_inputs_that_are_on() -> None:
    inputs, layer, _ = columns(3)
    edges = edges_between(inputs, layer, (1, 4), np.ones((3, 2)))
    assert {float(y) for y in edges.starts[:, 1]} == {inputs.cells[1].exit.y(), inputs.cells[4].exit.y()}
    assert set(edges.columns) == {0, 1}
    assert len(edges_between(inputs, layer, (), np.ones((3, 0)))) == 0


def test_only_the_strongest_of_a_gap_are_drawn() -> None:
    _, one, two, _ = columns(24, 24)
    weights = np.random.default_rng(0).normal(size=(24, 24))
    edges = edges_between(one, two, (0, 1), weights)
    assert len(edges) == MOST_EDGES
    left_out = np.sort(np.abs(weights).ravel())[: 576 - MOST_EDGES]
    assert np.abs(edges.weights).min() >= left_out.max()


@pytest.mark.parametrize("shape", [(1, 1), (0, 5), (40, 40), (3, 9)])
def test_weights_of_another_shape_never_raise(shape) -> None:
    _, one, two, _ = columns(3, 4)
    edges = edges_between(one, two, (0, 1), np.ones(shape))
    assert len(edges) == 12
    assert edges.weights.sum() == min(shape[0], 4) * min(shape[1], 3)


@settings(max_examples=40, deadline=None)
@given(arrays(np.float32, (4, 3), elements=st.floats(width=32, allow_nan=True, allow_infinity=True)))
def test_what_is_drawn_is_finite_whatever_the_weights(weights) -> None:
    _, one, two, _ = columns(3, 4)
    edges = edges_between(one, two, (0, 1), weights)
    assert np.isfinite(line_widths(edges.weights)).all()
    assert np.isfinite(opacities(edges.weights)).all()


def test_widths_opacities_and_radii_follow_their_formulas() -> None:
    assert line_widths(np.array([0.0, 2.6])) == pytest.approx([0.6, 0.6 + 4.4 * np.tanh(1)])
    assert opacities(np.array([0.0, -1.6])) == pytest.approx([0.14, 0.14 + 0.72 * np.tanh(1)])
    assert bias_radius(-1.5) == pytest.approx(2.2 + 2.6 * np.tanh(1))
    assert bias_radius(float("nan")) == 2.2
    assert bias_radius(float("inf")) == 2.2


def test_curves_leave_and_arrive_level() -> None:
    points = curve_points(np.array([[0.0, 0.0]]), np.array([[100.0, 60.0]]), 201)[0]
    assert points[0] == pytest.approx([0, 0])
    assert points[-1] == pytest.approx([100, 60])
    assert points[100] == pytest.approx([50, 30])
    assert abs(points[1, 1]) < 0.01
    assert abs(points[-2, 1] - 60) < 0.01


@settings(max_examples=60, deadline=None)
@given(row=st.integers(0, 3), column=st.integers(0, 2), share=st.floats(0.05, 0.95))
def test_a_place_on_an_edge_finds_an_edge_through_that_place(row, column, share) -> None:
    _, one, two, _ = columns(3, 4)
    edges = edges_between(one, two, (0, 1), np.arange(12.0).reshape(4, 3))
    place = edges.find(row, column)
    assert place is not None
    x, y = curve_points(edges.starts, edges.ends, 1001)[place, int(share * 1000)]
    found = nearest_edge(edges, x, y, 6.0)
    assert found is not None
    assert found[1] < 1.5


def test_far_from_every_edge_there_is_none_and_links_without_weights_are_no_handles() -> None:
    _, one, two, _ = columns(3, 4)
    edges = edges_between(one, two, (0, 1), np.ones((4, 3)))
    assert nearest_edge(edges, 0.0, -100.0, 6.0) is None
    only = edges_between(one, two, (0, 1), None)
    assert nearest_edge(only, *only.starts[0], 6.0) is not None


def test_what_is_drawn_once_is_joined_to_all_inputs_by_links_without_weights() -> None:
    base = document(3)
    network = (FourierFeatures(uid=9, frequencies=2), *base.network)
    inputs, features, *_ = network_layout(replace(base, network=network), QSizeF(744, 402)).columns
    edges = edges_between(inputs, features, (0, 1), None)
    assert edges.key is None
    assert {*zip(edges.rows.tolist(), edges.columns.tolist(), strict=True)} == {
        (i, j) for i in range(4) for j in (0, 1)
    }
    assert nearest_edge(edges, *edges.starts[0], 6.0) is None
