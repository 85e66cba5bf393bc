"""A tile of runs: what each came to, the same as `train` gives, whatever tile it is in."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.results import ExperimentResults
from playground.experiments.tiles import Tile, run_tile
from playground.experiments.variations import Axis, KnobGrid, Variation
from playground.interop.sources import open_source
from playground.layers import BatchNorm
from playground.methods.losses import LOSSES
from playground.tasks import TASKS
from playground.training.headless import train
from playground.training.state.losses import losses_of, set_loss
from playground.training.state.run import Run
from playground.training.state.targets import score, scores_of
from playground.training.trainee.measure import logits_of
from tests.support.trained import trained_again


@pytest.fixture
def xor():
    return document_for("xor", (4,), count=60)


def tile_of(document, measure, *seeds, settings=()):
    return Tile(document, measure, tuple(range(len(seeds))), tuple(Variation(settings, seed) for seed in seeds))


@pytest.mark.parametrize("stepper", ["auto", "eager"])
def test_a_run_is_that_of_train(xor, stepper):
    document = change_training(xor, stepper=stepper)
    report = train(document, epochs=12, seed=7)
    checkpoint = trained_again(document, Measure(12), Variation((), 7))
    assert np.array_equal(checkpoint.parameters, report.checkpoint.parameters)
    found = run_tile(tile_of(document, Measure(12), 7)).columns
    assert found["train_loss"][0] == pytest.approx(report.train_loss, rel=1e-5)
    assert found["test_loss"][0] == pytest.approx(report.test_loss, rel=1e-5)
    assert found["test_score"][0] == pytest.approx(report.test_accuracy, abs=1e-6)
    assert found["epochs"][0] == 12


@pytest.mark.parametrize("normalised", [False, True])
def test_the_curve_is_measured_at_the_looks(xor, normalised):
    network = (*xor.network, BatchNorm(uid=9)) if normalised else xor.network
    document, measure = replace(xor, network=network), Measure(20, looks=5)
    looks = measure.look_epochs(document).tolist()
    assert (looks[0], looks[-1], len(looks)) == (0, 20, 6)
    rows = {row[0]: row[1:] for row in train(document, epochs=20, seed=3, looks=None).losses}
    curve = run_tile(tile_of(document, measure, 3)).curves[0]
    assert curve == pytest.approx(np.array([rows[epoch] for epoch in looks]), rel=1e-4)


def test_a_run_depends_on_no_other(xor):
    measure = Measure(10, map_side=8)
    together = run_tile(tile_of(xor, measure, 5, 6, 7))
    alone = [run_tile(tile_of(xor, measure, seed)) for seed in (5, 6, 7)]
    for row, one in enumerate(alone):
        assert np.array_equal(one.curves[0], together.curves[row])
        assert np.array_equal(one.maps[0], together.maps[row])
    assert len({curve.tobytes() for curve in together.curves}) == 3


def test_a_tile_that_is_told_to_stop_gives_what_is_done(xor):
    asked = iter([True] * 3 + [False] * 9)
    tile = tile_of(xor, Measure(1), 1, 2, 3, 4, 5, 6)
    part = run_tile(tile, lambda: next(asked))
    assert 0 < len(part) < 6
    whole = run_tile(tile)
    assert np.array_equal(part.curves, whole.curves[: len(part)])
    assert part.places.tolist() == list(range(len(part)))


def test_solved_stuck_and_diverged(xor):
    measure = Measure(60)
    good = run_tile(tile_of(document_for("gauss", (3,), count=60), measure, 0))
    assert good.columns["verdict"][0] == Verdict.SOLVED
    assert 0 < good.columns["reached"][0] <= 60
    line = replace(xor, network=())
    stuck = run_tile(tile_of(line, measure, 0)).columns
    assert stuck["verdict"][0] == Verdict.STUCK
    assert np.isnan(stuck["reached"][0])
    far = change_training(document_for("reg-plane", ()), optimizer="sgd")
    wild = replace(far, training=replace(far.training, learning_rate=10.0))
    diverged = run_tile(tile_of(wild, measure, 0)).columns
    assert diverged["verdict"][0] == Verdict.DIVERGED
    assert np.isnan(diverged["train_loss"][0])


def test_a_run_that_diverges_in_pytorch_has_diverged_as_well():
    far = change_training(document_for("reg-plane", ()), optimizer="sgd", stepper="eager")
    wild = replace(far, training=replace(far.training, learning_rate=10.0))
    assert run_tile(tile_of(wild, Measure(30), 0)).columns["verdict"][0] == Verdict.DIVERGED


def test_what_cannot_be_trained_says_why_and_the_rest_goes_on(xor):
    variations = [Variation((("layer1.units", units),), 0) for units in (4, 0, 100_000, 3)]
    variations.insert(2, Variation((("layer5.units", 3),), 0))
    found = run_tile(Tile(xor, Measure(2), (10, 11, 12, 13, 14), tuple(variations)))
    verdicts = found.columns["verdict"].tolist()
    assert [verdict == Verdict.REFUSED for verdict in verdicts] == [False, True, True, True, False]
    assert set(found.refusals) == {11, 12, 13}
    assert "Units" in found.refusals[11]
    assert "no layer 5" in found.refusals[12]


@pytest.mark.parametrize("restores", [False, True])
def test_the_stop_rule_ends_runs_as_in_train(xor, restores):
    document = change_training(xor, stop_patience=20, restore_best=restores, learning_rate=0.05)
    report = train(document, seed=2)
    found = run_tile(tile_of(document, Measure(), 2)).columns
    assert found["epochs"][0] == report.epochs < 10_000
    assert found["test_loss"][0] == pytest.approx(report.test_loss)


def test_the_small_map_is_what_the_network_answers(xor):
    measure = Measure(30, map_side=24)
    found = run_tile(tile_of(xor, measure, 4))
    assert found.maps.shape == (1, 1, 24, 24)
    eager = run_tile(tile_of(change_training(xor, stepper="eager"), measure, 4))
    assert found.maps[0] == pytest.approx(eager.maps[0], abs=0.02)
    blobs = run_tile(tile_of(document_for("blobs", (4,)), measure, 4))
    assert blobs.maps[0].sum(axis=0) == pytest.approx(np.ones((24, 24)), abs=0.01)
    pictures = open_source("shapes").document
    assert run_tile(tile_of(pictures, Measure(1, map_side=24), 4)).maps.size == 0


def test_maps_of_runs_with_more_and_fewer_classes_stand_side_by_side():
    document, measure = document_for("spirals", (4,), count=40), Measure(1, map_side=4)
    grid = KnobGrid((Axis("data.parameter", (2, 3, 4)),), 1)
    tiles = [Tile(document, measure, (place,), (grid.variation(place),)) for place in range(3)]
    alone = [run_tile(tile).maps[0] for tile in tiles]
    assert [len(one) for one in alone] == [1, 3, 4]
    for order in ((0, 1, 2), (2, 0, 1)):
        results = ExperimentResults(Experiment(document, grid, measure))
        for place in order:
            results.put(run_tile(tiles[place]))
        assert results.maps.shape == (3, 4, 4, 4)
        assert np.array_equal(results.maps[0, :2], np.concatenate((1.0 - alone[0], alone[0])))
        assert np.array_equal(results.maps[1, :3], alone[1])
        assert np.array_equal(results.maps[2], alone[2])
        assert not results.maps[0, 2:].any()
        assert not results.maps[1, 3:].any()
    together = Tile(document, measure, (0, 1, 2), tuple(map(grid.variation, range(3))))
    assert np.array_equal(run_tile(together).maps, results.maps)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("loss", LOSSES)
def test_many_answers_are_measured_as_one_by_one(task, loss):
    if not TASKS[task].suits(LOSSES[loss]):
        return
    for generator in ("xor", "blobs") if TASKS[task].has_classes else ("reg-plane",):
        made = document_for(generator, (3,), count=40)
        runs = [Run(replace(made, training=replace(made.training, loss=loss, seed=seed))) for seed in range(3)]
        logits = np.stack([logits_of(run, run.features) for run in runs])
        targets, document = runs[0].targets, runs[0].document
        singly = [set_loss(run.document, one, targets) for run, one in zip(runs, logits, strict=True)]
        assert losses_of(document, logits, targets) == pytest.approx(np.array(singly), rel=1e-5)
        assert scores_of(document, logits, targets).tolist() == [score(document, one, targets) for one in logits]
        assert np.isnan(losses_of(document, logits[:, :0], targets[:0])).all()
