"""A race: the same first weights for all, paths that are kept, and the plane that they share."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_network import insert_layer
from playground.document.presets import document_for
from playground.experiments.data_knobs import KnobError
from playground.experiments.knobs import RECIPE, knob_at, recipe, with_settings
from playground.experiments.outcomes import Verdict
from playground.experiments.race import MOST_RACERS, NoPlaneError, race, race_plane, racer_name
from playground.experiments.results import ExperimentResults
from playground.experiments.tiles import Tile, run_tile
from playground.experiments.variations import Axis
from playground.layers import BatchNorm, Dense
from playground.methods.optimizers import OPTIMIZERS
from tests.support.trained import trained_again

THREE = Axis(RECIPE, ("sgd 0.1", "adam 0.01", "rmsprop 0.003"))


@pytest.fixture(scope="module")
def document():
    made = document_for("circle", (), count=40)
    made = replace(made, network=(Dense(uid=1, units=3),))
    return replace(made, training=replace(made.training, seed=5))


def raced(document, axis, epochs=4):
    experiment = race(document, axis, epochs)
    places = tuple(range(len(experiment.grid)))
    variations = tuple(map(experiment.grid.variation, places))
    results = ExperimentResults(experiment)
    results.put(run_tile(Tile(document, experiment.measure, places, variations, experiment.keeps_paths)))
    return results


@pytest.fixture(scope="module")
def results(document):
    return raced(document, THREE)


def test_a_recipe_is_an_optimizer_with_its_rate(document):
    changed = with_settings(document, ((RECIPE, "sgd 0.25"),)).training
    assert (changed.optimizer, changed.learning_rate) == ("sgd", 0.25)
    knob = knob_at(document, RECIPE)
    assert knob.now == recipe(document.training.optimizer, document.training.learning_rate)
    assert knob.now in knob.choices
    assert [choice.split()[0] for choice in knob.choices] == list(OPTIMIZERS)
    for wrong in ("sgd", "sgd fast", "sgd -1", "nobody 0.1", "sgd nan"):
        with pytest.raises(KnobError, match="no optimizer with a learning rate"):
            with_settings(document, ((RECIPE, wrong),))


def test_all_begin_with_the_weights_of_the_documents_seed(document, results):
    paths = results.paths
    assert sorted(paths) == [0, 1, 2]
    assert all(len(path) == len(results.looks) for path in paths.values())
    assert np.array_equal(paths[0][0], paths[1][0])
    assert np.array_equal(paths[0][0], paths[2][0])
    assert not np.array_equal(paths[0][-1], paths[1][-1])
    assert {results.experiment.grid.variation(place).seed for place in range(3)} == {5}


def test_a_path_ends_with_the_weights_of_the_run_that_opens(document, results):
    experiment = results.experiment
    for place in range(3):
        state = trained_again(document, experiment.measure, experiment.grid.variation(place))
        assert np.array_equal(results.paths[place][-1], state.parameters)


def test_paths_are_the_same_without_the_kernel(document, results):
    eager = replace(document, training=replace(document.training, stepper="eager"))
    found = raced(eager, Axis(RECIPE, THREE.values[:2]))
    assert len(found.paths[0]) == len(results.paths[0])
    np.testing.assert_allclose(found.paths[0], results.paths[0], atol=1e-4)


def test_the_plane_goes_through_the_start_and_holds_the_paths(results):
    shared, held = race_plane(results)
    everything = np.concatenate([results.paths[place] for place in range(3)]).astype(np.float64)
    np.testing.assert_allclose(shared.plane.origin, results.paths[0][0], atol=1e-7)
    values = np.linalg.svd(everything - everything.mean(axis=0), compute_uv=False) ** 2
    assert held == pytest.approx(values[:2].sum() / values.sum())
    left, right, bottom, top = shared.limits
    places = shared.plane.places_of(everything)
    assert left < places[:, 0].min() <= places[:, 0].max() < right
    assert bottom < places[:, 1].min() <= places[:, 1].max() < top


def test_one_that_diverges_does_not_spoil_the_plane(document):
    results = raced(document, Axis(RECIPE, ("sgd 10", "adam 0.01")), epochs=3)
    results.columns["verdict"][0] = Verdict.DIVERGED
    shared, _ = race_plane(results)
    np.testing.assert_allclose(shared.plane.origin, results.paths[1][0], atol=1e-7)


def test_where_there_is_no_common_plane_it_says_why(document, results):
    for axis, words in (
        (Axis("layer1.units", (2, 3)), "networks differ"),
        (Axis("layer1.activation", ("tanh", "relu")), "networks differ"),
        (Axis("loss", ("cross_entropy", "hinge")), "other losses|networks differ"),
        (Axis("data.noise", (0.0, 0.4)), "other losses"),
    ):
        with pytest.raises(NoPlaneError, match=words):
            race_plane(raced(document, axis, 1))
    with pytest.raises(NoPlaneError, match="Batch norm"):
        race_plane(raced(insert_layer(document, 1, BatchNorm()), THREE, 1))
    reopened = ExperimentResults(results.experiment)
    reopened.columns |= results.columns
    with pytest.raises(NoPlaneError, match="not kept"):
        race_plane(reopened)


def test_too_many_and_too_few_are_said(document):
    with pytest.raises(KnobError, match="8 racers at most"):
        race(document, Axis("learning_rate", tuple(range(1, MOST_RACERS + 2))), 3)
    with pytest.raises(KnobError, match="races against nobody"):
        race(document, Axis("learning_rate", (0.1,)), 3)


def test_names():
    assert racer_name(THREE, "adam 0.01") == "Adam 0.01"
    assert racer_name(Axis("learning_rate", ()), 0.12345) == "0.1235"
    assert racer_name(Axis("nesterov", ()), True) == "on"
