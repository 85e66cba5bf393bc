"""Three dimensions, projections that separate, axes that stand still, folds, and the line of a neuron."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document.presets import document_for
from playground.domains.section import REACH
from playground.training.headless import train
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.layer_spaces.axes import centred_rows, discriminant_axes
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.plane.folds import Bends, folded_share, middles, stretch
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from tests.support.probes import scheduler, taken


def request(*uids, **fields):
    return LayerSpaces(uids=uids, cells=24, strip_cells=8, main=uids[0], **fields)


def spaces_of(run, *uids, prober=None, **fields):
    return taken(run, request(*uids, **fields), by=prober)[LayerSpaces].spaces


def trained(widths, epochs):
    document = document_for("disc-in-ring", widths, count=200)
    training = replace(document.training, learning_rate=0.03, batch_size=20)
    document = replace(document, training=training)
    report = train(document, stepper="eager", epochs=epochs, seed=1)
    run = Run(replace(document, training=replace(training, seed=1)))
    assert run.restore(report.checkpoint)
    return run


# ---- the disc in the ring ------------------------------------------------------------------------------------------


def test_three_units_lift_the_disc_out_of_the_ring_and_a_plane_cuts_it_off():
    run = trained((3,), 150)
    uid = run.document.network[0].uid
    (space,) = spaces_of(run, uid)
    assert (space.view, space.points.shape[1], space.sheet.shape[1]) == ("space", 3, 3)
    assert space.separability == 1.0
    np.testing.assert_array_equal(space.scores[0], 0.0)
    sides = space.points @ space.scores[1, :3] + space.scores[1, 3] > 0.0
    np.testing.assert_array_equal(sides, run.document.dataset.targets == 1)


def test_two_units_cannot():
    run = trained((2,), 150)
    (space,) = spaces_of(run, run.document.network[0].uid)
    assert space.points.shape[1] == 2
    assert 0.5 < space.separability < 1.0


# ---- views of wider layers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["pca3", "units3", "lda"])
@pytest.mark.parametrize("width", [2, 3, 8, 90])
def test_views_that_are_asked_for(view, width):
    run = Run(document_for("circle", (width, 5), count=60))
    (space,) = spaces_of(run, run.document.network[0].uid, view=view, units=(1, 0, 2))
    solid = view != "lda" and width > 2
    assert space.points.shape == (60, 3 if solid else 2)
    assert space.view == (view if solid or view == "lda" else "units")
    assert np.isfinite(space.points).all()


def test_three_axes_of_a_layer_fed_from_the_plane_keep_all_of_the_variance():
    document = document_for("circle", (7,), count=60)
    document = replace(document, network=(replace(document.network[0], activation="linear"),))
    run = Run(document)
    for view in ("pca", "pca3"):
        (space,) = spaces_of(run, document.network[0].uid, view=view)
        assert space.explained_variance == pytest.approx(1.0, abs=1e-6)


@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_discriminants_separate_what_a_plane_of_many_can_separate(seed, classes, width):
    rng = np.random.default_rng(seed)
    labels = np.arange(30 * classes) % classes
    noise = 8.0 * rng.normal(size=(len(labels), width))
    noise[:, :2] = 0.05 * rng.normal(size=(len(labels), 2))
    angles = 2.0 * np.pi * labels / classes
    noise[:, :2] += np.column_stack((np.cos(angles), np.sin(angles)))
    turn = np.linalg.qr(rng.normal(size=(width, width)))[0]
    values = noise @ turn
    axes = discriminant_axes(values, labels, classes, centred_rows(values, values)[1])
    np.testing.assert_allclose(axes.T @ axes, np.eye(2), atol=1e-9)
    seen = values @ axes
    across = seen if classes > 2 else seen[:, :1]
    centres = np.array([across[labels == k].mean(axis=0) for k in range(classes)])
    nearest = np.linalg.norm(across[:, None] - centres, axis=2).argmin(axis=1)
    assert (nearest == labels).mean() > 0.95


def with_ones(run):
    """What the one hidden layer of tanh makes of all points, and a column of ones, (N, units + 1)."""
    weight, bias = (run.layout.slot((1, f"linear.{name}")).view(run.parameters) for name in ("weight", "bias"))
    points = run.document.dataset.samples.astype(np.float64)
    return np.column_stack((np.tanh(network_inputs(run.document, points) @ weight.T + bias), np.ones(len(points))))


@pytest.mark.parametrize("view", ["pca", "pca3", "lda"])
def test_the_view_follows_without_jumps_and_stands_still_when_frozen(view):
    run, prober, rng = Run(document_for("spiral", (8,), count=80)), scheduler(), np.random.default_rng(2)
    uid, last = run.document.network[0].uid, None
    for _ in range(40):
        run.parameters += (0.02 * rng.normal(size=run.parameters.shape)).astype(run.dtype)
        (space,) = spaces_of(run, uid, prober=prober, view=view)
        if last is not None:
            assert np.linalg.norm(space.points - last) < 0.35 * np.linalg.norm(last)
        last = space.points
    before = with_ones(run)
    run.parameters += (0.3 * rng.normal(size=run.parameters.shape)).astype(run.dtype)
    (frozen,) = spaces_of(run, uid, prober=prober, view=view, is_frozen=True)
    axes, *_ = np.linalg.lstsq(before, last, rcond=None)
    np.testing.assert_allclose(with_ones(run) @ axes, frozen.points, atol=1e-3)


# ---- folds and stretches -------------------------------------------------------------------------------------------


@given(st.floats(0.2, 5.0), st.floats(0.2, 5.0), st.floats(-3.0, 3.0))
@settings(max_examples=40)
def test_a_linear_map_folds_nothing_and_stretches_by_its_largest_singular_value(first, second, angle):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    jacobian = np.broadcast_to(turn * [first, second], (9, 2, 2))
    assert folded_share(jacobian) == 0.0
    np.testing.assert_allclose(stretch(jacobian), max(first, second))


def bend(function):
    """What is found at rest of a map of the plane."""
    bends = Bends()
    bends.renew(lambda _: None, lambda places: {1: function(places.astype(np.float64))}, (), 1, hurried=False)
    return bends.of(1)


def test_half_of_a_sheet_folded_at_the_middle_lies_face_down():
    found = bend(lambda places: np.abs(places * [1.0, 0.0]) + places * [0.0, 1.0])
    assert found.folded == pytest.approx(0.5)
    assert found.stretch == pytest.approx(1.0, rel=1e-6)
    assert bend(lambda places: np.maximum(places, 0.0)).folded == 0.0
    assert bend(lambda places: places[:, [0, 1, 0]]).folded is None


@pytest.mark.parametrize("steepness", [0.5, 3.0, 20.0])
def test_the_steepest_place_is_found_however_narrow(steepness):
    found = bend(lambda places: np.tanh(steepness * (places - [0.3217, -1.77])))
    assert found.stretch == pytest.approx(steepness, rel=0.02)


def test_a_folded_part_is_measured_to_a_hundredth():
    found = bend(lambda places: np.column_stack((places[:, 0] ** 2 + 2.0 * places[:, 0], places[:, 1])))
    assert found.folded == pytest.approx((REACH - 1.0) / (2.0 * REACH), abs=0.01)
    assert len(middles(4)) == 16


# ---- one neuron, one point -----------------------------------------------------------------------------------------


def test_the_line_of_a_neuron_is_where_its_sum_is_zero_in_all_spaces_up_to_its_own():
    run = Run(document_for("circle", (2, 4), count=40))
    first, second = (layer.uid for layer in run.document.network)
    found = spaces_of(run, second, first, -1, 0, unit=NeuronAddress(second, 1))
    own, before, plane, output = found
    assert output.unit_boundary is None
    weight, bias = (run.layout.slot((second, f"linear.{name}")).view(run.parameters) for name in ("weight", "bias"))
    np.testing.assert_allclose(before.unit_boundary, before.sheet @ weight[1] + bias[1], atol=1e-4)
    assert own.unit_boundary.shape == own.sheet.shape[:1]
    assert plane.unit_boundary.shape == plane.sheet.shape[:1]
    # tanh keeps the sign: the ridge lies where the unit is zero
    (shown,) = spaces_of(run, second, unit=NeuronAddress(second, 1), view="units", units=(1, 0))
    np.testing.assert_allclose(np.sign(shown.unit_boundary), np.sign(shown.sheet[..., 0]))


def test_the_activations_of_one_point():
    run = Run(document_for("circle", (3, 5), count=40))
    first, second = (layer.uid for layer in run.document.network)
    one, two = spaces_of(run, first, second, point=7)
    np.testing.assert_allclose(one.activations, one.points[7], atol=1e-6)
    assert two.activations.shape == (5,)
    assert spaces_of(run, first)[0].activations is None


def test_a_network_that_changes_is_measured_quickly_and_finely_once_it_stands():
    bends, asked = Bends(), []

    def rough(places):
        asked.append(len(places))
        return {1: np.tanh(8.0 * (places - [0.31, 0.2]))}

    def cost(mark):
        asked.clear()
        bends.renew(lambda _: None, rough, mark, 1, hurried=False)
        return sum(asked)

    first, dragged, at_rest, again = cost((0,)), cost((1,)), cost((1,)), cost((1,))
    assert dragged < first / 10
    assert at_rest == first
    assert again == 0
