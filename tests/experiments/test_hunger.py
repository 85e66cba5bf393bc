"""Data hunger: the same test samples, nested draws, as many updates; what it says, and the command."""

import json
from dataclasses import replace

import numpy as np
import pytest

from playground.app.cli import main
from playground.document.dataset import frozen
from playground.document.presets import document_for
from playground.experiments.hunger import findings, hunger_curves, hunger_experiment, hunger_refusal, sizes_of
from playground.experiments.knobs import with_settings
from playground.experiments.learners import as_many_updates
from playground.experiments.outcomes import Measure, RunOutcome, Verdict, in_columns
from playground.experiments.results import ExperimentResults
from playground.experiments.tiles import Tile, run_tile
from playground.experiments.variations import parted
from playground.interop.sources import open_source
from playground.training.state.run import Run


@pytest.fixture(scope="module")
def moons():
    return document_for("moons", (4,), count=100, noise=0.2)


def documents_of(experiment):
    grid = experiment.grid
    for place in range(len(grid)):
        name, settings = parted(grid.variation(place).settings)
        yield name, grid.variation(place).seed, with_settings(experiment.document, settings)


def done(experiment):
    grid, results = experiment.grid, ExperimentResults(experiment)
    places = tuple(range(len(grid)))
    results.put(run_tile(Tile(experiment.document, experiment.measure, places, tuple(map(grid.variation, places)))))
    return results


def test_sizes_go_from_few_to_all(moons):
    assert sizes_of(moons, 5)[0] == 8
    assert sizes_of(moons, 5)[-1] == 70
    assert sizes_of(open_source("digits").document)[0] == 10


def test_every_draw_tests_the_same_and_learners_share_it(moons):
    experiment = hunger_experiment(moons, ("bayes",), draws=2, sizes=3)
    data = moons.dataset
    kept = {}
    for name, seed, document in documents_of(experiment):
        found = document.dataset
        assert np.array_equal(found.samples[found.is_test], data.samples[data.is_test])
        rows = {tuple(row) for row in found.samples[~found.is_test].tolist()}
        kept[name, seed, len(rows)] = rows
    assert kept["network", 0, 8] == kept["bayes", 0, 8]
    assert kept["network", 0, 8] < kept["network", 0, 24] < kept["network", 0, 70]
    assert kept["network", 0, 8] != kept["network", 1, 8]


def test_few_samples_train_by_as_many_updates(moons):
    few = with_settings(moons, (("data.samples", 8),))
    measure = as_many_updates(Measure(30), moons, few)
    whole, part = Run(moons), Run(few)
    assert measure.epochs * part.batches_per_epoch == 30 * whole.batches_per_epoch


def test_the_ends_of_all_curves_come_first(moons):
    grid = hunger_experiment(moons, ("bayes", "tree"), draws=2, sizes=5).grid
    order = list(grid.coarse_to_fine())
    assert sorted(order) == list(range(30))
    assert [dict(grid.variation(place).settings)["data.samples"] for place in order[:6]] == [8] * 3 + [70] * 3


def test_scores_of_methods_and_network_come_in(moons):
    results = done(hunger_experiment(moons, ("svm-rbf", "bayes"), draws=2, sizes=3, epochs=40))
    curves = {curve.name: curve for curve in hunger_curves(results)}
    assert list(curves) == ["network", "svm-rbf", "bayes"]
    for curve in curves.values():
        assert curve.counts.tolist() == [2, 2, 2]
        assert (curve.low <= curve.median).all()
        assert curve.median[-1] > 0.75
    assert findings(results).startswith("With 8")


def told(moons, network, methods, done_draws=4):
    """What is said of scores by size, the same in every draw."""
    names = tuple(methods)
    experiment = hunger_experiment(moons, names, draws=4, sizes=4)
    results = ExperimentResults(experiment)
    rows = [network, *methods.values()]
    sizes = experiment.grid.shape[1]
    for place in range(done_draws * experiment.grid.cells):
        row, size = divmod(experiment.grid.cell_of(place), sizes)
        outcome = RunOutcome(Verdict.STUCK, test_score=rows[row][size])
        results.put(in_columns([place], [outcome], len(results.looks)))
    return findings(results)


def test_what_is_said_is_who_is_ahead(moons):
    svm, bayes = [0.8, 0.85, 0.9, 0.9], [0.7, 0.7, 0.7, 0.7]
    said = told(moons, [0.7, 0.8, 0.92, 0.95], {"svm-rbf": svm, "bayes": bayes})
    assert said.startswith(
        "With 8 to 16 training samples SVM, RBF is ahead by up to 10 percentage points; "
        "from 34 on the network is ahead by up to 5 percentage points."
    )
    assert "of the 4 draws" in said
    assert told(moons, svm, {"svm-rbf": svm}).startswith("With 8 to 70 training samples nobody is surely ahead.")
    assert told(moons, svm, {}) == (
        "The network's test accuracy goes from 80\u202f% with 8 training samples to 90\u202f% with 70."
    )
    assert told(moons, svm, {"bayes": bayes}, done_draws=0) == ""


def test_what_cannot_be_asked_is_said(moons):
    all_train = replace(moons.dataset, is_test=frozen(np.zeros(100), np.bool_))
    assert "No samples test" in hunger_refusal(replace(moons, dataset=all_train))
    assert hunger_refusal(moons) == ""


def test_a_method_that_cannot_says_why():
    results = done(hunger_experiment(document_for("reg-plane", (2,), count=60), ("bayes",), draws=1, sizes=2, epochs=2))
    network, bayes = hunger_curves(results)
    assert np.isfinite(network.median).all()
    assert not np.isfinite(bayes.median).any()
    assert "fits no values" in bayes.refusal


def test_the_command(tmp_path, capsys):
    out = tmp_path / "a.csv"
    command = ["hunger", "moons", "--methods", "bayes", "--seeds", "2", "--sizes", "3", "--epochs", "5"]
    assert main([*command, "--json", "--out", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["score"], told["sizes"][0], told["runs"], told["done"]) == ("accuracy", 8, 12, 12)
    assert set(told["learners"]) == {"network", "bayes"}
    assert told["says"]
    lines = out.read_text().splitlines()
    assert lines[0].startswith("learner,data.samples,seed,verdict")
    assert len(lines) == 13
    assert main(command) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ")[1].strip() == "Network"
    assert len(lines) == 5
    assert main(["hunger", "moons", "--resume"]) == 2
    assert main(["hunger", "moons", "--test", "0"]) == 2
