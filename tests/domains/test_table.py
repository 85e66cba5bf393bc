"""Rows of a table: their inputs, the plane through them that maps show, and what a network makes of them."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document import edits_data, edits_network
from playground.document.laying_out import laid_out
from playground.document.model import answers_alike, inputs_of
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.domains import DOMAINS
from playground.domains.section import Section
from playground.layers import Dense
from playground.training.engines.eager import EagerStepper
from playground.training.engines.fused.stepper import FusedStepper
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.plane.linear_regions import LinearRegions
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from tests.support.probes import taken
from tests.support.rows import rows_document


def test_a_table_has_an_input_for_each_column():
    document = rows_document(columns=5)
    assert list(inputs_of(document)) == ["c1", "c2", "c3", "c4", "c5"]
    assert [feature.label for feature in inputs_of(document).values()] == ["a", "b", "c", "d", "e"]
    assert resolve(document).units[0] == 5
    fewer = edits_network.toggle_input(document, "c2")
    assert fewer.inputs == ("c1", "c3", "c4", "c5")
    assert edits_network.toggle_input(fewer, "c2").inputs == document.inputs


def test_the_network_gets_standardised_columns():
    document = rows_document(columns=4)
    fed = network_inputs(document, document.dataset.samples)[~document.dataset.is_test]
    assert np.allclose(fed.mean(axis=0), 0.0, atol=1e-9)
    assert np.allclose(fed.std(axis=0), 1.0)


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=lambda domain: domain.name)
def test_every_domain_says_what_it_is(domain):
    columns = tuple(f"n{i}" for i in range(domain.least_columns))
    inputs = domain.inputs(columns)
    samples = np.random.default_rng(0).normal(size=(7, len(columns)))
    assert len(domain.keys(len(columns))) == len(columns)
    assert set(domain.usual_inputs(columns)) <= set(inputs)
    for feature in inputs.values():
        assert feature.function(*samples.T).shape == (samples.shape if feature.is_whole else (7,))
        assert feature.label
        assert feature.explanation
    beside = domain.around(samples, 6.0, 5)
    assert 0 < len(beside) <= 25
    assert beside.shape[1:] == (len(columns),)


def test_a_section_holds_the_other_columns():
    section = Section(3, 1, (1.0, 2.0, 3.0, 4.0))
    places = np.array([[10.0, 20.0], [30.0, 40.0]])
    samples = section.samples(places)
    assert samples.tolist() == [[1.0, 20.0, 3.0, 10.0], [1.0, 40.0, 3.0, 30.0]]
    assert np.array_equal(section.places(samples), places)


def test_the_plane_is_its_own_section():
    section = Section(0, 1, (0.0, 0.0))
    places = np.random.default_rng(0).normal(size=(5, 2))
    assert section.samples(places) is places
    assert section.places(places) is places


def test_columns_far_apart_lie_side_by_side_on_the_map():
    data = rows_document(columns=3, spread=(1e-3, 1.0, 1e6)).dataset
    assert np.abs(data.samples).max() <= 6.0
    assert np.ptp(data.samples, axis=0).min() >= 1.0
    raw = replace(data, samples=data.places, units=type(data.units)())
    assert np.allclose(laid_out(raw).places, data.places)


@pytest.mark.parametrize("classes", [0, 2, 3])
def test_the_fused_kernel_trains_a_table_as_pytorch_does(classes):
    document = rows_document(columns=13, classes=classes, layers=(Dense(uid=1, units=8), Dense(uid=2, units=4)))
    eager, fused = Run(document), Run(document)
    EagerStepper().advance(eager, 40, 1e9)
    FusedStepper().advance(fused, 40, 1e9)
    assert np.allclose(eager.parameters, fused.parameters, atol=1e-4)


def test_maps_show_the_section_that_is_asked_for():
    document = rows_document(columns=4)
    run, section = Run(document), document.dataset.section((2, 3), row=5)
    found = taken(run, OutputMap((6, 6), section=section), UnitMaps(4, section))
    assert found[OutputMap].predictions.shape == (6, 6, 2)
    varying = [np.ptp(picture) > 0.0 for picture in found[UnitMaps].inputs]
    assert varying == [False, False, True, True]
    other = taken(run, OutputMap((6, 6), section=document.dataset.section((0, 1))))
    assert not np.allclose(other[OutputMap].predictions, found[OutputMap].predictions)


def test_linear_regions_of_a_section_are_what_the_network_says_there():
    document = rows_document(columns=5, layers=(Dense(uid=1, units=6, activation="relu"),))
    run, section = Run(document), document.dataset.section((4, 1), row=3)
    regions = taken(run, LinearRegions(section=section))[LinearRegions]
    assert regions.problem == ""
    places = np.random.default_rng(1).uniform(-5, 5, (40, 2))
    inputs = torch.from_numpy(network_inputs(document, section.samples(places)).astype(np.float32))
    logits = run.network(inputs).detach().numpy()
    for place, logit in zip(places, logits, strict=True):
        formula = regions.formulas[regions.at(*place)]
        assert np.allclose(formula @ (*place, 1.0), logit, atol=1e-4)


@pytest.mark.parametrize("columns", [3, 4, 30])
def test_hidden_spaces_of_a_table_have_all_rows(columns):
    document = rows_document(columns=columns)
    uids = resolve(document).stages
    shown = taken(Run(document), LayerSpaces(uids=uids, main=uids[0], towards=uids[1], cells=8, strip_cells=4))
    spaces = {space.uid: space for space in shown[LayerSpaces].spaces}
    assert spaces[-1].width == columns
    assert spaces[-1].view == ("space" if columns == 3 else "pca")
    assert all(len(space.points) == len(document.dataset) for space in spaces.values())
    assert spaces[-1].bridge is not None


def test_a_network_of_a_table_means_something_else_than_one_of_points():
    circle, table = document_for("circle", (6,), count=50), rows_document(columns=3)
    assert resolve(circle).meaning != resolve(table).meaning
    assert resolve(table).meaning != resolve(rows_document(columns=4)).meaning
    assert resolve(table).meaning == resolve(rows_document(columns=3, seed=1)).meaning
    assert not answers_alike(circle, table)


@pytest.mark.parametrize("back", [False, True])
def test_going_from_points_to_rows_keeps_nothing_that_does_not_fit(back):
    documents = [document_for("circle", (6,), count=50), rows_document(columns=4)]
    before, after = reversed(documents) if back else documents
    changed = edits_data.set_dataset(before, after.dataset)
    assert changed.inputs == after.inputs
    run = Run(before).succeed(changed)
    assert run.features.shape[1] == len(after.inputs)
    EagerStepper().advance(run, 3, 1e9)
    assert np.isfinite(run.parameters).all()
