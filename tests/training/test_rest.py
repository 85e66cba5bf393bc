"""Paused, pictures follow a hand at once and become as fine as the screen when it rests."""

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.training.messages import SetParameter
from playground.training.probes.output_map import BRISK_SIDE, OutputMap, brisk_coarseness
from playground.training.probes.point_predictions import PointPredictions
from playground.training.probes.rest import REST_S, Rest
from playground.training.probes.unit_maps import UnitMaps
from playground.training.state.run import Run
from tests.support.probes import scheduler, taken

FINE = (UnitMaps(8), OutputMap((300, 300)))


def test_what_moves_is_rough_and_what_rests_is_fine():
    rest = Rest()
    rest.move(10.0)
    assert not rest.calm(20.0, hurried=False).at_rest
    assert rest.waits(10.0) == ()
    rest.note_shown(is_rough=True)
    assert rest.waits(10.0) == (pytest.approx(REST_S),)
    assert rest.waits(11.0) == (0.0,)
    assert rest.calm(11.0, hurried=False).at_rest
    assert rest.calm(11.0, hurried=False).unchanged
    rest.move(11.0, changed=False)
    assert rest.calm(11.0, hurried=False).unchanged
    assert not rest.calm(12.0, hurried=False).at_rest
    rest.move(11.0)
    assert not rest.calm(11.0, hurried=False).unchanged
    rest.note_shown(is_rough=False)
    assert rest.waits(12.0) == ()


@pytest.mark.parametrize(("side", "factor"), [(128, 1), (BRISK_SIDE, 1), (386, 2), (530, 3), (800, 4)])
def test_the_map_of_what_moves_has_few_samples(side, factor):
    assert brisk_coarseness((side, side)) == factor
    assert side / factor <= BRISK_SIDE


def test_a_resting_trainer_sends_the_map_in_full(bench):
    bench.submit(document_for("circle", (4,), count=60))
    bench.trainer.request(FINE)
    rough = bench.wait(lambda s: OutputMap in s.results)
    assert rough[OutputMap].predictions.shape == (150, 150, 2)
    fine = bench.wait(lambda s: s[OutputMap].predictions.shape == (300, 300, 2))
    assert fine[UnitMaps] is rough[UnitMaps]  # they have not changed, and are not made anew
    bench.trainer.send(SetParameter((1, "linear.weight"), (0, 0), 3.0))
    moved = bench.wait(lambda s: s.parameters[1, "linear.weight"][0, 0] == 3.0)
    assert moved[OutputMap].predictions.shape == (150, 150, 2)
    assert moved[UnitMaps] is not fine[UnitMaps]
    again = bench.wait(lambda s: s[OutputMap].predictions.shape == (300, 300, 2))
    assert again.parameters[1, "linear.weight"][0, 0] == 3.0


def test_another_wish_leaves_a_fine_map_as_it_is():
    run, taking = Run(document_for("circle", (4,), count=60)), scheduler()
    fine = taken(run, *FINE, by=taking)
    assert not taking.is_rough
    after = taken(run, *FINE, PointPredictions(), by=taking, at_rest=False, unchanged=True)
    assert after[OutputMap] is fine[OutputMap]
    zoomed = taken(run, OutputMap((300, 300), (0.0, 1.0, 0.0, 1.0)), by=taking, at_rest=False, unchanged=True)
    assert zoomed[OutputMap].predictions.shape == (150, 150, 2)
    assert taking.is_rough
    run.parameters[...] += 1.0
    changed = taken(run, *FINE, by=taking)[OutputMap].predictions
    assert np.abs(changed - fine[OutputMap].predictions).max() > 0.01
