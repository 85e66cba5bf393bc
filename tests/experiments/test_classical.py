"""Classical methods beside the network: the same splits, scikit-learn's own scores, words where one cannot."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from playground.app.cli import main
from playground.document.dataset import frozen
from playground.document.edits_data import split
from playground.document.presets import document_for
from playground.experiments.classical import CLASSICAL
from playground.experiments.classical.fitting import fit_classical
from playground.experiments.comparison import compare, feature_sets, splits_of
from playground.interop.sources import open_source
from playground.training.headless import train
from playground.training.state.network_inputs import network_inputs


@pytest.fixture(scope="module")
def moons():
    return document_for("moons", (4,), count=80, noise=0.2)


@pytest.mark.parametrize("name", CLASSICAL)
def test_a_score_is_that_of_scikit_learn(moons, name):
    method, data = CLASSICAL[name], moons.dataset
    fit = fit_classical(method, moons, 3)
    estimator = method.estimator(3, has_classes=True)
    model = make_pipeline(StandardScaler(), estimator) if method.is_scaled else estimator
    train_rows, test_rows = ~data.is_test, data.is_test
    model.fit(data.samples[train_rows], data.targets[train_rows])
    assert fit.train_score == pytest.approx(model.score(data.samples[train_rows], data.targets[train_rows]))
    assert fit.test_score == pytest.approx(model.score(data.samples[test_rows], data.targets[test_rows]))
    assert fit.numbers > 0
    assert fit.seconds > 0.0


@pytest.mark.parametrize("generator", ["blobs", "reg-plane"])
@pytest.mark.parametrize("name", CLASSICAL)
def test_more_classes_and_values(name, generator):
    document, method = document_for(generator, (4,), count=60), CLASSICAL[name]
    fit = fit_classical(method, document, 0)
    if generator == "reg-plane" and not method.fits_values:
        assert "fits no values" in fit.refusal
    else:
        assert fit.test_score > 0.6
        assert fit.numbers > 0


@pytest.mark.parametrize("name", CLASSICAL)
def test_several_values_of_a_sample(name):
    document, method = document_for("reg-plane", (4,), count=50), CLASSICAL[name]
    two = np.hstack((document.dataset.targets, -document.dataset.targets))
    data = replace(document.dataset, targets=frozen(two, np.float64), values=("one", "other"))
    fit = fit_classical(method, replace(document, dataset=data), 0)
    assert fit.refusal or fit.test_score > 0.6


def test_numbers_that_are_kept_are_counted(moons):
    count = int((~moons.dataset.is_test).sum())
    numbers = {name: fit_classical(method, moons, 0).numbers for name, method in CLASSICAL.items()}
    scaling = 4
    assert numbers["logistic"] == numbers["svm-linear"] == 3 + scaling
    assert numbers["neighbours"] == numbers["gaussian-process"] == 3 * count + scaling
    assert numbers["bayes"] == 2 * (2 + 2 + 1)
    assert numbers["tree"] < numbers["forest"]


def test_features_by_hand_and_without():
    circle = document_for("circle", (), count=120)
    by_hand = replace(circle, inputs=("x", "y", "x2", "y2"))
    assert feature_sets(by_hand) == (by_hand.inputs, ("x", "y"))
    assert feature_sets(circle) == (("x", "y"),)
    rows = {(row.name, len(row.features)): row.mean("test_score").mean for row in rows_of(by_hand, "logistic")}
    assert rows["logistic", 4] > 0.95
    assert rows["logistic", 2] < 0.75
    assert rows["network", 4] > rows["network", 2]


def rows_of(document, *names):
    return list(compare(document, names, splits=2, epochs=60))


def test_the_network_is_the_one_that_train_trains(moons):
    row = next(iter(compare(moons, (), splits=2, epochs=12)))
    again = split(moons, 0.7, 1)
    for document, fit in zip((moons, again), row.fits, strict=True):
        report = train(document, epochs=12)
        assert fit.test_score == pytest.approx(report.test_accuracy)
        assert fit.numbers == report.parameters == 17


def test_the_splits_are_the_documents_own_and_others(moons):
    documents = splits_of(moons, 4)
    assert documents[0] is moons
    assert len({one.dataset.is_test.tobytes() for one in documents}) == 4
    assert {one.dataset.test_count for one in documents} == {moons.dataset.test_count}
    all_train = replace(moons, dataset=replace(moons.dataset, is_test=frozen(np.zeros(80), np.bool_)))
    assert splits_of(all_train, 4) == (all_train,)
    fit = fit_classical(CLASSICAL["tree"], all_train, 0)
    assert np.isnan(fit.test_score)
    assert fit.train_score == 1.0


def test_what_cannot_be_fitted_says_why(moons):
    one_class = replace(moons.dataset, targets=frozen(np.zeros(80), np.int64))
    assert "of one class" in fit_classical(CLASSICAL["svm-rbf"], replace(moons, dataset=one_class), 0).refusal
    many = document_for("moons", (4,), count=1_000)
    assert "more than 500" in fit_classical(CLASSICAL["gaussian-process"], many, 0).refusal


def test_digits_by_neighbours_and_svm():
    document = open_source("digits").document
    features = network_inputs(document, document.dataset.samples)
    assert features.shape[1] == document.dataset.samples.shape[1]
    assert len(load_digits().data) >= len(document.dataset)
    for name, least in (("neighbours", 0.93), ("svm-rbf", 0.93), ("bayes", 0.6)):
        assert fit_classical(CLASSICAL[name], document, 0).test_score > least


def test_the_split_changes_the_answer():
    """The second half of the digits was written by other people than the first: halves as they stand are harder."""
    document = open_source("digits").document
    pictures, digits = load_digits(return_X_y=True)
    samples = frozen(pictures / 16.0, np.float64)
    written_later = frozen(np.arange(len(digits)) >= len(digits) // 2, np.bool_)
    data = replace(document.dataset, samples=samples, targets=frozen(digits, np.int64), is_test=written_later)
    halves = replace(document, dataset=data)
    for name in ("svm-rbf", "neighbours"):
        as_they_stand, drawn = (
            fit_classical(CLASSICAL[name], one, 0).test_score for one in (halves, split(halves, 0.5, 0))
        )
        assert as_they_stand < drawn - 0.02


def test_the_command_prints_a_table(capsys):
    assert main(["compare", "moons", "--splits", "2", "--epochs", "5", "--methods", "bayes,tree"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ")[-1].strip() == "numbers"
    assert [line.split("  ")[0] for line in lines[1:4]] == ["Network 2-6-6-1", "Naive Bayes", "Decision tree"]
    assert all(" ± " in line for line in lines[1:4])
    assert re.search(r" is best(, alone or level,)? on (1 of|2 of|each of) 2 splits", lines[-1])


def test_the_command_as_json(capsys):
    assert main(["compare", "plane", "--splits", "1", "--epochs", "3", "--methods", "bayes,logistic", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["score"] == "r2"
    by_method = {row["method"]: row for row in told["rows"]}
    assert "fits no values" in by_method["bayes"]["refusal"]
    assert by_method["logistic"]["title"] == "Linear regression"
    assert by_method["logistic"]["test_r2"] > 0.99
    assert by_method["logistic"]["test_r2_deviation"] is None
    assert by_method["network"]["numbers"] > 0


def test_an_unknown_method_is_named(capsys):
    assert main(["compare", "moons", "--methods", "forrest"]) == 2
    assert "did you mean 'forest'" in capsys.readouterr().err
