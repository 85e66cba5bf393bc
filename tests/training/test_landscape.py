"""The loss landscape: exact surfaces, planes by their formulas, and what it may take while training goes on."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_data import split
from playground.document.edits_network import change_layer, change_training
from playground.document.presets import document_for
from playground.layers import Dense
from playground.training.engines.eager import EagerStepper
from playground.training.probes.landscape.limits import limits_around, steady_limits
from playground.training.probes.landscape.probe import points_of
from playground.training.probes.landscape.request import LossLandscape
from playground.training.probes.landscape.run_plane import run_plane
from playground.training.probes.landscape.set_losses import SetLosses
from playground.training.probes.landscape.shared import SharedLandscape, SharedPlane
from playground.training.probes.landscape.surface import SIDES, SurfaceWork, finest_within
from playground.training.probes.landscape.weight_plane import (
    WeightPlane,
    explained_variance,
    filter_normalised,
    orthonormal,
    principal_directions,
)
from playground.training.state.run import Run
from playground.training.timeline.recorded_runs import RecordedRuns
from playground.training.timeline.timeline import Timeline
from playground.training.trainee.measure import measure
from tests.support.picture_documents import dense_document
from tests.support.probes import scheduler, taken
from tests.support.rows import rows_document

SETTLED = 400
"""More snapshots than any surface here takes at rest."""


def small(preset="circle", widths=(3,), **training):
    return change_training(document_for(preset, widths, count=60), **training)


def trained(document, epochs=12):
    """A run with its recorded states."""
    run, timeline = Run(document), Timeline()
    timeline.recorder.keep(run)
    for _ in range(epochs):
        EagerStepper().advance(run, run.batches_per_epoch, float("inf"))
        timeline.recorder.keep(run)
    return run, timeline


def at_rest(run, request, timeline=None, by=None):
    """The finest surface that there is at rest."""
    by = by or scheduler(timeline)
    for _ in range(SETTLED):
        found = taken(run, request, by=by)[LossLandscape]
        if not by.wants_more:
            return found
    pytest.fail("the surface does not settle")


def nodes(surface):
    side = len(surface.losses)
    across = np.linspace(*surface.limits[:2], side)
    up = np.linspace(*surface.limits[2:], side)
    return np.stack(np.meshgrid(across, up), axis=-1)


def whole_grid(plane, losses, limits=(-1.0, 1.0, -2.0, 2.0)):
    work = SurfaceWork(plane, limits, losses)
    while work.level < 2:
        work.go_on(2)
    return work.grid()


# ---- surfaces --------------------------------------------------------------------------------------------------------


def test_a_linear_model_with_squared_error_has_the_known_quadratic():
    document = replace(small("ripple", (), loss="mse"), network=())
    run = Run(document)
    run.parameters[...] = np.random.default_rng(0).normal(size=len(run.parameters))
    features = np.column_stack((run.features, np.ones(len(run.features)))).astype(np.float64)
    origin, directions = run.parameters.astype(np.float64), np.array([[1.0, 0.5, -0.2], [0.0, 1.0, 1.0]])
    plane = WeightPlane(origin, directions)
    found = whole_grid(plane, SetLosses(document, run.buffers, run.features, run.targets))
    a, b = np.meshgrid(np.linspace(-1.0, 1.0, 21), np.linspace(-2.0, 2.0, 21))
    residual, moved = features @ origin - run.targets[:, 0], features @ directions.T
    slope, curve = 2.0 * residual @ moved / len(features), moved.T @ moved / len(features)
    places = np.stack((a, b), axis=-1)
    known = (residual**2).mean() + places @ slope + np.einsum("...i,ij,...j", places, curve, places)
    np.testing.assert_allclose(found, known, rtol=1e-4)


@pytest.mark.parametrize(
    "document",
    [
        small(),
        small("spirals", (4,)),
        change_layer(small("ripple", (3, 2)), 1, activation="relu"),
        rows_document(columns=4),
        dense_document(5),
    ],
    ids=["two classes", "more classes", "values", "rows", "pictures"],
)
@pytest.mark.parametrize("of_test", [False, True], ids=["train", "test"])
def test_at_start_and_now_it_is_the_loss_that_was_measured(document, of_test):
    run, timeline = trained(document, 3)
    if of_test and not len(run.test_features):
        pytest.skip("nothing tests")
    surface = at_rest(run, LossLandscape("points", of_test=of_test), timeline)
    now, start = measure(run, 1), measure(Run(document), 1)
    ends = surface.paths[0].places[[0, -1]]
    np.testing.assert_allclose(ends[-1], surface.here, atol=1e-9)
    weights = surface.plane.weights_at(ends).astype(np.float32)
    kept = (run.test_features, run.test_targets) if of_test else (run.features, run.targets)
    found = SetLosses(document, run.buffers, *kept).at(weights)
    known = [getattr(one, "test_loss" if of_test else "train_loss") for one in (start, now)]
    np.testing.assert_allclose(found, known, rtol=1e-4)


def test_a_node_is_the_loss_of_the_weights_there():
    run, timeline = trained(small())
    surface = at_rest(run, LossLandscape("path"), timeline)
    row, column = 7, 30
    run.parameters[...] = surface.plane.weights_at(nodes(surface)[row, column])
    assert surface.losses[row, column] == pytest.approx(measure(run, 1).train_loss, rel=1e-4)


def test_grids_are_nested_and_nothing_is_looked_at_twice():
    looked = []

    class Counted:
        cost_s = 0.0

        def at(self, vectors):
            looked.extend(map(tuple, vectors.round(9).tolist()))
            return vectors.sum(axis=1)

    work = SurfaceWork(WeightPlane(np.zeros(2), np.eye(2)), (0.0, 1.0, 0.0, 2.0), Counted(), np.float64)
    for level, side in enumerate(SIDES[:3]):
        while work.level < level:
            work.go_on(level)
        assert work.grid().shape == (side, side)
        assert len(looked) == len(set(looked)) == side**2
    up, across = np.linspace(0.0, 2.0, 21), np.linspace(0.0, 1.0, 21)
    np.testing.assert_allclose(work.grid(), up[:, None] + across, rtol=1e-6)


def test_what_is_no_number_is_nan_and_the_rest_is_there():
    document = replace(small("ripple", (), loss="mse"), network=())
    run = Run(document)
    plane = WeightPlane(np.zeros(3), np.array([[1e30, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    grid = whole_grid(plane, SetLosses(document, run.buffers, run.features, run.targets))
    assert np.isfinite(grid[:, 10]).all()
    assert not np.isinf(grid).any()


# ---- planes ----------------------------------------------------------------------------------------------------------


def test_filters_are_as_long_as_those_of_the_weights():
    document = small(widths=(4, 3))
    run = Run(document)
    run.parameters[...] = np.random.default_rng(1).normal(size=len(run.parameters))
    drawn = np.random.default_rng(2).normal(size=len(run.parameters))
    found = filter_normalised(drawn, run.layout, run.parameters)
    for slot in run.layout.parameters:
        made, own, raw = slot.view(found), slot.view(run.parameters).astype(np.float64), slot.view(drawn)
        if slot.role != "weight":
            assert not made.any()
            continue
        for j in range(len(made)):
            np.testing.assert_allclose(made[j], raw[j] / np.linalg.norm(raw[j]) * np.linalg.norm(own[j]))


def test_explained_variance_is_that_of_numpys_decomposition():
    path = np.cumsum(np.random.default_rng(3).normal(size=(40, 12)), axis=0)
    directions = principal_directions(path, [])
    centred = path - path.mean(axis=0)
    _, values, axes = np.linalg.svd(centred, full_matrices=False)
    assert explained_variance(path, directions) == pytest.approx((values[:2] ** 2).sum() / (values**2).sum())
    np.testing.assert_allclose(np.abs(directions @ axes[:2].T), np.eye(2), atol=1e-9)
    other = np.random.default_rng(4).normal(size=(2, 12))
    kept = centred @ other.T @ np.linalg.inv(other @ other.T) @ other
    assert explained_variance(path, other) == pytest.approx((kept**2).sum() / (centred**2).sum())
    assert np.isnan(explained_variance(path[:1], directions))


def test_a_path_along_a_line_takes_its_second_direction_from_what_is_spare():
    path = np.arange(5.0)[:, None] * np.array([1.0, 0.0, 0.0])
    directions = principal_directions(path, [np.array([1.0, 1.0, 0.0])])
    np.testing.assert_allclose(np.abs(directions), [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], atol=1e-12)
    with pytest.raises(ValueError, match="two directions"):
        orthonormal([np.zeros(3), np.ones(3)])


def test_places_are_projections():
    random = np.random.default_rng(5)
    plane = WeightPlane(random.normal(size=6), random.normal(size=(2, 6)))
    place = np.array([0.3, -1.2])
    np.testing.assert_allclose(plane.places_of(plane.weights_at(place)), place)
    away = plane.weights_at(place) + random.normal(size=6)
    left = away - plane.weights_at(plane.places_of(away))
    np.testing.assert_allclose(plane.directions @ left, 0.0, atol=1e-12)


@pytest.mark.parametrize("kind", ["path", "recent", "points", "random"])
def test_every_plane_goes_through_the_weights_at_hand(kind):
    run, timeline = trained(small())
    surface = at_rest(run, LossLandscape(kind), timeline)
    np.testing.assert_allclose(surface.plane.weights_at(surface.here), run.parameters, atol=1e-6)
    left, right, bottom, top = surface.limits
    assert left < surface.here[0] < right
    assert bottom < surface.here[1] < top
    assert 0.0 <= surface.held <= 1.0
    assert len(surface.paths[0].places) == len(timeline.moments) + 1
    assert len(surface.losses) >= 41


@pytest.mark.parametrize("between", ["closed", "another request"])
def test_the_plane_of_before_does_not_come_back_mirrored(between):
    run, timeline = trained(small())
    by, asked = scheduler(timeline), LossLandscape("path")
    first = at_rest(run, asked, by=by)
    start = timeline.moments[0].parameters
    run.parameters[...] = start - 0.2 * (run.parameters - start)  # the way from the start is the other one now
    if between == "closed":
        taken(run, by=by)
    again = at_rest(run, asked if between == "closed" else replace(asked, of_test=True), by=by)
    overlap = (first.plane.directions * again.plane.directions).sum(axis=1)
    assert overlap[0] > 0.9
    assert again.plane.directions[0] @ (run.parameters - start) < 0.0


def test_directions_that_are_others_lead_to_the_right_whatever_was_known():
    run, timeline = trained(small())
    past = RecordedRuns(timeline)
    plain = run_plane(run, LossLandscape("path"), past, None).plane.directions
    elsewhere = np.random.default_rng(0).normal(size=plain.shape)
    unlike = elsewhere - elsewhere @ plain.T @ plain
    for known, sign in ((unlike, 1.0), (plain[:, :-1], 1.0), (-plain, -1.0)):
        found = run_plane(run, LossLandscape("path"), past, None, known).plane.directions
        np.testing.assert_allclose(found, sign * plain)


def test_the_principal_plane_holds_more_than_a_random_one():
    run, timeline = trained(small())
    held = [at_rest(run, LossLandscape(kind), timeline).held for kind in ("path", "points", "random")]
    assert held[0] > 0.9
    assert held[0] >= held[1] > held[2]


def test_through_another_run_both_ends_lie_on_it():
    run, timeline = trained(small(), 6)
    assert timeline.park(run, {})
    other = timeline.branches[0]
    run.restore(Run(small(seed=8)).checkpoint())
    timeline.begin()
    timeline.recorder.keep(run)
    EagerStepper().advance(run, 30, float("inf"))
    surface = at_rest(run, LossLandscape("points", other.number), timeline)
    theirs = surface.paths[1]
    assert theirs.number == other.number
    np.testing.assert_allclose(surface.plane.weights_at(theirs.places[-1]), other.end.parameters, atol=1e-6)


def test_states_of_other_layers_are_no_part_of_the_path():
    run, timeline = trained(small(), 3)
    grown = run.succeed(change_layer(run.document, 1, units=5))
    surface = at_rest(grown, LossLandscape(), timeline)
    assert len(surface.paths[0].places) == 1
    assert np.isnan(surface.held)


def test_limits_stay_while_it_suits():
    places = np.array([[0.0, 0.0], [4.0, 1.0]])
    limits = limits_around(places, 0.1)
    assert limits == pytest.approx((-1.2, 5.2, -1.1, 2.1))
    grown = np.append(places, [[4.6, 1.0]], axis=0)
    assert steady_limits(limits, limits_around(grown, 0.1), grown) == limits
    grown[-1, 0] = 5.5
    assert steady_limits(limits, limits_around(grown, 0.1), grown) != limits


# ---- time ------------------------------------------------------------------------------------------------------------


def test_while_training_goes_on_it_comes_whole_and_gets_finer():
    run, timeline = trained(small(), 3)
    by = scheduler(timeline)
    sides = []
    for _ in range(200):
        found = taken(run, LossLandscape(), by=by, hurried=True).get(LossLandscape)
        by.renew()
        if found is not None and len(found.losses) not in sides:
            sides.append(len(found.losses))
        EagerStepper().advance(run, 1, float("inf"))
        if sides and sides[-1] > SIDES[0]:
            break
    assert sides[0] == SIDES[0]
    assert len(sides) > 1
    assert not by.wants_more


def test_how_fine_follows_from_what_a_loss_costs():
    assert finest_within(0.25, 1e-5) == SIDES.index(81)
    assert finest_within(0.25, 1e-5, 41) == SIDES.index(41)
    assert finest_within(0.25, 1e-3) == SIDES.index(11)
    assert finest_within(0.25, 1.0) == -1


def test_a_set_without_samples_has_none():
    run = Run(split(small(), 1.0, 0))
    assert taken(run, LossLandscape(of_test=True)).get(LossLandscape) is None


def test_large_sets_are_looked_at_over_some_samples():
    run = Run(replace(document_for("circle", (), count=6000), network=(Dense(uid=1, units=3),)))
    found = taken(run, LossLandscape(), hurried=True)[LossLandscape]
    assert (found.points, found.of_points) == (2000, len(run.features))


def test_over_a_shared_plane_it_is_the_loss_of_the_document_that_is_given():
    document, other = small("spirals", (4,)), Run(small())
    run, by = Run(document), scheduler()
    drawn = np.random.default_rng(0).normal(size=(2, len(run.parameters)))
    plane = WeightPlane(run.parameters.astype(np.float64), orthonormal(list(drawn)))
    request = SharedLandscape(SharedPlane(document, plane, (-1.0, 1.0, -1.0, 1.0)))
    for _ in range(SETTLED):
        surface = taken(other, request, by=by)[SharedLandscape]
        if not by.wants_more:
            break
    assert surface.losses.shape == (41, 41)
    run.parameters[...] = plane.weights_at(nodes(surface)[5, 30])
    assert surface.losses[5, 30] == pytest.approx(measure(run, 1).train_loss, rel=1e-4)
    hurried = taken(other, request, by=by, hurried=True)[SharedLandscape]
    assert hurried.losses.shape == (41, 41)


@pytest.mark.parametrize("kind", ["path", "points", "random"])
def test_pruned_weights_stay_cut_all_over_the_plane(kind):
    run, timeline = Run(small(widths=(6,), keeps_zeros=True)), Timeline()
    weights = run.layout.parameters[0].view(run.parameters)
    weights[:3] = 0.0
    timeline.recorder.keep(run)
    surface = at_rest(run, LossLandscape(kind), timeline)
    zeros = run.parameters == 0.0
    assert zeros[: weights[:3].size].all()
    assert not surface.plane.directions[:, : weights[:3].size].any()
    assert run.set_parameters(np.ones_like(run.parameters))
    assert (run.layout.parameters[0].view(run.parameters)[:3] == 0.0).all()
    assert (run.parameters[run.layout.parameters[0].size :] == 1.0).all()


def test_numbers_that_do_not_fit_are_not_taken():
    run = Run(small())
    before = run.parameters.copy()
    assert not run.set_parameters(np.ones(3, np.float32))
    assert not run.set_parameters(np.full_like(before, np.nan))
    assert np.array_equal(run.parameters, before)


def test_a_slow_network_is_looked_at_over_fewer_samples():
    assert points_of(105, 250, 0.0, 0.0015) == 2000
    assert points_of(10_000, 5000, 0.0, 0.0015) == 400
    assert points_of(10_000_000, 5000, 0.0, 0.0015) == 100
    assert points_of(105, 250, 1e-7, 0.0015) == 2000
    assert points_of(3000, 1257, 5e-6, 0.0015) == 300
    assert points_of(3000, 1257, 1.0, 0.0015) == 100
