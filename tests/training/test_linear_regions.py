"""Linear regions: hand-set folds give exactly so many, and every formula is what the network computes."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document.presets import document_for
from playground.domains import features
from playground.domains.plane.inputs import INPUTS
from playground.layers import (
    ActivationLayer,
    BatchNorm,
    Dense,
    DropoutLayer,
    GaussianNoise,
    LayerNorm,
    Residual,
)
from playground.training.probes.plane import linear_regions as module
from playground.training.probes.plane.linear_regions import obstacle
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of
from tests.support.regions import linear_regions

HOME = (-6.0, 6.0, -6.0, 6.0)


def run_of(*layers, generator="xor", dtype=np.float64):
    document = document_for(generator, (), count=30)
    document = replace(document, network=tuple(replace(one, uid=i + 1) for i, one in enumerate(layers)))
    return Run(document, dtype=dtype)


def put(run, uid, name, values):
    run.layout.slot((uid, f"linear.{name}")).view(run.parameters)[...] = values


def regions_of(run, extent=HOME):
    return linear_regions(run.document, run.parameters, run.buffers, extent)


def random_run(layers, seed, **options):
    run, random = run_of(*layers, **options), np.random.default_rng(seed)
    run.parameters[...] = random.normal(size=len(run.parameters))
    run.buffers[...] = random.uniform(0.5, 2.0, size=len(run.buffers))
    return run


def relus(*units, activation="relu"):
    return [Dense(units=n, activation=activation) for n in units]


def cells(regions):
    return [regions.corners[a:b] for a, b in zip(regions.starts, regions.starts[1:], strict=False)]


def area(corners):
    x, y = corners.T
    return 0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1))


# ---- how many ------------------------------------------------------------------------------------------------------


def tents(depth):
    """Two ReLUs a layer: 2 min(x, 1 - x) = relu(2 x) - relu(4 x - 2) on 0 to 1, applied `depth` times."""
    run = run_of(*relus(*[2] * depth))
    put(run, 1, "weight", [[2.0, 0.0], [4.0, 0.0]])
    for uid in range(1, depth + 1):
        put(run, uid, "bias", [0.0, -2.0])
        if uid > 1:
            put(run, uid, "weight", [[2.0, -2.0], [4.0, -4.0]])
    put(run, 0, "weight", [[1.0, -1.0]])
    put(run, 0, "bias", 0.0)
    return run


@pytest.mark.parametrize("depth", range(1, 9))
def test_two_relus_a_layer_fold_a_line_into_two_to_the_power_of_the_depth(depth):
    found = regions_of(tents(depth), (0.0, 1.0, 0.0, 1.0))
    assert len(found) == 2**depth
    slopes = found.formulas[:, 0, 0]
    np.testing.assert_allclose(np.abs(slopes), 2.0**depth)
    edges = np.sort([corners[:, 0].min() for corners in cells(found)])
    np.testing.assert_allclose(edges, np.arange(2**depth) / 2**depth, atol=1e-12)


@pytest.mark.parametrize("depth", range(1, 7))
def test_folding_by_the_magnitude_as_well(depth):
    """x becomes abs(x) - half of what there is, layer by layer, over -2^depth to 2^depth."""
    run, half = run_of(*relus(*[2] * depth)), 2.0**depth
    put(run, 1, "weight", [[1.0, 0.0], [-1.0, 0.0]])
    put(run, 1, "bias", 0.0)
    for uid in range(2, depth + 1):
        half /= 2.0
        put(run, uid, "weight", [[1.0, 1.0], [-1.0, -1.0]])
        put(run, uid, "bias", [-half, half])
    put(run, 0, "weight", [[1.0, 1.0]])
    side = 2.0**depth
    assert len(regions_of(run, (-side, side, -1.0, 1.0))) == 2**depth


@given(st.integers(1, 9), st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_lines_in_general_position_cut_the_plane_as_steiner_counted(units, seed):
    """n lines make 1 + n + n (n - 1) / 2 parts of the whole plane: of a part, as many as its crossings say."""
    run = random_run(relus(units), seed)
    weight = run.layout.slot((1, "linear.weight")).view(run.parameters)
    bias = run.layout.slot((1, "linear.bias")).view(run.parameters)
    crossings = [np.linalg.solve(weight[[i, j]], -bias[[i, j]]) for i in range(units) for j in range(i) if i != j]
    inside = sum(bool((np.abs(place) < 6).all()) for place in crossings)
    angles = np.linspace(0, 4, 4001)[:-1]
    corner = np.array([[-6.0, -6.0], [6.0, -6.0], [6.0, 6.0], [-6.0, 6.0], [-6.0, -6.0]])
    whole = angles.astype(int)
    border = corner[whole] + (angles - whole)[:, None] * (corner[whole + 1] - corner[whole])
    signs = np.sign(border @ weight.T + bias)
    through = int((signs != signs[0]).any(axis=0).sum())
    assert abs(len(regions_of(run)) - (1 + through + inside)) <= 1  # one that the border's samples may have missed


def test_a_linear_network_is_one_region():
    found = regions_of(random_run(relus(4, 4, activation="linear"), 1))
    assert len(found) == found.region_count == 1
    assert len(found.cuts) == 0


@pytest.mark.parametrize("generator", ["xor", "blobs"])
def test_a_constant_network_is_one_region_of_many_cells(generator):
    run = random_run(relus(6), 2, generator=generator)
    put(run, 0, "weight", 0.0)
    found = regions_of(run)
    assert len(found) > 10
    assert found.region_count == 1


def test_a_unit_that_nothing_reads_cuts_cells_and_no_region():
    run = random_run(relus(3), 5)
    all_three = regions_of(run)
    assert all_three.region_count == len(all_three)
    run.layout.slot((0, "linear.weight")).view(run.parameters)[:, 0] = 0.0
    unread = regions_of(run)
    assert len(unread) == len(all_three)
    put(run, 1, "weight", np.vstack(([[0.0, 0.0]], run.layout.slot((1, "linear.weight")).view(run.parameters)[1:])))
    assert unread.region_count == len(regions_of(run))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_regions_are_the_formulas_that_autograd_finds(seed):
    run = random_run(relus(4, 3), seed)
    found = regions_of(run)
    middles = torch.tensor(np.array([corners.mean(axis=0) for corners in cells(found)]), requires_grad=True)
    logits = run.network(middles)[:, 0]
    (slopes,) = torch.autograd.grad(logits.sum(), middles)
    offsets = (logits - (slopes * middles).sum(dim=1)).detach()
    planes = np.column_stack((slopes.numpy(), offsets.numpy()))
    apart = np.abs(planes[:, None] - planes[None]).max(axis=2) > 1e-9 * max(np.abs(planes).max(), 1e-9)
    assert found.region_count == len({tuple(np.flatnonzero(~row)) for row in apart})


def test_too_many_are_said_to_be(monkeypatch):
    monkeypatch.setattr(module, "MOST_REGIONS", 20)
    found = regions_of(random_run(relus(16), 1))
    assert len(found) == 0
    assert found.problem == "More than 20 cells of linear regions: zoom in to see them"
    assert 1 < len(regions_of(random_run(relus(16), 1), (0.0, 0.4, 0.0, 0.4))) <= 20


# ---- what they are -------------------------------------------------------------------------------------------------

KINDS = st.sampled_from(
    [
        Dense(units=3, activation="relu"),
        Dense(units=5, activation="leaky_relu"),
        Dense(units=2, activation="linear"),
        Dense(units=4, activation="relu", dropout=0.5, bias=False),
        ActivationLayer(activation="relu"),
        Residual(activation="relu"),
        Residual(activation="leaky_relu", bias=False),
        BatchNorm(),
        DropoutLayer(),
        GaussianNoise(),
    ]
)


@given(st.lists(KINDS, max_size=5), st.integers(0, 2**32 - 1), st.sampled_from(["xor", "blobs", "reg-plane"]))
@settings(max_examples=60)
def test_every_formula_is_what_the_network_computes(layers, seed, generator):
    run = random_run(layers, seed, generator=generator)
    found = regions_of(run)
    assert found.problem == ""
    assert area(np.array(cells(found)[0])) > 0.0
    assert sum(area(corners) for corners in cells(found)) == pytest.approx(144.0)
    random = np.random.default_rng(seed)
    places = random.uniform(-6, 6, (40, 2))
    logits = logits_of(run, features(INPUTS, places, ("x", "y")))
    for place, expected in zip(places, logits, strict=True):
        a, b, c = found.formulas[found.at(*place)].T
        scale = np.abs(expected).max() + np.abs(found.formulas).max()
        np.testing.assert_allclose(a * place[0] + b * place[1] + c, expected, atol=1e-6 * scale)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_cuts_lie_between_cells_of_other_colour(seed):
    found = regions_of(random_run(relus(4, 3), seed))
    lengths = np.linalg.norm(found.cuts[:, 1] - found.cuts[:, 0], axis=1)
    middles = found.cuts.mean(axis=1)
    across = (found.cuts[:, 1] - found.cuts[:, 0])[:, ::-1] * [1.0, -1.0]
    for middle, side, length, depth in zip(middles, across, lengths, found.depths, strict=True):
        if length > 0.1 and depth == found.depths.max():  # nothing of a later layer begins just there
            beside = [found.at(*(middle + sign * 1e-4 * side / length)) for sign in (1, -1)]
            if None not in beside:
                assert found.odd[beside[0]] != found.odd[beside[1]]


def test_the_first_layer_s_lines_are_where_its_sums_are_zero():
    run = random_run(relus(5, 3), 3)
    found = regions_of(run)
    weight = run.layout.slot((1, "linear.weight")).view(run.parameters)
    bias = run.layout.slot((1, "linear.bias")).view(run.parameters)
    sums = np.abs(found.cuts[found.depths == 0] @ weight.T + bias)
    np.testing.assert_allclose(sums.max(axis=1).min(axis=1), 0.0, atol=1e-9)
    assert (found.depths == 1).any()


def test_a_place_outside_is_in_no_region():
    assert regions_of(random_run(relus(5), 3)).at(7.0, 0.0) is None
    assert regions_of(run_of(Dense(activation="tanh"))).at(0.0, 0.0) is None


def test_float32_weights_serve_as_well():
    run = random_run(relus(6, 6), 5, dtype=np.float32)
    assert len(regions_of(run)) > 20


# ---- why not -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([Dense(units=3, activation="relu"), Dense(units=3, activation="tanh")], "tanh in layer 2 is curved"),
        ([Dense(units=3, activation="relu"), LayerNorm()], "Layer norm in layer 2 is not linear"),
        ([ActivationLayer(activation="gelu")], "GELU in layer 1 is curved"),
    ],
)
def test_why_there_are_none(layers, words):
    run = run_of(*layers)
    assert words in obstacle(run.document)
    found = regions_of(run)
    assert (len(found), found.problem) == (0, obstacle(run.document))


def test_curved_inputs_bend_the_regions():
    document = replace(run_of(*relus(3)).document, inputs=("x", "y", "x2"))
    assert obstacle(document) == "No linear regions: the input x² is curved"
    assert obstacle(replace(document, inputs=("y",))) == ""
    assert len(regions_of(Run(replace(document, inputs=("y",)), dtype=np.float64))) >= 1
