"""Results in projects: they come back to the bit, go on to the same bits, and what is damaged is refused in words."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.errors import DocumentError
from playground.document.presets import document_for
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure
from playground.experiments.race import race
from playground.experiments.ranges import parse_axis
from playground.experiments.results import ExperimentResults, description
from playground.experiments.saved import from_plain, to_plain
from playground.experiments.tiles import Tile, run_tile
from playground.experiments.variations import Axis, KnobGrid
from playground.storage.project import Project, pack_project, unpack_project
from playground.storage.saved_results import SavedResults


@pytest.fixture(scope="module")
def experiment():
    document = document_for("gauss", (2,), count=31)
    axes = parse_axis(document, "layer1.units=0:2"), parse_axis(document, "learning_rate=0.001:0.3:log:2")
    return Experiment(document, KnobGrid(axes, 2, 5), Measure(3, map_side=5))


def filled(experiment, places):
    results = ExperimentResults(experiment)
    put(results, places)
    return results


def put(results, places):
    experiment = results.experiment
    variations = tuple(map(experiment.grid.variation, places))
    results.put(run_tile(Tile(experiment.document, experiment.measure, tuple(places), variations)))


def through_a_file(*results, document=None):
    saved = tuple(
        SavedResults("sweep", f"Sweep {number}", 1e9 + number, one.experiment.document, *to_plain(one))
        for number, one in enumerate(results)
    )
    project = Project(document or results[0].experiment.document, results=saved)
    found = unpack_project(pack_project(project))
    return found.document, [from_plain(one.document, one.about, one.arrays) for one in found.results]


def assert_same(one, other):
    for name, column in one.columns.items():
        if name != "seconds":
            np.testing.assert_array_equal(other.columns[name], column, name)
            assert other.columns[name].dtype == column.dtype
    assert np.array_equal(one.curves, other.curves, equal_nan=True)
    assert np.array_equal(one.maps, other.maps, equal_nan=True)
    assert one.refusals == other.refusals


def test_they_come_back_to_the_bit_and_go_on_to_the_same_bits(experiment):
    half = filled(experiment, range(7))
    _, [again] = through_a_file(half)
    assert_same(half, again)
    assert again.refusals, "a network without units cannot be"
    assert description(again.experiment) == description(experiment)
    left = [place for place in range(len(experiment.grid)) if place not in again.done]
    put(again, left)
    assert_same(filled(experiment, range(len(experiment.grid))), again)


def test_samples_that_are_the_projects_are_its_own_again(experiment):
    other = replace(experiment.document, dataset=document_for("circle", (), count=20).dataset)
    results = (
        filled(experiment, [1]),
        filled(experiment, [2]),
        filled(Experiment(other, KnobGrid((), 1), Measure(2)), [0]),
    )
    document, found = through_a_file(*results)
    assert [one.experiment.document.dataset is document.dataset for one in found] == [True, True, False]
    _, found = through_a_file(*results, document=other)
    assert found[0].experiment.document.dataset is found[1].experiment.document.dataset


def test_an_axis_of_names_that_is_no_knob_comes_back(experiment):
    axis = Axis("variant", ("wide", "deep"))
    results = ExperimentResults(Experiment(experiment.document, KnobGrid((axis,), 2), Measure(3)))
    _, [again] = through_a_file(results)
    assert again.experiment.grid == results.experiment.grid


@pytest.fixture(scope="module")
def raced():
    document = document_for("gauss", (2,), count=31)
    experiment = race(document, parse_axis(document, "learning_rate=0.01,0.1,1"), 3)
    variations = tuple(map(experiment.grid.variation, (0, 2)))
    results = ExperimentResults(experiment)
    results.put(run_tile(Tile(document, experiment.measure, (0, 2), variations, keeps_paths=True)))
    return results


def test_the_paths_of_a_race_come_back(raced):
    _, [again] = through_a_file(raced)
    assert again.experiment.keeps_paths
    assert list(again.paths) == [0, 2]
    for place, path in raced.paths.items():
        assert path.shape[1] > 1
        np.testing.assert_array_equal(again.paths[place], path)


@pytest.mark.parametrize(
    "change",
    [
        lambda about, _: about["paths"].update({"3": [1, 1]}),
        lambda about, _: about["paths"].update({"0": [2**40, 2**40]}),
        lambda about, _: about["paths"].update({"0": [5]}),
        lambda _, arrays: arrays.pop("paths"),
    ],
)
def test_damaged_paths_are_refused_in_words(raced, change):
    about, arrays = to_plain(raced)
    change(about, arrays)
    with pytest.raises(DocumentError, match=r"^results\."):
        from_plain(raced.experiment.document, about, arrays)


@pytest.mark.parametrize(
    "change",
    [
        lambda about, _: about["axes"][0].update(path="layer9.units"),
        lambda about, _: about["axes"][0].update(values=["relu"]),
        lambda about, _: about["axes"][0].update(values=[]),
        lambda about, _: about.update(seeds=10**7),
        lambda about, _: about["measure"].update(epochs=0),
        lambda about, _: about["measure"].update(looks=10**9),
        lambda about, _: about.update(maps=[2**40, 1, 1]),
        lambda about, _: about.pop("measure"),
        lambda _, arrays: arrays.pop("curves"),
        lambda _, arrays: arrays.update(verdict=np.full(12, 9, np.int32)),
        lambda _, arrays: arrays.update(maps=arrays["maps"][:-1]),
    ],
)
def test_what_is_damaged_is_refused_in_words(experiment, change):
    about, arrays = to_plain(filled(experiment, [3]))
    change(about, arrays)
    with pytest.raises(DocumentError, match=r"^results\."):
        from_plain(experiment.document, about, arrays)
