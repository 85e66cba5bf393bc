"""The way through a layer against exact facts of linear algebra."""

from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document.edits_network import set_skips
from playground.document.model import INPUT_UID
from playground.document.plan import in_place
from playground.document.presets import document_for
from playground.layers import ActivationLayer, BatchNorm, Dense, FourierFeatures, Highway, LayerNorm, Residual
from playground.training.probes.layer_spaces.bridge import End, bridge
from playground.training.probes.layer_spaces.layer_activations import Projection
from playground.training.probes.layer_spaces.morph import axis_and_angle, deep_matrix, part_of_turn, path, polar
from playground.training.probes.layer_spaces.pre_activations import LayerPart
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.state.run import Run
from tests.support.probes import scheduler, taken

SKIP = partial(Dense, units=2, skip=True)
ANGLES = st.floats(-3.1, 3.1)
SHARES = st.floats(0.0, 1.0)
SEEDS = st.integers(0, 10_000)


def rotation(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def end(uid, rows, count=5):
    axes = np.eye(rows.shape[1])
    return End(uid, rows, Projection(rows[:count], rows[count:], "units", axes=axes, offset=np.zeros(rows.shape[1])))


def way(layer, numbers, rows, after):
    named = {(layer.uid, name): np.asarray(value) for name, value in numbers.items()}
    return bridge(LayerPart(in_place(layer, rows.shape[1:]), named, rows), end(9, rows), end(layer.uid, after))


def joined(pair):
    return np.concatenate(pair)


# ---- the linear part -----------------------------------------------------------------------------------------------


@given(ANGLES, SHARES)
def test_a_rotation_goes_through_rotations(angle, share):
    np.testing.assert_allclose(path(deep_matrix(rotation(angle)), share)[:2, :2], rotation(share * angle), atol=1e-9)


@given(SEEDS, st.sampled_from([(2, 2), (3, 2), (2, 3), (3, 3), (1, 2), (2, 1), (3, 1)]))
def test_a_linear_map_begins_with_nothing_and_ends_with_itself(seed, shape):
    matrix = deep_matrix(np.random.default_rng(seed).normal(size=shape))
    np.testing.assert_allclose(path(matrix, 0.0), np.eye(3), atol=1e-9)
    np.testing.assert_allclose(path(matrix, 1.0), matrix, atol=1e-9)


@given(SEEDS)
def test_the_polar_parts_are_a_rotation_and_stretches(seed):
    matrix = np.random.default_rng(seed).normal(size=(3, 3))
    turn, directions, stretches = polar(matrix)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-9)
    assert np.linalg.det(turn) == pytest.approx(1.0)
    np.testing.assert_allclose(turn @ (directions * stretches) @ directions.T, matrix, atol=1e-9)


@given(SEEDS, SHARES)
def test_a_part_of_a_turn_is_a_turn_about_the_same_axis(seed, share):
    turn = polar(np.random.default_rng(seed).normal(size=(3, 3)))[0]
    part = part_of_turn(turn, share)
    np.testing.assert_allclose(part @ part.T, np.eye(3), atol=1e-9)
    np.testing.assert_allclose(part_of_turn(turn, 1.0), turn, atol=1e-6)
    axis, angle = axis_and_angle(turn)
    np.testing.assert_allclose(part @ axis, axis, atol=1e-6)
    assert 0.0 <= angle <= np.pi


@given(st.floats(0.0, np.pi))
def test_a_half_turn_about_any_axis_keeps_that_axis(angle):
    axis = np.array([np.cos(angle), np.sin(angle), 0.0])
    turn = 2.0 * np.outer(axis, axis) - np.eye(3)
    np.testing.assert_allclose(part_of_turn(turn, 1.0), turn, atol=1e-9)


@given(st.floats(0.0, np.pi), SHARES)
def test_a_mirroring_turns_the_plane_over_its_mirror_without_stretching_it(angle, share):
    mirror = np.array([np.cos(angle), np.sin(angle)])
    matrix = deep_matrix(2.0 * np.outer(mirror, mirror) - np.eye(2))
    partly = path(matrix, share)[:, :2]
    np.testing.assert_allclose(partly.T @ partly, np.eye(2), atol=1e-9)
    np.testing.assert_allclose(partly @ mirror, [*mirror, 0.0], atol=1e-9)


# ---- whole layers --------------------------------------------------------------------------------------------------


@given(SEEDS, SHARES)
@settings(max_examples=30)
def test_an_identity_layer_leaves_everything_in_place(seed, share):
    rows = np.random.default_rng(seed).normal(size=(12, 2))
    layer = Dense(uid=1, units=2, activation="linear")
    made = way(layer, {"linear.weight": np.eye(2), "linear.bias": np.zeros(2)}, rows, rows)
    np.testing.assert_allclose(joined(made.at(share))[:, :2], rows, atol=1e-9)


