"""Pictures: where they are sampled, what they show, and what they cost while training."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.domains import features
from playground.domains.plane.grid import grid
from playground.domains.plane.inputs import INPUTS
from playground.layers import Dense
from playground.training.engines.eager import EagerStepper
from playground.training.probes import probe as probes
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.color_scale import magnitude
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.point_predictions import PointPredictions
from playground.training.probes.probe import Budget, PatientProbe, least_coarseness
from playground.training.state.answers import answers
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of
from tests.support.probes import scheduler, taken

EXTENT = (-2.0, 4.0, -1.0, 2.0)


@pytest.fixture
def run():
    made = Run(document_for("circle", (4, 3), count=60))
    EagerStepper().advance(made, 30, float("inf"))
    return made


def map_of(run, *size, **fields):
    return taken(run, OutputMap(size, **fields))[OutputMap]


def units_of(run, side):
    return taken(run, UnitMaps(side))[UnitMaps]


def answer_at(run, x, y):
    inputs = features(INPUTS, np.array([[x, y]]), run.document.inputs).astype(run.dtype)
    return answers(logits_of(run, inputs), run.document)[0]


def test_grid_is_cell_centres_from_the_bottom_left():
    points = grid((0.0, 4.0, 0.0, 2.0), 4, 2)
    assert points[0].tolist() == [0.5, 0.5]
    assert points[3].tolist() == [3.5, 0.5]
    assert points[4].tolist() == [0.5, 1.5]


def test_nothing_asked_for_costs_nothing(run):
    assert len(taken(run)) == 0


def test_the_map_shows_the_answers_of_the_visible_part(run):
    shown = map_of(run, 12, 6, extent=EXTENT)
    assert shown.extent == EXTENT
    assert shown.predictions.shape == (6, 12, 2)
    np.testing.assert_allclose(shown.predictions[0, 0], answer_at(run, -1.75, -0.75), rtol=1e-5)
    np.testing.assert_allclose(shown.predictions[5, 11], answer_at(run, 3.75, 1.75), rtol=1e-5)
    np.testing.assert_allclose(shown.predictions.sum(axis=2), 1.0, rtol=1e-5)


@pytest.mark.parametrize(
    ("generator", "loss", "k"), [("blobs", "cross_entropy", 4), ("blobs", "hinge", 4), ("reg-plane", "mse", 1)]
)
def test_any_number_of_answers(generator, loss, k):
    made = document_for(generator, (3,), count=60)
    made = Run(replace(made, training=replace(made.training, loss=loss)))
    assert map_of(made, 5, 5).predictions.shape == (5, 5, k)
    assert units_of(made, 4).units[0].shape == (k, 4, 4)


def test_neurons_of_every_layer_over_the_whole_plane(run):
    shown = units_of(run, 6)
    assert {uid: values.shape for uid, values in shown.units.items()} == {1: (4, 6, 6), 2: (3, 6, 6), 0: (1, 6, 6)}
    weight = run.layout.slot((1, "linear.weight")).view(run.parameters)
    bias = run.layout.slot((1, "linear.bias")).view(run.parameters)
    expected = np.tanh(weight @ np.array([-5.0, 3.0]) + bias)
    np.testing.assert_allclose(shown.units[1][:, 4, 0], expected, rtol=1e-4, atol=1e-6)
    assert shown.scales[1].common == 1.0
    assert shown.units[0].min() >= 0.0


def test_unbounded_layers_are_scaled_by_what_they_show():
    made = document_for("circle", (), count=60)
    made = Run(replace(made, network=(Dense(uid=1, units=4, activation="relu"),)))
    shown = units_of(made, 20)
    values = np.abs(shown.units[1])
    assert shown.scales[1].common == pytest.approx(np.percentile(values, 99), rel=0.01)


def test_inputs_show_whether_on_or_off(run):
    shown = units_of(run, 8).inputs
    assert shown.shape == (len(INPUTS), 8, 8)
    assert np.abs(shown).max(axis=(1, 2)).min() > 0.9
    assert np.abs(shown).max() < 1.5


def test_every_neuron_of_a_wide_layer_has_a_picture():
    run = Run(document_for("circle", (100,), count=60))
    assert units_of(run, 4).units[1].shape == (100, 4, 4)


def test_a_neuron_in_the_large_map(run):
    shown = map_of(run, 6, 6, focus=NeuronAddress(1, 2)).focus
    np.testing.assert_allclose(shown.values, units_of(run, 6).units[1][2], rtol=1e-5)
    assert shown.scale == 1.0
    x = map_of(run, 6, 6, focus=NeuronAddress(INPUT_UID, 0)).focus.values
    assert x[0].tolist() == [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0]


@pytest.mark.parametrize("focus", [NeuronAddress(9, 0), NeuronAddress(1, 4), NeuronAddress(INPUT_UID, 2)])
def test_a_neuron_that_is_gone_is_not_shown(run, focus):
    assert map_of(run, 4, 4, focus=focus).focus is None


def test_answers_at_all_points_in_their_order(run):
    shown = taken(run, PointPredictions())[PointPredictions]
    assert shown.shape == (60, 2)
    for index in (0, 17, 59):
        np.testing.assert_allclose(shown[index], answer_at(run, *run.document.dataset.samples[index]), rtol=1e-5)


def test_spaces_of_the_layers_asked_for(run):
    shown = taken(run, LayerSpaces((INPUT_UID, 1, 0), strip_cells=4, cells=4))[LayerSpaces]
    assert [space.uid for space in shown.spaces] == [INPUT_UID, 1, 0]
    assert len(shown.points) == 60


def test_weights_on_their_way_out_still_give_finite_pictures(run):
    run.parameters[...] = 1e30
    found = taken(run, UnitMaps(4), OutputMap((4, 4), focus=NeuronAddress(0, 0)), PointPredictions())
    shown = found[OutputMap].predictions, found[OutputMap].focus.values, found[PointPredictions]
    assert all(np.isfinite(values).all() for values in (*shown, *found[UnitMaps].units.values()))


def test_magnitude_of_nothing_is_one():
    assert magnitude(np.zeros((4, 4))) == 1.0
    assert magnitude(np.zeros(0)) == 1.0


def test_an_absurdly_large_network_is_shown_coarsely_even_when_paused():
    wide = Run(document_for("circle", (1024, 1024, 1024), count=10))
    assert least_coarseness(wide, 128 * 128) == 8
    assert map_of(wide, 16, 16).predictions.shape == (16, 16, 2)


def test_at_rest_the_shares_of_spaces_settle_to_those_of_the_weights_alone(run):
    uids = [layer.uid for layer in run.document.network]
    asked = LayerSpaces((INPUT_UID, *uids), cells=8, strip_cells=4)

    def settled(by):
        for frame in range(len(uids) + 4):
            found = taken(run, asked, by=by, unchanged=frame > 0)
            if not by.is_rough:
                return [space.separability for space in found[LayerSpaces].spaces]
        raise AssertionError("it asks for frames without end")

    fresh, followed = settled(scheduler()), scheduler()
    for _ in range(4):
        EagerStepper().advance(run, 1, float("inf"))
        taken(run, asked, by=followed, hurried=True)
    assert settled(followed) == settled(scheduler())
    assert len(fresh) == len(uids) + 1


class Endless(PatientProbe):
    """Counts its pieces."""

    pieces_done = 0

    def work(self, run, request):
        del run, request
        while True:
            self.pieces_done += 1
            yield None


def test_a_patient_probe_is_not_what_makes_snapshots_seldom(run, monkeypatch):
    clock = iter(range(1_000_000))
    monkeypatch.setattr(probes, "thread_time", lambda: next(clock) / 1000.0)  # each look at it takes a millisecond
    for hurried, seldom, most in ((True, 0.02, 4), (True, 100.0, 13), (False, 0.02, 7), (False, 100.0, 51)):
        now = iter((0.0, seldom))
        monkeypatch.setattr(probes, "perf_counter", lambda now=now: next(now))
        endless = Endless(None, None)
        endless.take(run, "question", Budget(hurried=hurried))
        before = endless.pieces_done
        endless.take(run, "question", Budget(hurried=hurried))
        assert 0 < endless.pieces_done - before <= most


class TwoPieces(PatientProbe):
    """Looks at the weights, and says in a second piece what they were."""

    def work(self, run, request):
        del request
        seen = run.parameters.copy()
        yield None
        yield seen


def test_patience_goes_on_where_the_weights_have_moved_meanwhile(monkeypatch):
    """At rest nobody asks by himself for what was finished with older weights."""
    moments = count()
    monkeypatch.setattr(probes, "thread_time", lambda: float(next(moments)))  # a piece a time
    monkeypatch.setattr(probes, "SLICES_S", (1.5, 1.5))
    run = Run(document_for("circle", (3,), count=60))
    probe, request = TwoPieces(None, None), PointPredictions()
    probe.take(run, request, Budget())
    run.parameters += 1.0
    found = [probe.take(run, request, Budget())]
    while probe.wants_more:
        found.append(probe.take(run, request, Budget()))
    np.testing.assert_array_equal(found[-1], run.parameters)
