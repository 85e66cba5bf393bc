"""Paused, pictures follow a hand at once and become as fine as the screen when it rests."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.training.messages import SetParameter
from playground.training.probe import BRISK_SIDE, Prober, brisk_factor
from playground.training.probes.request import ProbeRequest
from playground.training.rest import REST_S, Rest
from playground.training.state.run import Run

FINE = ProbeRequest(map_size=(300, 300), neuron_size=8)


def test_what_moves_is_rough_and_what_rests_is_fine():
    rest = Rest()
    rest.move(10.0)
    assert not rest.calm(20.0).at_rest
    assert rest.waits(10.0) == ()
    rest.note_shown(is_rough=True)
    assert rest.waits(10.0) == (pytest.approx(REST_S),)
    assert rest.waits(11.0) == (0.0,)
    assert rest.calm(11.0).at_rest
    assert rest.calm(11.0).unchanged
    rest.move(11.0, changed=False)
    assert rest.calm(11.0).unchanged
    assert not rest.calm(12.0).at_rest
    rest.move(11.0)
    assert not rest.calm(11.0).unchanged
    rest.note_shown(is_rough=False)
    assert rest.waits(12.0) == ()


@pytest.mark.parametrize(("side", "factor"), [(128, 1), (BRISK_SIDE, 1), (386, 2), (530, 3), (800, 4)])
def test_the_map_of_what_moves_has_few_samples(side, factor):
    assert brisk_factor((side, side)) == factor
    assert side / factor <= BRISK_SIDE


def test_a_resting_trainer_sends_the_map_in_full(bench):
    bench.submit(document_for("circle", (4,), count=60))
    bench.trainer.request(FINE)
    rough = bench.wait(lambda s: s.map is not None)
    assert rough.map.shape == (150, 150, 2)
    fine = bench.wait(lambda s: s.map is not None and s.map.shape == (300, 300, 2))
    assert fine.neurons[1] is rough.neurons[1]  # they have not changed, and are not made anew
    bench.trainer.send(SetParameter((1, "linear.weight"), (0, 0), 3.0))
    moved = bench.wait(lambda s: s.parameters[1, "linear.weight"][0, 0] == 3.0)
    assert moved.map.shape == (150, 150, 2)
    assert moved.neurons[1] is not fine.neurons[1]
    again = bench.wait(lambda s: s.map.shape == (300, 300, 2))
    assert again.parameters[1, "linear.weight"][0, 0] == 3.0


def test_another_wish_leaves_a_fine_map_as_it_is():
    run, prober = Run(document_for("circle", (4,), count=60)), Prober()
    fine = prober.pictures(run, FINE, hurried=False)
    assert not prober.is_rough
    request = replace(FINE, answers=True)
    after = prober.pictures(run, request, hurried=False, at_rest=False, unchanged=True)
    assert after["map"] is fine["map"]
    zoomed = prober.pictures(run, replace(FINE, extent=(0, 1, 0, 1)), hurried=False, at_rest=False, unchanged=True)
    assert zoomed["map"].shape == (150, 150, 2)
    assert prober.is_rough
    run.parameters[...] += 1.0
    changed = prober.pictures(run, FINE, hurried=False)
    assert np.abs(changed["map"] - fine["map"]).max() > 0.01
