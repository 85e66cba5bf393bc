"""What gets full colour: units that a common scale would leave dark have one of their own, and zero stays neutral."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.layers import Dense
from playground.training.engines.eager import EagerStepper
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.color_scale import LEAST_OWN_SCALE, own_magnitudes, scales_of
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.state.run import Run
from tests.support.probes import scheduler, taken


def run_of(activation):
    document = document_for("circle", (), count=60)
    layers = (Dense(uid=1, units=6, activation=activation), Dense(uid=2, units=6, activation=activation))
    run = Run(replace(document, network=layers))
    EagerStepper().advance(run, 60, float("inf"))
    return run


@pytest.mark.parametrize("activation", ["relu", "gelu", "softplus", "elu", "linear"])
def test_every_unit_that_answers_is_bright_where_it_does(activation):
    shown = taken(run_of(activation), UnitMaps(24))[UnitMaps]
    for uid in (1, 2):
        values, own = np.abs(shown.units[uid]).reshape(6, -1), shown.scales[uid].own
        answering = values.max(axis=1) > LEAST_OWN_SCALE * shown.scales[uid].common
        shares = values[answering] / own[answering, None]
        assert (shares.max(axis=1) >= 1.0).all()
        strong = [(row[row > 0.02] > 0.5).mean() for row in shares]
        assert min(strong) > 0.25


def test_a_bounded_layer_has_the_bound_for_all():
    scales = taken(run_of("tanh"), UnitMaps(8))[UnitMaps].scales[1]
    assert scales.common == 1.0
    assert scales.own.tolist() == [1.0] * 6


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
    run, taking = run_of("relu"), scheduler()
    wanted = OutputMap((12, 12), (0.0, 1.0, 0.0, 1.0), NeuronAddress(2, 3))
    found = taken(run, UnitMaps(16), wanted, by=taking)
    shown, scales = found[OutputMap].focus, found[UnitMaps].scales[2]
    assert shown.own_scale == scales.own[3]
    assert shown.scale == scales.common
    alone = taken(run, wanted, by=taking)[OutputMap].focus
    assert alone.own_scale == pytest.approx(shown.own_scale, rel=0.1)
    of_input = taken(run, replace(wanted, focus=NeuronAddress(INPUT_UID, 0)), by=taking)[OutputMap].focus
    assert of_input.scale == of_input.own_scale == pytest.approx(5.1, abs=0.3)
