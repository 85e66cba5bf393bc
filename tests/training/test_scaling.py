"""Standardised documents learn as standardised points do, and answer in the person's units."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.dataset import frozen
from playground.document.edits_network import insert_layer, toggle_input
from playground.document.edits_scaling import keeps_function, standardise, unscale
from playground.document.model import INPUT_UID, network_scaling
from playground.document.presets import document_for
from playground.document.scaling import IDENTITY
from playground.layers import BatchNorm
from playground.training.engines.eager import EagerStepper
from playground.training.headless import evaluate, train
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.plane.linear_regions import cut_regions
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.point_predictions import PointPredictions
from playground.training.state.recorded_state import RecordedState
from playground.training.state.run import Run
from playground.training.timeline.recorded_runs import RecordedRuns
from playground.training.timeline.replay import Replay
from playground.training.timeline.timeline import Timeline
from playground.training.trainee.measure import measure
from tests.support.probes import taken
from tests.support.scaled import exam_document, house_document

FOREVER = float("inf")


def standardised_by_hand(document):
    """The same points as numbers of mean 0 and deviation 1, with no scaling in the document."""
    data, scaling = document.dataset, document.scaling
    points = frozen(scaling.samples_from_units(data.places), np.float64)
    targets = data.targets if data.classes else frozen(scaling.values_from_units(data.answers), np.float64)
    return replace(document, dataset=replace(data, samples=points, targets=targets, units=IDENTITY), scaling=IDENTITY)


@pytest.fixture(params=[exam_document, house_document])
def document(request):
    return request.param()


def test_a_scaled_document_learns_as_points_that_were_standardised_before(document):
    scaled, plain = (train(one, epochs=20, stepper="eager") for one in (document, standardised_by_hand(document)))
    assert scaled.train_loss == pytest.approx(plain.train_loss, rel=1e-4)
    assert scaled.test_loss == pytest.approx(plain.test_loss, rel=1e-4)
    assert np.allclose(scaled.checkpoint.parameters, plain.checkpoint.parameters, atol=1e-4)


def test_answers_are_in_units():
    document = house_document()
    report = train(document, epochs=200, stepper="eager")
    said = evaluate(document, report.checkpoint, document.dataset.places)
    assert np.array_equal(said["x"], document.dataset.places[:, 0])
    missed = said["value"] - document.dataset.answers[:, 0]
    train_points = ~document.dataset.is_test
    spread = document.dataset.answers[train_points].std()
    r_squared = 1.0 - (missed[train_points] ** 2).mean() / spread**2
    assert r_squared == pytest.approx(report.train_r2, abs=1e-3)
    assert r_squared > 0.98


def test_maps_show_values_as_points_have_them():
    document = house_document()
    run = Run(document, dtype=np.float64)
    EagerStepper().advance(run, 300, FOREVER)
    found = taken(run, OutputMap((9, 9), focus=NeuronAddress(0, 0)), PointPredictions())
    said = evaluate(document, run.checkpoint(), document.dataset.places)["value"]
    in_units = document.dataset.units.value(0).to_units(found[PointPredictions][:, 0].astype(np.float64))
    assert np.allclose(in_units, said, rtol=1e-5)
    assert np.allclose(found[OutputMap].predictions[..., 0], found[OutputMap].focus.values, atol=1e-6)


def test_pictures_of_inputs_are_of_what_the_network_gets():
    document = toggle_input(exam_document(), "sin_x")
    run = Run(document)
    sine = taken(run, UnitMaps(40))[UnitMaps].inputs[5][0]
    x = -6.0 + (np.arange(40) + 0.5) * 12.0 / 40
    wanted = np.sin(network_scaling(document).column(0).from_units(x))
    assert np.corrcoef(sine, wanted)[0, 1] > 0.999


def test_the_space_of_the_inputs_is_still_the_plane(document):
    run = Run(document)
    (space,) = taken(run, LayerSpaces((INPUT_UID,), strip_cells=4))[LayerSpaces].spaces
    assert np.allclose(space.points, document.dataset.samples, atol=1e-5)


def test_the_way_into_the_first_layer_turns_and_stretches(document):
    """As from the plane: the scaling is part of the linear leg, and the way ends where the layer's picture is."""
    document = replace(document, network=(replace(document.network[0], units=2),))
    run = Run(document)
    request = LayerSpaces((INPUT_UID, 1), main=INPUT_UID, towards=1, cells=8, strip_cells=4, view="units")
    plane, layer = taken(run, request)[LayerSpaces].spaces
    first, *_, last = plane.bridge.legs
    scaling = network_scaling(document)
    weight = run.layout.slot((1, "linear.weight")).view(run.parameters)
    assert first.name == "linear"
    assert np.allclose(first.matrix[:2, :2], weight / [scaling.column(0).scale, scaling.column(1).scale], rtol=1e-5)
    assert np.allclose(last.points[:, :2], layer.points, atol=1e-5)


