"""Grids of runs and their order; knobs by path; ranges from text."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.document.problems import problems
from playground.experiments.data_knobs import KnobError
from playground.experiments.experiment import Experiment
from playground.experiments.knobs import knob_at, knobs_of, useful_knobs, with_settings
from playground.experiments.outcomes import Measure, RunOutcome, Verdict, in_columns
from playground.experiments.ranges import closer_grid, parse_axis
from playground.experiments.results import ExperimentResults
from playground.experiments.statistics import bands, share_of, spread_of
from playground.experiments.variations import Axis, KnobGrid
from playground.layers import DropoutLayer
from tests.support.picture_documents import dense_document


@pytest.fixture
def spiral():
    made = document_for("spiral", (8, 6), count=100)
    return replace(made, network=(*made.network[:1], DropoutLayer(uid=7), *made.network[1:]))


def test_every_run_comes_once_and_the_coarse_ones_first():
    grid = KnobGrid((Axis("a", tuple(range(5))), Axis("b", tuple(range(8)))), seeds=3, first_seed=10)
    order = list(grid.coarse_to_fine())
    assert sorted(order) == list(range(len(grid))) == list(range(120))
    first = [dict(grid.variation(place).settings) for place in order[:6]]
    assert {(one["a"], one["b"]) for one in first} == {(0, 0), (0, 4), (4, 0), (4, 4), (0, 2), (0, 6)}
    assert {grid.variation(place).seed for place in order[:40]} == {10}
    assert grid.variation(order[-1]).seed == 12


def test_without_axes_a_grid_is_its_seeds():
    grid = KnobGrid((), 4, 7)
    assert [grid.variation(place).seed for place in grid.coarse_to_fine()] == [7, 8, 9, 10]
    with pytest.raises(IndexError):
        grid.variation(4)


def test_all_knobs_can_be_turned_to_where_they_are(spiral):
    for knob in knobs_of(spiral).values():
        if knob.now is not None and not knob.path.startswith("data."):
            turned = with_settings(spiral, ((knob.path, knob.now),))
            assert turned.training == spiral.training
            assert turned.network == spiral.network
    noise = spiral.dataset.source.noise
    assert with_settings(spiral, (("data.noise", noise),)).dataset is spiral.dataset


def test_knobs_change_what_they_name(spiral):
    settings = (("learning_rate", 0.5), ("layer1.units", 3), ("layer2.rate", 0.2), ("optimizer", "sgd"))
    made = with_settings(spiral, settings)
    assert made.training.learning_rate == 0.5
    assert made.training.optimizer == "sgd"
    assert made.network[0].units == 3
    assert made.network[1].rate == 0.2
    assert [layer.units for layer in with_settings(spiral, (("network.units", 2),)).network[::2]] == [2, 2]
    deep = with_settings(spiral, (("network.depth", 5),))
    assert len(deep.network) == len({layer.uid for layer in deep.network}) == 5
    assert not problems(deep)
    assert len(with_settings(spiral, (("network.depth", 1),)).network) == 1


def test_a_sweep_is_offered_what_makes_a_difference(spiral):
    assert {"momentum", "schedule_epochs", "augment_shift", "stop_patience"} <= set(knobs_of(spiral))
    offered = useful_knobs(spiral)
    assert spiral.training.optimizer == "adam"
    assert {"beta1", "learning_rate", "layer1.units", "data.noise"} <= set(offered)
    assert not {"momentum", "nesterov", "rho", "schedule_epochs", "augment_shift", "stop_patience"} & set(offered)
    descent = useful_knobs(change_training(spiral, optimizer="sgd", schedule="step"))
    assert {"momentum", "schedule_epochs"} <= set(descent)
    assert "beta1" not in descent
    assert "augment_shift" in useful_knobs(dense_document(4))


def test_labels_say_whose_they_are(spiral):
    labels = {path: knob.label for path, knob in knobs_of(spiral).items()}
    assert labels["layer1.units"] == "Layer 1: units"
    assert labels["network.units"] == "All layers: units"
    assert labels["output.bias"] == "Output: bias"
    assert labels["data.noise"] == "Data: noise"
    assert labels["augment_shift"] == "Augment: shift"
    assert labels["l2"] == "Weight decay"


def test_the_data_have_knobs(spiral):
    before = spiral.dataset
    noisy = with_settings(spiral, (("data.noise", 0.3), ("data.count", 50))).dataset
    assert len(noisy) == 50
    fewer = with_settings(spiral, (("data.samples", 20),)).dataset
    more = with_settings(spiral, (("data.samples", 40),)).dataset
    assert (~fewer.is_test).sum() == 20
    assert fewer.test_count == before.test_count
    assert np.bincount(fewer.targets[~fewer.is_test]).min() >= 9
    assert {tuple(row) for row in fewer.samples} <= {tuple(row) for row in more.samples}
    wrong = with_settings(spiral, (("data.flipped", 0.25),)).dataset
    differs = wrong.targets != before.targets
    assert differs.sum() == round(0.25 * (~before.is_test).sum())
    assert not differs[before.is_test].any()
    drawn = with_settings(spiral, (("data.seed", 5),)).dataset
    assert not np.array_equal(drawn.samples, before.samples)
    split = with_settings(spiral, (("data.split", 3), ("data.train_fraction", 0.5))).dataset
    assert split.test_count == 50


def test_drawn_points_have_no_generator_to_turn(spiral):
    drawn = replace(spiral, dataset=replace(spiral.dataset, source=None))
    assert "data.noise" not in knobs_of(drawn)
    assert (~with_settings(drawn, (("data.samples", 30),)).dataset.is_test).sum() == 30
    with pytest.raises(KnobError, match=r"there are data\.seed, .*data\.samples"):
        knob_at(drawn, "data.noise")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("learning_rte=1:2", "did you mean 'learning_rate'"),
        ("layer1.neurons=1:4", "there are .*layer1.units, layer1.activation"),
        ("layer9.units=1:4", "did you mean 'layer[123].units'"),
        ("layer1.unit=1:4", "did you mean 'layer1.units'"),
        ("wibble=1:4", "learning_rate.*layer1., layer2., layer3., output., network., data."),
        ("optimizer=adam,sgdd", "'sgdd' is none of sgd, .*adam"),
        ("optimizer=1:2", "has no range, it is one of"),
        ("learning_rate=1e-3:x", "'x' is not a number"),
        ("learning_rate=-1:1:log", "above 0"),
        ("learning_rate=0.1:1:lg", "FROM:TO"),
        ("learning_rate=0.1,0.1", "twice"),
        ("layer1.units=1.5,2", "not a whole number"),
        ("nesterov=maybe", "on or off"),
        ("learning_rate", "PATH=FROM:TO"),
    ],
)
def test_a_wrong_range_says_what_there_is(spiral, text, said):
    with pytest.raises(KnobError, match=said):
        parse_axis(spiral, text)


def test_ranges(spiral):
    assert parse_axis(spiral, "learning_rate=1e-4:1:log:5").values == (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
    assert parse_axis(spiral, "learning_rate=1e-4:1:5:log").is_log
    assert parse_axis(spiral, "data.noise=0:0.5:3").values == (0.0, 0.25, 0.5)
    assert parse_axis(spiral, "layer1.units=1:16").values == tuple(range(1, 17))
    assert parse_axis(spiral, "layer1.units=1:64:log:7").values == (1, 2, 4, 8, 16, 32, 64)
    assert len(parse_axis(spiral, "learning_rate=0.1:1").values) == 16
    assert parse_axis(spiral, "optimizer=adam, sgd").values == ("adam", "sgd")
    assert parse_axis(spiral, "nesterov=on,off").values == (True, False)


def test_too_few_samples_are_said(spiral):
    with pytest.raises(KnobError, match="only 70 training samples"):
        with_settings(spiral, (("data.samples", 71),))


def test_a_change_of_method_takes_its_usual_settings_along(spiral):
    changed = with_settings(spiral, (("optimizer", "adagrad"),))
    assert changed.training == change_training(spiral, optimizer="adagrad").training


def test_shares_have_wilsons_interval():
    found = share_of(41, 64)
    assert (found.low, found.high) == pytest.approx((0.5182, 0.7471), abs=1e-4)
    assert found.words == "41 of 64 (52 to 75 %)"
    assert share_of(0, 10).low == 0.0
    assert share_of(0, 10).high == pytest.approx(0.2775, abs=1e-4)
    assert share_of(10, 10).high == 1.0
    assert (share_of(0, 0).low, share_of(0, 0).high) == (0.0, 1.0)


def test_spreads_leave_out_what_is_no_number():
    found = spread_of(np.array([1.0, np.nan, 2.0, 3.0, np.inf]))
    assert (found.low, found.median, found.high, found.count) == (1.5, 2.0, 2.5, 3)
    assert np.isnan(spread_of(np.array([np.nan])).median)
    assert bands(np.array([[1.0, 2.0], [3.0, 4.0]])).shape == (3, 2)


def test_the_typical_run_has_the_middle_loss_of_those_that_ended_as_most():
    results = ExperimentResults(Experiment(document_for("gauss", (2,), count=30), KnobGrid((), 6), Measure(3)))
    assert results.typical(0) is None
    ends = [(Verdict.SOLVED, 0.3), (Verdict.SOLVED, 0.1), (Verdict.STUCK, 0.0), (Verdict.SOLVED, 0.2)]
    runs = [RunOutcome(verdict, test_loss=loss) for verdict, loss in ends]
    results.put(in_columns(range(4), runs, len(results.looks)))
    assert results.typical(0) == 3
    results.put(in_columns([4], [RunOutcome(Verdict.SOLVED, test_loss=0.15)], len(results.looks)))
    assert results.typical(0) == 4, "of four the lower one in the middle"


def test_a_part_of_a_grid_is_cut_finer_or_has_more_seeds(spiral):
    up, across = parse_axis(spiral, "layer1.units=1:8"), parse_axis(spiral, "learning_rate=0.001:1:log:4")
    grid = closer_grid(spiral, KnobGrid((up, across), 4, 7), (1.5, 2.5), (2.0, 3.2), 256)
    assert grid.axes[0].values == (2, 3, 4), "whole numbers have nothing in between"
    assert grid.axes[1].values == pytest.approx(np.geomspace(0.01, 0.1, 4), rel=1e-5)
    assert grid.axes[1].is_log
    assert (grid.seeds, grid.first_seed) == (11, 7), "as many runs as before"
    deep = closer_grid(spiral, KnobGrid((up, across), 4), (2.1, 2.11), (-3.0, 0.5), 8)
    assert deep.axes[0].values == (1,)
    assert deep.axes[1].values == pytest.approx(np.geomspace(10**-1.4, 10**-1.39, 4), rel=1e-5)
    assert deep.seeds == 8
    choice = parse_axis(spiral, "optimizer=adam,sgd,lion")
    assert closer_grid(spiral, KnobGrid((choice, across), 1), (0, 4), (1.2, 2.0), 8).axes[0].values == ("sgd",)