@given(SEEDS, st.integers(1, 3), st.integers(1, 3), st.sampled_from(["tanh", "relu", "gelu", "sine", "linear"]))
@settings(max_examples=60, deadline=None)
def test_every_leg_of_a_dense_layer_begins_and_ends_where_the_layer_is(seed, before, after, activation):
    rng = np.random.default_rng(seed)
    rows, weight, bias = rng.normal(size=(12, before)), rng.normal(size=(after, before)), rng.normal(size=after)
    layer = Dense(uid=1, units=after, activation=activation)
    sums = rows @ weight.T + bias
    curve = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "sine": np.sin, "linear": lambda z: z}
    real = curve[activation](sums) if activation in curve else None
    made = way(layer, {"linear.weight": weight, "linear.bias": bias}, rows, sums if real is None else real)
    wanted = {"linear": rows @ weight.T, "bias": sums, "activation": real}
    assert [leg.name for leg in made.legs][:2] == ["linear", "bias"]
    shares = [*made.stops(), 1.0]
    np.testing.assert_allclose(joined(made.at(0.0))[:, :before], rows, atol=1e-9)
    for leg, share in zip(made.legs, shares, strict=True):
        for near in (share - 1e-9, share):
            if wanted[leg.name] is not None:
                np.testing.assert_allclose(joined(made.at(near))[:, :after], wanted[leg.name], atol=1e-6)


def test_a_reflection_is_called_one():
    rows = np.random.default_rng(0).normal(size=(12, 2))
    layer = Dense(uid=1, units=2, activation="linear", bias=False)
    flip = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert way(layer, {"linear.weight": flip}, rows, rows @ flip.T).legs[0].is_mirrored
    turned = rotation(2.0)
    assert not way(layer, {"linear.weight": turned}, rows, rows @ turned.T).legs[0].is_mirrored


@pytest.mark.parametrize("widths", [(2, 3, 3, 2, 2), (1, 2), (8, 8, 3, 1)])
@pytest.mark.parametrize(
    "extra", [None, Residual, Highway, FourierFeatures, SKIP, LayerNorm, BatchNorm, ActivationLayer]
)
@pytest.mark.parametrize("inputs", [("x", "y"), ("x", "x2", "sin_y"), ("x", "y", "x2", "y2", "xy")])
def test_the_ends_of_the_way_are_the_real_spaces(widths, extra, inputs):
    document = document_for("circle", widths, count=40)
    network = [*document.network]
    if extra is not None:
        network.insert(1, extra(uid=77))
    document = document.__class__(document.task, document.dataset, inputs, tuple(network), document.training)
    run = Run(document)
    uids = [INPUT_UID, *(layer.uid for layer in document.network), 0]
    prober = scheduler()
    for first, second in pairwise(uids):
        asked = LayerSpaces(uids=tuple(uids), main=first, towards=second, cells=8, strip_cells=4)
        found = {space.uid: space for space in taken(run, asked, by=prober)[LayerSpaces].spaces}
        made = found[first].bridge
        assert made is not None
        for share, uid in ((0.0, first), (1.0, second)):
            for seen, real in zip(made.at(share), (found[uid].points, found[uid].sheet), strict=True):
                flat = real.reshape(-1, real.shape[-1])
                np.testing.assert_allclose(seen[:, : flat.shape[1]], flat, rtol=1e-6, atol=1e-6)
                np.testing.assert_allclose(seen[:, flat.shape[1] :], 0.0, atol=1e-12)
        shares = np.linspace(0.0, 1.0, 150)
        way_there = np.array([made.at(share)[1] for share in shares])
        reach = np.abs(way_there).max()
        assert np.abs(np.diff(way_there, axis=0)).max() <= 0.25 * reach  # nothing jumps, not even into the last leg


@pytest.mark.parametrize("skips", [False, True])
def test_from_the_plane_into_a_wide_layer_the_way_is_linear_first(skips):
    document = document_for("circle", (8,), count=40)
    document = set_skips(document, on=skips)
    uid = document.network[0].uid
    asked = LayerSpaces(uids=(-1, uid), main=-1, towards=uid, cells=8, strip_cells=4)
    plane = taken(Run(document), asked)[LayerSpaces].spaces[0]
    assert [leg.name for leg in plane.bridge.legs] == ["linear", "bias", "activation"]
    corners = plane.bridge.at(0.3 * plane.bridge.stops()[0])[1]
    np.testing.assert_allclose(corners[12], 0.5 * (corners[0] + corners[24]), atol=1e-9)  # of five even ones a side


@pytest.mark.parametrize("units", [4, 9])
def test_the_way_to_a_readout_of_many_sums_ends_there(units):
    """Its axes are of the output's sums, however many units the layer has."""
    run = Run(document_for("blobs", (5, units), parameter=6))
    asked = LayerSpaces((1, 2), cells=8, strip_cells=4, main=1, towards=2, view="readout")
    first, second = taken(run, asked, by=scheduler())[LayerSpaces].spaces
    assert second.view == "readout"
    assert first.bridge.uids == (1, 2)
    np.testing.assert_allclose(first.bridge.legs[-1].points[:, :2], second.points, atol=1e-6)