@pytest.mark.parametrize("make", [exam_document, house_document])
def test_formulas_of_linear_regions_are_the_network(make):
    document = make(hidden=(5,))
    layer = replace(document.network[0], activation="relu")
    document = replace(document, network=(layer,))
    run = Run(document, dtype=np.float64)
    EagerStepper().advance(run, 50, FOREVER)
    extent = (-6.0, 6.0, -6.0, 6.0)
    regions = [step for step in cut_regions(document, run.parameters, run.buffers, extent) if step is not None][-1]
    places = np.array([[1.0, 2.0], [-3.0, 0.5]])
    said = evaluate(document, run.checkpoint(), document.dataset.units.samples_to_units(places), layers=True)
    for place, (x, y) in enumerate(places):
        a, b, c = regions.formulas[regions.at(x, y)][0]
        value = a * x + b * y + c
        if document.task == "regression":
            assert document.dataset.units.value(0).to_units(value) == pytest.approx(said["value"][place])
        else:
            assert value == pytest.approx(said["output.unit_1"][place])


@pytest.mark.parametrize("make", [exam_document, house_document])
@pytest.mark.parametrize("hidden", [(6, 4), ()])
def test_switching_keeps_what_was_learned(make, hidden):
    document = make(hidden=hidden)
    run = Run(document, dtype=np.float64)
    EagerStepper().advance(run, 300, FOREVER)
    before = evaluate(document, run.checkpoint(), document.dataset.places)
    learned = run.parameters.copy()
    raw = unscale(document)
    run.adopt(raw)
    after = evaluate(raw, run.checkpoint(), document.dataset.places)
    name = "p_1" if document.dataset.classes else "value"
    assert np.allclose(after[name], before[name], rtol=1e-5)
    assert measure(run, 1).train_score == pytest.approx(before_score(document, learned))
    assert not run.slots.any()
    run.adopt(document)
    assert np.allclose(run.parameters, learned, rtol=1e-9, atol=1e-12)


def before_score(document, parameters):
    run = Run(document, dtype=np.float64)
    run.parameters[...] = parameters
    return measure(run, 1).train_score


def test_switching_in_a_new_run_keeps_it_as_well():
    document = exam_document()
    run = Run(document, dtype=np.float64)
    EagerStepper().advance(run, 300, FOREVER)
    raw = unscale(document)
    new = run.succeed(raw)
    said = [
        evaluate(*pair, document.dataset.places)["p_1"]
        for pair in ((document, run.checkpoint()), (raw, new.checkpoint()))
    ]
    assert np.allclose(said[0], said[1], rtol=1e-5)
    assert new.epoch == run.epoch


@pytest.mark.parametrize("change", [lambda d: toggle_input(d, "x2"), lambda d: insert_layer(d, 0, BatchNorm())])
def test_curved_inputs_and_other_first_layers_keep_their_weights(change):
    document = change(exam_document())
    assert not keeps_function(document)
    run = Run(document)
    before = run.parameters.copy()
    run.adopt(unscale(document))
    assert np.array_equal(run.parameters, before)
    assert np.array_equal(
        run.features[:, 0], document.dataset.places[~document.dataset.is_test][:, 0].astype(np.float32)
    )


def test_other_points_leave_weights_alone():
    """A table that takes the place of another has its own scale; the network's numbers are alike."""
    run = Run(exam_document())
    before = run.parameters.copy()
    run.adopt(exam_document(count=40))
    assert np.array_equal(run.parameters, before)


def test_a_moment_is_shown_with_the_scaling_of_its_time():
    document = exam_document()
    run = Run(document)
    EagerStepper().advance(run, 200, FOREVER)
    state = run.parameters.copy(), run.buffers.copy(), run.slots.copy(), (0, 1, 2)
    moment = RecordedState(1, document, run.position, *state, run.steps, run.epoch, run.cursor)
    raw = unscale(document)
    request = OutputMap((7, 7))
    shown = Replay(RecordedRuns(Timeline())).show(moment, raw, (request,)).results[OutputMap]
    assert np.allclose(shown.predictions, taken(run, request)[OutputMap].predictions, atol=1e-6)


def test_a_drawn_document_can_be_standardised_too():
    document = document_for("circle", (4,), count=60)
    scaled = standardise(document)
    run = Run(scaled)
    assert np.allclose(run.features.mean(axis=0), 0.0, atol=1e-6)
    assert np.allclose(run.features.std(axis=0), 1.0, atol=1e-5)
