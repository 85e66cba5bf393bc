"""A regression of several values: output, score, scaling, answers, and the network that goes on when they change."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import r2_score

from playground.document.dataset import frozen
from playground.document.edits_data import set_task
from playground.document.edits_scaling import standardise, unscale
from playground.document.edits_values import add_value, remove_value, rename_value
from playground.document.plan import resolve
from playground.tf_playground.lacking import lacking
from playground.tf_playground.link import read_link
from playground.training.engines.eager import EagerStepper
from playground.training.headless import evaluate, train
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.plane.linear_regions import cut_regions
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.point_predictions import PointPredictions
from playground.training.scoring import scores
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of, measure
from tests.support.losses import REGRESSION_LOSSES
from tests.support.probes import taken
from tests.support.scaled import flat_document, said_values

FOREVER = float("inf")


def with_loss(document, loss):
    return replace(document, training=replace(document.training, loss=loss))


def trained(document, batches=60, **training):
    run = Run(replace(document, training=replace(document.training, **training)), dtype=np.float64)
    EagerStepper().advance(run, batches, FOREVER)
    return run


def answered(run):
    """What the network says at all points, in units, (N, O)."""
    return run.document.dataset.units.values_to_units(taken(run, PointPredictions())[PointPredictions].astype(float))


def with_relu(document):
    return replace(document, network=tuple(replace(layer, activation="relu") for layer in document.network))


@pytest.mark.parametrize("loss", REGRESSION_LOSSES)
def test_every_loss_learns_all_values(loss):
    report = train(with_loss(flat_document((8,)), loss), epochs=300, stepper="fused")
    assert report.train_r2 > 0.9


def test_the_score_is_the_mean_of_the_values_r_squared():
    run = trained(flat_document())
    data, record = run.document.dataset, measure(run, 1)
    said = said_values(run.document, evaluate(run.document, run.checkpoint(), data.places))
    for tests, score in ((False, record.train_score), (True, record.test_score)):
        chosen = data.is_test == tests
        each = [r2_score(data.answers[chosen, k], said[chosen, k]) for k in range(3)]
        assert score == pytest.approx(np.mean(each), abs=1e-6)


def test_each_value_has_an_output_and_its_own_scaling():
    run = trained(flat_document())
    assert resolve(run.document).head.units == 3
    assert np.allclose(run.targets.mean(axis=0), 0.0, atol=1e-6)
    assert np.allclose(run.targets.std(axis=0), 1.0)
    said = said_values(run.document, evaluate(run.document, run.checkpoint(), run.document.dataset.places))
    assert np.allclose(answered(run), said, rtol=1e-4, atol=1e-4)


def test_another_scaling_leaves_what_every_output_says():
    run = trained(flat_document())
    before = answered(run)
    run.adopt(unscale(run.document))
    assert np.allclose(answered(run), before, rtol=1e-3, atol=1e-3)
    run.adopt(standardise(run.document))
    assert np.allclose(answered(run), before, rtol=1e-3, atol=1e-3)


def test_a_value_that_is_added_begins_at_zero_and_the_others_stay():
    run = trained(flat_document())
    new = run.succeed(add_value(run.document))
    assert np.allclose(answered(new)[:, :3], answered(run), rtol=1e-5, atol=1e-5)
    assert np.allclose(answered(new)[:, 3], 0.0)
    EagerStepper().advance(new, 1, FOREVER)
    assert new.document.dataset.values == ("rent", "age", "energy", "value")


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_value_that_is_removed_takes_its_output_along(index):
    run = trained(flat_document())
    new = run.succeed(remove_value(run.document, index))
    assert np.allclose(answered(new), np.delete(answered(run), index, axis=1), rtol=1e-5, atol=1e-5)


def test_a_renamed_value_leaves_the_run_as_it_is():
    run = trained(flat_document())
    assert run.fits(rename_value(run.document, 1, "years"))
    assert run.keeps_all(rename_value(run.document, 1, "years"))


def test_other_numbers_of_values_are_other_networks():
    document = flat_document()
    plans = [resolve(one) for one in (document, remove_value(document, 0), add_value(document))]
    assert [plan.units[-1] for plan in plans] == [3, 2, 4]
    assert len({plan.structure for plan in plans}) == 3
    assert resolve(rename_value(document, 0, "x")).structure == plans[0].structure


def test_classes_are_made_of_the_sign_of_one_value():
    document = flat_document()
    for value in range(3):
        made = set_task(document, "classification", value)
        assert np.array_equal(made.dataset.targets == 1, document.dataset.targets[:, value] > 0)
        assert made.scaling.values == made.dataset.units.values == ()
        assert made.dataset.values == ("value",)
        assert resolve(made).head.units == 1


def test_evaluation_names_the_values_and_scores_labelled_points():
    run = trained(flat_document())
    data = run.document.dataset
    said = evaluate(run.document, run.checkpoint(), data.places, layers=True)
    assert list(said)[:5] == ["x", "y", "rent", "age", "energy"]
    assert [name for name in said if name.startswith("output.")] == [f"output.unit_{k}" for k in (1, 2, 3)]
    labelled = replace(data, samples=data.places, targets=data.answers, units=type(data.units)())
    each = [r2_score(data.answers[:, k], said[name]) for k, name in enumerate(data.values)]
    found = scores(run.document, run.checkpoint(), labelled)
    assert found.r2 == pytest.approx(np.mean(each), abs=1e-6)
    one = replace(labelled, targets=frozen(labelled.targets[:, :1], np.float64), values=("rent",))
    assert scores(run.document, run.checkpoint(), one) is None


def test_a_value_called_like_a_coordinate_keeps_a_column_of_its_own():
    document = rename_value(flat_document(), 0, "x")
    said = evaluate(document, None, document.dataset.places)
    assert list(said) == ["x 2", "y", "x", "age", "energy"]
    assert np.array_equal(said["x 2"], document.dataset.places[:, 0])


def test_formulas_of_linear_regions_are_those_of_every_value():
    run = trained(with_relu(flat_document()))
    *_, regions = cut_regions(run.document, run.parameters, run.buffers, (-6.0, 6.0, -6.0, 6.0))
    places = np.random.default_rng(1).uniform(-6.0, 6.0, (40, 2))
    units = run.document.dataset.units
    sums = logits_of(run, network_inputs(run.document, places))
    wanted = run.document.scaling.values_to_units(sums)
    found = np.array([regions.formulas[regions.at(*place)] @ (*place, 1.0) for place in places])
    spread = np.array([axis.scale for axis in units.values])
    assert np.abs((units.values_to_units(found) - wanted) / spread).max() < 1e-9


def test_spaces_are_scored_over_all_values_and_coloured_by_one():
    run = trained(flat_document())
    data = run.document.dataset
    design = np.column_stack([data.samples, np.ones(len(data))])
    fitted = design @ np.linalg.lstsq(design, data.targets, rcond=None)[0]
    for value in range(3):
        request = LayerSpaces((-1, 0), strip_cells=6, value=value)
        found = taken(run, request)[LayerSpaces]
        plane, output = found.spaces
        assert found.value == value
        assert plane.separability == pytest.approx(r2_score(data.targets, fitted), abs=1e-4)
        assert output.answers.shape[1] == 1
        corner = taken(run, LayerSpaces((0,), strip_cells=6, value=value))[LayerSpaces].spaces[0]
        assert np.allclose(corner.answers, output.answers)
    shown = [taken(run, LayerSpaces((0,), strip_cells=6, value=k))[LayerSpaces].spaces[0].answers for k in range(3)]
    assert not np.allclose(shown[0], shown[1])


def test_the_output_column_has_a_picture_for_each_value():
    run = trained(flat_document())
    assert taken(run, UnitMaps(8))[UnitMaps].units[0].shape[0] == 3


def test_tf_playground_has_one_value():
    document = read_link("https://playground.tensorflow.org/#problem=regression&regDataset=reg-plane").document
    assert lacking(document) == ()
    assert lacking(add_value(document)) == ("data of 2 values",)
