"""Results in files: nothing is lost, what goes on is the same, what is damaged or of another sweep is refused."""

import csv
import io

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.ranges import parse_axis
from playground.experiments.results import ExperimentResults
from playground.experiments.results_file import ResultsFileError, store, stored, unfinished_path
from playground.experiments.tiles import Tile, run_tile
from playground.experiments.variations import KnobGrid


@pytest.fixture
def experiment():
    document = document_for("gauss", (2,), count=30)
    return Experiment(document, KnobGrid((parse_axis(document, "layer1.units=0:3"),), 2), Measure(3, map_side=6))


def filled(experiment, places):
    results = ExperimentResults(experiment)
    variations = tuple(map(experiment.grid.variation, places))
    results.put(run_tile(Tile(experiment.document, experiment.measure, tuple(places), variations)))
    return results


@pytest.mark.parametrize("name", ["a.npz", "a.csv"])
def test_what_is_not_complete_comes_back(experiment, tmp_path, name):
    path, results = tmp_path / name, filled(experiment, [0, 1, 5])
    store(results, path)
    again = stored(path, experiment)
    assert again.done.tolist() == [0, 1, 5]
    assert np.array_equal(again.curves, results.curves, equal_nan=True)
    assert np.array_equal(again.maps, results.maps, equal_nan=True)
    assert again.refusals == results.refusals == {0: "Units: 0 is outside 1 to 1024."}
    store(filled(experiment, range(8)), path)
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_an_archive_is_read_by_numpy(experiment, tmp_path):
    path = tmp_path / "a.npz"
    store(filled(experiment, range(8)), path)
    with np.load(path, allow_pickle=False) as file:
        assert file["layer1.units"].tolist() == [0, 1, 2, 3] * 2
        assert file["seed"].tolist() == [0] * 4 + [1] * 4
        assert file["curves"].shape == (8, len(file["looks"]), 2)
        assert file["maps"].shape == (8, 1, 6, 6)
        assert (file["verdict"] == Verdict.REFUSED).tolist() == [True, False, False, False] * 2


def test_a_table_has_a_row_a_run(experiment, tmp_path):
    path = tmp_path / "a.csv"
    store(filled(experiment, [0, 3]), path)
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [row["layer1.units"] for row in rows] == ["0", "3"]
    assert rows[0]["verdict"] == "refused"
    assert rows[0]["refusal"].startswith("Units")
    assert rows[0]["train_loss"] == ""
    assert 0.0 <= float(rows[1]["test_accuracy"]) <= 1.0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: Experiment(one.document, one.grid, Measure(4, map_side=6)), "epochs"),
        (lambda one: Experiment(one.document, KnobGrid(one.grid.axes, 3), one.measure), "number of seeds"),
        (lambda one: Experiment(document_for("gauss", (2,), count=31), one.grid, one.measure), "the document"),
        (lambda one: Experiment(one.document, KnobGrid((), 2), one.measure), "knobs"),
    ],
)
def test_results_of_another_experiment_are_refused(experiment, tmp_path, change, said):
    path = tmp_path / "a.npz"
    store(filled(experiment, [1]), path)
    with pytest.raises(ResultsFileError, match=said):
        stored(path, change(experiment))


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"x" * 99])
def test_a_damaged_file_is_refused(experiment, tmp_path, damage):
    path = tmp_path / "a.npz"
    store(filled(experiment, [1]), path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ResultsFileError, match="damaged"):
        stored(path, experiment)


def test_columns_that_do_not_fit_are_refused(experiment, tmp_path):
    path = tmp_path / "a.npz"
    store(filled(experiment, [1]), path)
    with np.load(path) as file:
        arrays = dict(file)
    for name, value in (("train_loss", arrays["train_loss"][:3]), ("curves", arrays["curves"][:, :1])):
        np.savez(path, **(arrays | {name: value}))
        with pytest.raises(ResultsFileError, match="not whole"):
            stored(path, experiment)


def test_a_table_keeps_what_goes_on_beside_it(experiment, tmp_path):
    path = tmp_path / "a.csv"
    store(filled(experiment, [1]), path)
    assert unfinished_path(path).exists()
    store(filled(experiment, range(8)), path)
    assert not unfinished_path(path).exists()
