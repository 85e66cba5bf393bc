"""How straight points can be cut, against what can be counted or proved."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.domains.plane.generators import GENERATORS, generate
from playground.training.probes.layer_spaces.separability import EXACT_POINTS, Effort, network_share, separability
from playground.training.probes.layer_spaces.straight_cuts import LineSearch, polish, right

NUDGE = 1e-7


def best_of_all_lines(points, labels):
    """Every line through two points, nudged to either side of each of them: slow, and sure."""
    best = max(np.count_nonzero(labels), np.count_nonzero(labels == 0))
    for i in range(len(points)):
        for j in range(i):
            way = points[j] - points[i]
            across = NUDGE * np.array([-way[1], way[0]])
            for start, end in [(p, q) for p in (-across, across) for q in (-across, across)] if way.any() else []:
                here, there = points[i] + start, points[j] + end
                normal = np.array([here[1] - there[1], there[0] - here[0]])
                correct = np.count_nonzero(((points - here) @ normal > 0) == (labels > 0))
                best = max(best, correct, len(points) - correct)
    return best


def places():
    whole = st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.integers(0, 1))
    return st.lists(whole, min_size=1, max_size=12)


@given(places())
@settings(max_examples=60, deadline=None)
@example([(0, 0, 0), (0, 0, 1), (0, 0, 1)])
@example([(-1, 0, 0), (0, 0, 1), (1, 0, 0), (2, 0, 1)])
def test_few_points_of_the_plane_get_the_best_of_all_lines(rows):
    rows = np.array(rows, dtype=np.float64)
    points, labels = rows[:, :2], rows[:, 2].astype(np.int64)
    best = best_of_all_lines(points, labels)
    assert LineSearch(points, labels).go_on(len(points)) == best
    assert separability(points, labels, 2, None)[0] == pytest.approx(best / len(points))


def test_five_points_of_which_every_line_misses_one():
    points = np.array([[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [3.0, -3.0]])
    labels = np.array([0, 0, 1, 1, 1])
    assert best_of_all_lines(points, labels) == 4
    assert separability(points, labels, 2, None)[0] == 0.8


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("circle", 0.66, 0.72), ("xor", 0.68, 0.75), ("disc-in-ring", 0.68, 0.77), ("checkerboard", 0.58, 0.64)],
)
def test_what_no_line_parts_is_not_called_worse_than_its_best_line(name, least, most):
    sample = generate(name, 300, GENERATORS[name].default_noise, 1)
    score, fit = separability(sample.points, sample.targets, 2, None)
    assert least <= score <= most
    assert score == LineSearch(sample.points, sample.targets).go_on(300) / 300
    assert separability(sample.points, sample.targets, 2, fit) == (score, fit)


@pytest.mark.parametrize("name", [name for name, one in GENERATORS.items() if one.task == "classification"])
@pytest.mark.parametrize("effort", list(Effort))
def test_no_data_set_scores_less_than_its_largest_class(name, effort):
    sample = generate(name, 200, GENERATORS[name].default_noise, 3)
    share = np.bincount(sample.targets).max() / len(sample.targets)
    bent = np.tanh(sample.points @ np.random.default_rng(0).normal(size=(2, 5)))
    for values in (sample.points, bent, bent[:, :1]):
        score, fit = separability(values, sample.targets, sample.class_count, None, effort=effort)
        again, _ = separability(0.9 * values, sample.targets, sample.class_count, fit, effort=effort)
        assert share <= min(score, again)
        assert max(score, again) <= 1.0


@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(2, 5))
@settings(max_examples=40, deadline=None)
def test_a_score_is_one_that_a_linear_model_reaches_or_the_network_has(seed, width, classes):
    rng = np.random.default_rng(seed)
    values, labels = rng.normal(size=(60, width)), rng.integers(0, classes, 60)
    own = network_share(rng.normal(size=(60, 1 if classes == 2 else classes)), labels, classes)
    score, fit = separability(values, labels, classes, None, own=own)
    assert score >= max(own, np.bincount(labels).max() / 60)
    better, _ = separability(values, labels, classes, fit, own=own, effort=Effort.FULL)
    assert better >= score


@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_turning_a_cut_never_loses_a_point(seed, width, outputs):
    rng = np.random.default_rng(seed)
    design = np.column_stack((rng.normal(size=(40, width)), np.ones(40)))
    labels = rng.integers(0, max(outputs, 2), 40)
    start = rng.normal(size=(width + 1, outputs))
    if outputs == 1 or labels.max() < outputs:
        assert right(design, labels, polish(design, labels, start)) >= right(design, labels, start)


def test_in_one_dimension_the_best_threshold_is_found():
    rng = np.random.default_rng(4)
    values, labels = rng.normal(size=(80, 1)), rng.integers(0, 2, 80)
    order = labels[np.argsort(values[:, 0])]
    below = np.cumsum(np.append(0, order)) + np.cumsum(np.append(0, 1 - order[::-1]))[::-1]
    assert separability(values, labels, 2, None)[0] == max(below.max(), 80 - below.min()) / 80


def test_a_large_plane_is_nearly_as_good_at_once_and_exact_in_time():
    sample = generate("checkerboard", 1000, 0.0, 2)
    assert len(sample.points) > EXACT_POINTS
    best = LineSearch(sample.points, sample.targets).go_on(1000) / 1000
    score, fit = separability(sample.points, sample.targets, 2, None)
    assert best - 0.01 <= score <= best
    while not fit.search.is_done:
        score, fit = separability(sample.points, sample.targets, 2, fit, effort=Effort.LITTLE)
    assert score == best


def test_blobs_are_separable_and_a_lifted_xor_is():
    rng = np.random.default_rng(0)
    blobs = np.concatenate((rng.normal(-3, 0.5, (60, 2)), rng.normal(3, 0.5, (60, 2))))
    assert separability(blobs, np.repeat([0, 1], 60), 2, None)[0] == 1.0
    points = np.random.default_rng(1).uniform(-5, 5, (400, 2))
    labels = (points[:, 0] * points[:, 1] > 0).astype(int)
    lifted = np.column_stack((points, points[:, 0] * points[:, 1]))
    assert separability(lifted, labels, 2, None)[0] == 1.0


def test_a_warm_model_survives_a_changed_layer():
    rng = np.random.default_rng(14)
    values = rng.normal(size=(300, 6))
    targets = (values @ rng.normal(size=6) > 0).astype(int)
    score, fit = separability(values, targets, 2, None)
    assert score == 1.0
    for frame in range(10):
        score, fit = separability(-(1.0 + frame) * values, targets, 2, fit, effort=Effort.LITTLE)
    assert score == 1.0


def test_three_classes_in_a_row_take_two_lines():
    values = np.concatenate([np.random.default_rng(i).normal((i * 6.0, 0), 0.6, (50, 2)) for i in range(3)])
    assert separability(values, np.repeat([0, 1, 2], 50), 3, None)[0] == 1.0


def test_regression_is_scored_by_the_best_plane():
    points = np.random.default_rng(15).uniform(-1, 1, (200, 2))
    assert separability(points, points @ [2.0, -1.0] + 3.0, 0, None)[0] == pytest.approx(1.0, abs=1e-6)
    assert separability(points, points[:, 0] * points[:, 1], 0, None)[0] < 0.1
    assert separability(points, np.ones(200), 0, None)[0] == 0.0


def test_what_the_network_gets_right():
    assert network_share(np.array([[0.2], [-0.1], [0.0]]), np.array([1, 0, 1]), 2) == pytest.approx(2 / 3)
    assert network_share(np.array([[1.0, 2.0, 0.0], [3.0, 2.0, 0.0]]), np.array([1, 2]), 3) == 0.5
    assert network_share(np.array([[1.0], [3.0]]), np.array([[1.0], [3.0]]), 0) == 1.0
    assert network_share(np.zeros((0, 1)), np.zeros(0), 2) == 0.0


@pytest.mark.parametrize("classes", [2, 3])
def test_at_rest_a_score_tells_nothing_of_what_was_seen_before(classes):
    rng = np.random.default_rng(3)
    values, labels = np.tanh(rng.normal(size=(200, 8))), rng.integers(0, classes, 200)
    fresh, _ = separability(values, labels, classes, None, effort=Effort.FULL)
    for seed in range(4):
        other = np.tanh(np.random.default_rng(seed).normal(size=(200, 8)))
        _, fit = separability(other, labels, classes, None)
        _, fit = separability(values, labels, classes, fit, effort=Effort.LITTLE)
        assert separability(values, labels, classes, fit, effort=Effort.FULL)[0] == fresh
