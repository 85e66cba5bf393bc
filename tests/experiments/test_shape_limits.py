"""What no network of a shape can do is never done by one, and is said where it should be."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document.edits_data import make_dataset
from playground.document.model import inputs_of
from playground.document.presets import document_for
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.shape_limits import (
    INCREASING,
    hulls_meet,
    inseparable_classes,
    limit_of,
    ringed_class,
    shape_of,
)
from playground.experiments.tiles import Tile, run_tile
from playground.experiments.variations import Variation
from playground.layers import BatchNorm, Dense, LayerNorm
from playground.operations.activations import ACTIVATIONS

SEEDS = st.integers(0, 2**32 - 1)


def with_layers(document, *layers):
    return replace(document, network=tuple(replace(layer, uid=uid) for uid, layer in enumerate(layers, 1)))


def dense(units, activation="tanh", **more):
    return Dense(uid=1, units=units, activation=activation, **more)


def with_points(points, targets):
    made = document_for("gauss", ())
    return replace(made, dataset=make_dataset(points, targets, made.dataset.classes))


# ---- one straight cut ------------------------------------------------------------------------------------------------


@given(SEEDS, st.integers(1, 6), st.integers(4, 60))
@settings(max_examples=60)
def test_what_a_cut_parts_is_never_called_inseparable(seed, width, count):
    random = np.random.default_rng(seed)
    points, direction = random.normal(size=(count, width)), random.normal(size=width)
    heights = points @ direction
    cut = np.median(heights)
    points += np.where(heights > cut, 1e-6, -1e-6)[:, None] * np.sign(direction)
    above = heights > cut
    assert not hulls_meet(points[above], points[~above])


@given(SEEDS, st.integers(1, 5))
@settings(max_examples=60)
def test_a_common_point_of_the_hulls_is_found(seed, width):
    random = np.random.default_rng(seed)
    first = random.normal(size=(width + 6, width))
    inside = np.concatenate([first.mean(axis=0)[None] + 1e-3 * random.normal(size=(width + 3, width))])
    assert hulls_meet(first, inside)
    assert not hulls_meet(first, inside + 100.0)
    assert hulls_meet(first, first[:1]), "one sample in both classes"
    assert not hulls_meet(first, first[:0])


def test_a_network_without_a_bend_cannot_do_xor_and_says_so():
    xor = document_for("xor", (), count=60)
    limit = limit_of(xor)
    assert limit.shape == "cut"
    assert "one straight line, and none parts these training points" in limit.words
    assert "Proved" in limit.proof
    assert limit_of(with_layers(xor, dense(8, "linear"), BatchNorm(uid=2))).shape == "cut"
    assert limit_of(with_layers(xor, dense(1), dense(1, "relu"))).shape == "one_unit"
    assert limit_of(with_layers(xor, dense(2))) is None
    assert limit_of(replace(xor, inputs=("x", "y", "xy"))) is None, "a product of both parts them"
    assert limit_of(document_for("gauss", (), noise=0.0)) is None


@pytest.mark.parametrize("shape", [(), (dense(1),), (dense(1, "leaky_relu"), dense(1))])
def test_no_trained_network_does_what_it_is_said_not_to(shape):
    cases = 0
    for generator, noise in (("xor", 0.0), ("circle", 0.0), ("gauss", 0.5), ("moons", 0.0), ("gauss", 0.1)):
        document = with_layers(document_for(generator, (), noise=noise, count=40), *shape)
        document = replace(document, training=replace(document.training, learning_rate=0.1))
        if limit_of(document) is None:
            continue
        cases += 1
        measure = Measure(60, looks=8, threshold=1.0)
        runs = run_tile(Tile(document, measure, tuple(range(4)), tuple(Variation((), seed) for seed in range(4))))
        assert (runs.columns["train_score"] < 1.0).all(), generator
    assert cases >= 3


# ---- no closed region ------------------------------------------------------------------------------------------------

INVERSES = {
    "tanh": (np.tanh, np.arctanh, 1.0),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda a: np.where(a > 0, a, 100.0 * a), np.inf),
}


def rotation(random):
    matrix, _ = np.linalg.qr(random.normal(size=(2, 2)))
    return matrix * random.uniform(0.5, 2.0)


@given(SEEDS, st.sampled_from(sorted(INVERSES)), st.integers(1, 3), st.sampled_from([2, 3]))
@settings(max_examples=60)
def test_of_two_units_a_layer_every_region_has_a_way_out(seed, activation, depth, classes):
    """The way that the proof names: a ray in the space of the last layer, on which no margin falls, taken back."""
    random = np.random.default_rng(seed)
    bend, back, most = INVERSES[activation]
    layers = [(rotation(random), random.normal(size=2)) for _ in range(depth)]
    read_out = random.normal(size=(classes - 1, 2))  # margins of one class over each of the others
    hidden = random.uniform(-3.0, 3.0, 2)
    for weights, bias in layers:
        hidden = bend(weights @ hidden + bias)
    direction = np.linalg.pinv(read_out) @ np.ones(classes - 1)
    assert (read_out @ direction > -1e-9).all(), "two margins at most rise together"
    first, last = 0.0, 1e-6
    while last < 1e9 and taken_back(hidden + last * direction, layers, back, most) is not None:
        first, last = last, 1.01 * last
    for _ in range(200):
        middle = 0.5 * (first + last)
        is_there = taken_back(hidden + middle * direction, layers, back, most) is not None
        first, last = (middle, last) if is_there else (first, middle)
    farthest = taken_back(hidden + first * direction, layers, back, most)
    assert np.hypot(*farthest) > 6.0, "beyond the picture, and as far as numbers go"


def taken_back(place, layers, back, most):
    """The point that a network of two units a layer takes to a place behind its last layer; None for none."""
    for weights, bias in reversed(layers):
        if (np.abs(place) >= most).any():
            return None
        place = np.linalg.solve(weights, back(place) - bias)
    return place


def test_two_units_leave_the_ring_open_and_three_close_it():
    ring = document_for("circle", (2, 2), noise=0.0, count=200)
    limit = limit_of(ring)
    assert limit.shape == "open"
    names = [one.name for one in ring.dataset.classes]
    inner, outer = ringed_class(ring)
    assert limit.words.startswith(f"{names[inner]} lies inside a ring of {names[outer]}.")
    assert "Johnson 2019" in limit.proof
    three = with_layers(ring, dense(3), dense(2))
    assert limit_of(three) is None
    fast = replace(three, training=replace(three.training, learning_rate=0.03))
    measure = Measure(150, map_side=24)
    runs = run_tile(Tile(fast, measure, (0, 1, 2, 3), tuple(Variation((), seed) for seed in range(4))))
    assert (runs.columns["verdict"] == Verdict.SOLVED).any(), "what is said to help does"
    narrow = replace(ring, training=fast.training)
    runs = run_tile(Tile(narrow, measure, (0, 1, 2, 3), tuple(Variation((), seed) for seed in range(4))))
    for one in runs.maps.astype(np.float32)[:, 0]:
        answers = one > 0.5 if inner == 1 else one < 0.5
        edge = np.concatenate([answers[0], answers[-1], answers[:, 0], answers[:, -1]])
        assert edge.any() or not answers.any(), "the region of the inner class reaches the edge"


def test_nothing_is_said_where_nothing_is_proved():
    ring = document_for("circle", (2,), noise=0.0, count=200)
    assert limit_of(with_layers(ring, dense(2, "gaussian"))) is None
    assert limit_of(with_layers(ring, dense(2, "sine"))) is None
    assert limit_of(with_layers(ring, dense(2, skip=True))) is None
    assert limit_of(with_layers(ring, dense(2), LayerNorm(uid=2))) is None
    assert limit_of(replace(ring, inputs=("x", "y", "x2"))) is None
    assert limit_of(document_for("spiral", (2,))) is None, "no class lies inside a ring of the other"
    assert limit_of(with_layers(document_for("reg-plane", (2,)), dense(1))) is None, "values have no border"
    assert "x2" in inputs_of(ring)
    assert shape_of(replace(ring, dataset=replace(ring.dataset, domain="table"))) is None


def test_activations_that_are_said_to_rise_do():
    at = np.linspace(-20.0, 20.0, 4001)
    rising = {name for name, one in ACTIVATIONS.items() if (np.diff(one.curve(at)) >= -1e-12).all()}
    assert rising == INCREASING


def test_one_point_in_two_classes_cannot_be_parted():
    points = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 2.0], [3.0, -1.0]])
    document = with_points(points, np.array([0, 1, 0, 1]))
    document = replace(document, dataset=replace(document.dataset, is_test=np.zeros(4, np.bool_)))
    assert inseparable_classes(document) == (0, 1)
