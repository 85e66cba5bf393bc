"""Spaces against exact facts: what linear algebra says must come out, and what must never happen."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document.dataset import Dataset, default_classes, frozen
from playground.document.model import Document
from playground.document.training import Training
from playground.layers import Dense
from playground.training.probes.forward import calm
from playground.training.probes.layer_spaces.axes import (
    TRIANGLE,
    dot_histogram,
    principal_axes,
    procrustes,
    steady_axes,
    triangle,
)
from playground.training.probes.layer_spaces.frame import SMALL_EVERY
from playground.training.probes.layer_spaces.memory import SpaceMemory
from playground.training.probes.layer_spaces.shown import MOST_POINTS, on_plane
from playground.training.probes.layer_spaces.space import LayerSpaces
from tests.support.spaces import spaces


def document(points, targets, widths=(8, 8), classes=2, task="classification"):
    dtype = np.int64 if task == "classification" else np.float64
    data = Dataset(
        frozen(points, np.float64),
        frozen(targets if task == "classification" else np.reshape(targets, (-1, 1)), dtype),
        frozen(np.zeros(len(points)), np.bool_),
        default_classes(classes) if task == "classification" else (),
    )
    network = tuple(Dense(uid=i + 1, units=width) for i, width in enumerate(widths))
    loss = "cross_entropy" if task == "classification" else "mse"
    return Document(task, data, ("x", "y"), network, Training(loss=loss))


def network(*weights, activation=np.tanh):
    """Hidden layers with an activation, then sums."""

    def forward(points):
        layers = [points]
        for i, (weight, bias) in enumerate(weights):
            sums = layers[-1] @ weight.T + bias
            layers.append(sums if i == len(weights) - 1 else activation(sums))
        return layers

    return forward


def drawn(seed, *widths, scale=0.7):
    rng = np.random.default_rng(seed)
    pairs = pairwise(widths)
    return [(scale * rng.normal(size=(b, a)), scale * rng.normal(size=b)) for a, b in pairs]


def request(*uids, **fields):
    return LayerSpaces(uids=uids, cells=fields.pop("cells", 12), strip_cells=6, **fields)


@pytest.fixture
def blobs():
    rng = np.random.default_rng(0)
    points = np.concatenate((rng.normal(-3, 0.5, (60, 2)), rng.normal(3, 0.5, (60, 2))))
    return points, np.repeat([0, 1], 60)


@pytest.fixture
def xor():
    points = np.random.default_rng(1).uniform(-5, 5, (400, 2))
    return points, (points[:, 0] * points[:, 1] > 0).astype(int)


def test_an_identity_layer_leaves_points_and_grid_where_they_are(blobs):
    doc = document(*blobs, widths=(2,))
    layers = network((np.eye(2), np.zeros(2)), (np.ones((1, 2)), np.zeros(1)), activation=lambda z: z)
    (plane, first), chosen = spaces(layers, doc, request(-1, 1, main=1), SpaceMemory())
    np.testing.assert_allclose(first.points, blobs[0][chosen], atol=1e-6)
    np.testing.assert_allclose(first.sheet, on_plane(first.mesh), atol=1e-6)
    np.testing.assert_allclose(plane.points, first.points, atol=1e-6)
    assert plane.view == "plane"
    assert first.sheet[0].tolist() == [-6.0, -6.0]
    assert first.sheet[first.mesh.cells].tolist() == [6.0, -6.0]


def test_a_linear_layer_fed_from_the_plane_keeps_all_variance_and_all_distances(blobs):
    doc = document(*blobs, widths=(7,))
    turn = np.linalg.qr(np.random.default_rng(2).normal(size=(7, 2)))[0]
    layers = network((turn, np.zeros(7)), (np.ones((1, 7)), np.zeros(1)), activation=lambda z: z)
    (space,), _ = spaces(layers, doc, request(1, view="pca"), SpaceMemory())
    assert space.explained_variance == pytest.approx(1.0, abs=1e-9)
    assert space.width == 7
    # an isometry of the plane, turned onto the plane, is the plane
    np.testing.assert_allclose(space.points - space.points[0], blobs[0] - blobs[0][0], atol=1e-4)


@pytest.mark.parametrize("width", [3, 8, 90])
def test_small_changes_of_the_weights_never_flip_a_picture(blobs, width):
    doc = document(*blobs, widths=(width, width))
    memory, weights = SpaceMemory(), drawn(3, 2, width, width, 1, scale=1.2 / np.sqrt(width))
    rng, last = np.random.default_rng(4), None
    for _ in range(60):
        for pair in weights:
            pair[0][...] += 0.02 * rng.normal(size=pair[0].shape) / np.sqrt(width)
        found, _ = spaces(network(*weights), doc, request(-1, 1, 2), memory)
        pictures = [space.points - space.points.mean(axis=0) for space in found[1:]]
        for picture, before in zip(pictures, last or pictures, strict=True):
            assert np.linalg.norm(picture - before) < 0.35 * np.linalg.norm(before)
        last = pictures


def test_axes_that_swap_are_followed_within_some_frames_and_not_at_once():
    axes, swapped = np.eye(4)[:, :2], np.eye(4)[:, [2, 1]]
    once = steady_axes(swapped, axes)
    assert np.abs(once - axes).max() < 0.5
    for _ in range(40):
        once = steady_axes(swapped, once)
    np.testing.assert_allclose(once @ once.T, swapped @ swapped.T, atol=1e-3)


def test_a_wide_picture_of_a_plane_keeps_all_of_it_however_fast_the_plane_turns(blobs):
    doc, memory, rng = document(*blobs, widths=(6,)), SpaceMemory(), np.random.default_rng(8)
    for _ in range(5):
        weights = (rng.normal(size=(6, 2)), np.zeros(6)), (np.ones((1, 6)), np.zeros(1))
        layers = network(*weights, activation=lambda z: z)
        (space,), _ = spaces(layers, doc, request(1, view="pca"), memory)
        assert space.explained_variance == pytest.approx(1.0, abs=1e-9)


@given(st.floats(-np.pi, np.pi), st.booleans(), st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_procrustes_undoes_a_turn_and_a_mirroring(angle, mirrored, seed):
    picture = np.random.default_rng(seed).normal(size=(20, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turn = turn @ np.diag([1.0, -1.0 if mirrored else 1.0])
    np.testing.assert_allclose((3.0 * picture @ turn) @ procrustes(picture @ turn, picture), 3.0 * picture, atol=1e-9)


def test_wide_layers_get_the_axes_that_a_full_decomposition_gives():
    rng = np.random.default_rng(5)
    rows = rng.normal(size=(300, 100)) * np.concatenate(([9.0, 6.0], np.full(98, 0.3)))
    axes = principal_axes(rows)
    np.testing.assert_allclose(axes.T @ axes, np.eye(2), atol=1e-9)
    assert np.linalg.norm(axes[:2]) == pytest.approx(np.sqrt(2.0), abs=1e-2)


# ---- the last hidden layer -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [2, 4, 8, 80])
def test_the_border_of_two_classes_is_the_cut_of_the_last_hidden_layer(blobs, width):
    doc = document(*blobs, widths=(8, width))
    weights = drawn(6, 2, 8, width, 1)
    (hidden, output), _ = spaces(network(*weights), doc, request(2, 0), SpaceMemory())
    assert hidden.view == ("units" if width == 2 else "readout")
    start, end = hidden.cut[0].astype(np.float64)
    normal = np.array([start[1] - end[1], end[0] - start[0]])
    side = (hidden.points - start) @ normal
    sums = network(*weights)(blobs[0].astype(np.float32))[-1][:, 0]
    clear = np.abs(sums) > 0.02 * np.abs(sums).max()
    agree = np.sign(side)[clear] == np.sign(sums)[clear]
    assert agree.all() or not agree.any()
    assert output.cut[0, :, 0].tolist() == [0.0, 0.0]


def test_the_readout_view_has_the_second_class_on_the_right(blobs):
    weights = drawn(7, 2, 6, 1)
    (hidden,), _ = spaces(network(*weights), document(*blobs, widths=(6,)), request(1), SpaceMemory())
    sums = network(*weights)(blobs[0].astype(np.float32))[-1][:, 0]
    assert np.corrcoef(hidden.points[:, 0], sums)[0, 1] == pytest.approx(1.0, abs=1e-4)
    assert np.ptp(hidden.cut[0, :, 0]) < 1e-4


def test_three_classes_are_read_out_in_the_plane_of_their_differences():
    rng = np.random.default_rng(8)
    points, targets = rng.uniform(-5, 5, (90, 2)), rng.integers(0, 3, 90)
    weights = drawn(9, 2, 6, 3)
    found, _ = spaces(network(*weights), document(points, targets, (6,), 3), request(1, 0), SpaceMemory())
    hidden, output = found
    best = network(*weights)(points.astype(np.float32))[-1].argmax(axis=1)
    np.testing.assert_array_equal((hidden.points @ TRIANGLE.T).argmax(axis=1), best)
    assert hidden.view == "readout"
    assert hidden.cut.shape == (3, 2, 2)
    assert output.view == "triangle"
    assert 0.0 < hidden.explained_variance <= 1.0


@pytest.mark.parametrize("asked", ["auto", "readout"])
def test_a_readout_that_fills_no_plane_is_not_shown_as_a_line(asked):
    rng = np.random.default_rng(8)
    points, targets = rng.uniform(-5, 5, (90, 2)), rng.integers(0, 2, 90)
    (first, second), half = drawn(9, 2, 6, 1), np.array([[-0.5], [0.5], [0.0]])
    added = half @ second[0], np.array([0.0, 0.0, -9.0])
    doc = document(points, targets, (6,), 3)
    (hidden,), _ = spaces(network(first, added), doc, request(1, view=asked), SpaceMemory())
    assert hidden.view == "pca"
    assert np.linalg.svd(hidden.points - hidden.points.mean(axis=0), compute_uv=False)[1] > 0.1


def test_the_corners_of_the_triangle_are_sure_answers():
    np.testing.assert_allclose(triangle(np.eye(3)), TRIANGLE)
    np.testing.assert_allclose(triangle(np.full((1, 3), 1 / 3)), [[0.0, 0.0]], atol=1e-12)


def test_more_classes_are_seen_by_their_principal_axes():
    rng = np.random.default_rng(10)
    points, targets = rng.uniform(-5, 5, (90, 2)), rng.integers(0, 5, 90)
    doc = document(points, targets, (6,), 5)
    layers = network(*drawn(11, 2, 6, 5))
    (hidden, output), _ = spaces(layers, doc, request(1, 0), SpaceMemory())
    assert (hidden.view, output.view) == ("pca", "logits")
    (asked,), _ = spaces(layers, doc, request(1, view="readout"), SpaceMemory())
    assert asked.view == "readout"
    assert hidden.answers.shape[-1] == 5
    np.testing.assert_allclose(hidden.answers.sum(axis=-1), 1.0, atol=1e-5)


def test_two_chosen_units_are_shown_as_they_are(blobs):
    layers = network(*drawn(12, 2, 6, 6, 1))
    asked = request(1, 2, view="units", units=(4, 1), main=1)
    (first, second), _ = spaces(layers, document(*blobs, widths=(6, 6)), asked, SpaceMemory())
    np.testing.assert_allclose(first.points, layers(blobs[0].astype(np.float32))[1][:, [4, 1]], atol=1e-5)
    assert (first.view, second.view) == ("units", "readout")


# ---- dot histograms ------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(-1e5, 1e5, allow_nan=False), min_size=1, max_size=60), st.floats(-50, 50), st.floats(0.1, 99))
@settings(max_examples=60, deadline=None)
def test_dots_never_lie_on_each_other_and_stay_on_their_side_of_zero(values, low, length):
    values = np.array(values)
    places = dot_histogram(values, np.zeros(len(values)), (low, low + length))
    assert np.isfinite(places).all()
    assert len(np.unique(places.round(9), axis=0)) == len(values)
    inside = (values >= low) & (values <= low + length) & (np.abs(values) > 1e-6 * (abs(low) + length))
    same_side = np.sign(places[inside, 0]) == np.sign(values[inside])
    assert same_side.all()


def test_dots_of_one_class_keep_together_in_their_column():
    places = dot_histogram(np.zeros(6), np.array([1, 0, 1, 0, 1, 0]), (-1.0, 1.0))
    assert places[[1, 3, 5], 1].max() < places[[0, 2, 4], 1].min()


@pytest.mark.parametrize("last", [True, False])
def test_a_layer_of_one_unit_is_a_histogram(blobs, last):
    widths = (1,) if last else (1, 3)
    doc = document(*blobs, widths=widths)
    (space,), _ = spaces(network(*drawn(13, 2, *widths, 1)), doc, request(1), SpaceMemory())
    assert space.view == "histogram"
    assert (space.cut is not None) == last


# ---- while training goes on ----------------------------------------------------------------------------------------


def test_in_a_hurry_small_spaces_take_turns_and_the_large_one_is_always_new(blobs):
    doc = document(*blobs, widths=(2, 3, 2))
    asked, memory = request(-1, 1, 2, 3, 0, main=2), SpaceMemory()
    frames = []
    for step in range(2 * SMALL_EVERY):
        layers = network(*drawn(step, 2, 2, 3, 2, 1))
        frames.append({space.uid: space for space in spaces(layers, doc, asked, memory, hurried=True)[0]})
    for earlier, later in pairwise(frames):
        assert earlier[2] is not later[2]
        small = [uid for uid in (-1, 1, 3, 0) if earlier[uid] is not later[uid]]
        assert len(small) <= 2
    for uid in (-1, 1, 3, 0):
        assert len({id(frame[uid]) for frame in frames}) >= 2


def test_another_document_or_rest_makes_every_space_new(blobs):
    points, targets = blobs
    layers, asked, memory = network(*drawn(0, 2, 2, 2, 1)), request(-1, 1, 2, 0, main=1), SpaceMemory()
    first, _ = spaces(layers, document(points, targets, (2, 2)), asked, memory, hurried=True)
    fewer = document(points[:50], targets[:50], (2, 2))
    second, chosen = spaces(layers, fewer, asked, memory, hurried=True)
    assert all(len(space.points) == len(chosen) == 50 for space in second)
    third, _ = spaces(layers, fewer, asked, memory, hurried=False)
    for one, other, another in zip(first, second, third, strict=True):
        assert len({id(one), id(other), id(another)}) == 3


# ---- whatever comes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30])
@pytest.mark.parametrize("classes", [0, 1, 2, 3, 6])
def test_pictures_stay_finite_when_the_network_does_not(bad, classes):
    rng = np.random.default_rng(16)
    task = "classification" if classes else "regression"
    targets = rng.integers(0, max(classes, 1), 40) if classes else rng.normal(size=40)
    doc = document(rng.uniform(-5, 5, (40, 2)), targets, (4, 1, 2), classes, task)
    weights = drawn(17, 2, 4, 1, 2, classes if classes > 2 else 1)
    memory = SpaceMemory()
    for broken in (False, True, False):
        if broken:
            weights[0][0][1, 1] = bad

        def layers(places):
            with np.errstate(all="ignore"):
                return [calm(np.asarray(layer)) for layer in network(*weights)(places)]

        found, _ = spaces(layers, doc, request(-1, 1, 2, 3, 0, main=3), memory)
        for space in found:
            assert np.isfinite(space.points).all()
            assert np.isfinite(space.sheet).all()
            assert np.isfinite(space.answers).all()
            assert space.cut is None or np.isfinite(space.cut).all()
            assert 0.0 <= space.separability <= 1.0
            assert 0.0 <= space.explained_variance <= 1.0


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_points_still_give_a_sheet(count):
    doc = document(np.zeros((count, 2)), np.zeros(count), (4, 4), 2)
    found, chosen = spaces(network(*drawn(18, 2, 4, 4, 1)), doc, request(-1, 1, 2, 0), SpaceMemory())
    assert len(chosen) == count
    assert [space.points.shape for space in found] == [(count, 2)] * 4
    assert all(np.isfinite(space.sheet).all() for space in found)


def test_a_network_of_zeros_is_no_reason_to_fail(xor):
    zeros = [(np.zeros((4, 2)), np.zeros(4)), (np.zeros((4, 4)), np.zeros(4)), (np.zeros((1, 4)), np.zeros(1))]
    found, _ = spaces(network(*zeros), document(*xor, widths=(4, 4)), request(-1, 1, 2, 0), SpaceMemory())
    assert all(np.isfinite(space.sheet).all() for space in found)


def test_no_hidden_layer_no_input_and_missing_layers(blobs):
    doc = replace(document(*blobs, widths=()), inputs=())

    def layers(points):
        return [np.empty((len(points), 0)), np.full((len(points), 1), 0.3)]

    found, _ = spaces(layers, doc, request(-1, 7, 0), SpaceMemory())
    assert [space.uid for space in found] == [-1, 0]


def test_nothing_is_computed_when_nothing_is_wanted(blobs):
    def never(points):
        raise AssertionError

    assert spaces(never, document(*blobs), LayerSpaces(()), SpaceMemory())[0] == ()


def test_spaces_come_in_the_order_asked_for_and_fine_where_wanted(blobs):
    layers = network(*drawn(19, 2, 8, 8, 1))
    found, _ = spaces(layers, document(*blobs), request(0, 2, 1, main=2, towards=0), SpaceMemory())
    assert [space.uid for space in found] == [0, 2, 1]
    sizes = [len(space.sheet) for space in found]
    assert 49 == sizes[2] < sizes[0] == sizes[1] <= 169
    assert [space.answers.shape for space in found] == [(size, 2) for size in sizes]


def test_a_changed_width_forgets_the_layer(blobs):
    memory = SpaceMemory()
    for width in (8, 5, 8):
        doc = document(*blobs, widths=(8, width))
        found, _ = spaces(network(*drawn(20, 2, 8, width, 1)), doc, request(1, 2), memory)
        assert found[1].width == width


@pytest.mark.parametrize("frozen", [False, True])
def test_a_readout_of_other_classes_begins_anew(blobs, frozen):
    memory = SpaceMemory()
    for classes in (4, 5, 4, 2):
        doc = document(blobs[0], np.arange(120) % classes, widths=(8, 6), classes=classes)
        outputs = classes if classes > 2 else 1
        asked = request(1, 2, view="readout", is_frozen=frozen, main=2)
        found, _ = spaces(network(*drawn(20, 2, 8, 6, outputs)), doc, asked, memory)
        assert found[1].view == "readout"
        assert np.isfinite(found[1].points).all()


def test_of_a_long_table_whose_labels_alternate_both_classes_are_shown():
    doc = document(np.random.default_rng(22).uniform(-5, 5, (20_000, 2)), np.arange(20_000) % 2, widths=(3,))
    (plane,), chosen = spaces(network(*drawn(13, 2, 3, 1)), doc, request(-1), SpaceMemory())
    assert len(plane.points) == len(chosen) == MOST_POINTS
    assert doc.dataset.counts() == [10_000, 10_000]
    assert np.bincount(doc.dataset.targets[chosen]).tolist() == [MOST_POINTS // 2, MOST_POINTS // 2]
