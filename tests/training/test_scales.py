"""What gets full colour: units that a common scale would leave dark have one of their own, and zero stays neutral."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.layers import Dense
from playground.training.engines.eager import EagerStepper
from playground.training.probe import LEAST_OWN_SCALE, Prober, own_magnitudes, scales_of
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.request import ProbeRequest
from playground.training.state.run import Run


def run_of(activation):
    document = document_for("circle", (), count=60)
    layers = (Dense(uid=1, units=6, activation=activation), Dense(uid=2, units=6, activation=activation))
    run = Run(replace(document, network=layers))
    EagerStepper().advance(run, 60, float("inf"))
    return run


@pytest.mark.parametrize("activation", ["relu", "gelu", "softplus", "elu", "linear"])
def test_every_unit_that_answers_is_bright_where_it_does(activation):
    shown = Prober().pictures(run_of(activation), ProbeRequest(neuron_size=24), hurried=False)
    for uid in (1, 2):
        values, own = np.abs(shown["neurons"][uid]).reshape(6, -1), shown["own_scales"][uid]
        answering = values.max(axis=1) > LEAST_OWN_SCALE * shown["scales"][uid]
        shares = values[answering] / own[answering, None]
        assert (shares.max(axis=1) >= 1.0).all()
        strong = [(row[row > 0.02] > 0.5).mean() for row in shares]
        assert min(strong) > 0.25


def test_a_bounded_layer_has_the_bound_for_all():
    shown = Prober().pictures(run_of("tanh"), ProbeRequest(neuron_size=8), hurried=False)
    assert shown["scales"][1] == 1.0
    assert shown["own_scales"][1].tolist() == [1.0] * 6


def test_what_answers_next_to_nothing_looks_it():
    document = run_of("relu").document
    values = np.stack([np.linspace(0, 5, 400), np.zeros(400), np.full(400, 1e-6)])
    scales = scales_of(document, 1, values)
    assert scales.own[1] == scales.own[2] == pytest.approx(LEAST_OWN_SCALE * scales.common)
    beyond = np.full((2, 400), np.inf)
    assert np.isfinite(scales_of(document, 1, beyond).own).all()


def test_the_scale_is_of_where_a_unit_answers():
    ramp = np.concatenate([np.zeros(900), np.linspace(0, 10, 100)])
    assert own_magnitudes(ramp[None]) == pytest.approx([8.5], abs=0.3)
    assert own_magnitudes(-ramp[None]) == pytest.approx([8.5], abs=0.3)


def test_large_and_small_picture_of_a_neuron_agree():
    run, prober = run_of("relu"), Prober()
    request = ProbeRequest(neuron_size=16, map_size=(12, 12), extent=(0.0, 1.0, 0.0, 1.0), focus=NeuronAddress(2, 3))
    shown = prober.pictures(run, request, hurried=False)
    assert shown["focus_own_scale"] == shown["own_scales"][2][3]
    assert shown["focus_scale"] == shown["scales"][2]
    alone = prober.pictures(run, replace(request, neuron_size=0), hurried=False)
    assert alone["focus_own_scale"] == pytest.approx(shown["focus_own_scale"], rel=0.1)
    of_input = prober.pictures(run, replace(request, focus=NeuronAddress(INPUT_UID, 0)), hurried=False)
    assert of_input["focus_scale"] == of_input["focus_own_scale"] == pytest.approx(5.1, abs=0.3)
