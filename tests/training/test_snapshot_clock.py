"""Paused, pictures follow a hand at once and become as fine as the screen when it rests."""

from itertools import pairwise
from time import perf_counter

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.training.loop.commands import SetParameter
from playground.training.loop.snapshot_clock import CREDIT_S, FRAME_S, REST_S, SnapshotClock
from playground.training.probes.plane.output_map import BRISK_SIDE, OutputMap, brisk_coarseness
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.point_predictions import PointPredictions
from playground.training.probes.schedule import Calm
from playground.training.state.run import Run
from tests.support.probes import scheduler, taken

FINE = (UnitMaps(8), OutputMap((300, 300)))


def test_what_moves_is_rough_and_what_rests_is_fine():
    clock = SnapshotClock()
    clock.move(10.0)
    assert not clock.calm(20.0, trains=False).at_rest
    assert clock.waits(10.0) == ()
    clock.note_taken(10.0, 10.0, trains=False, is_rough=True)
    assert clock.waits(10.0) == (pytest.approx(REST_S),)
    assert clock.waits(11.0) == (0.0,)
    assert clock.calm(11.0, trains=False).at_rest
    assert clock.calm(11.0, trains=False).unchanged
    clock.move(11.0, changed=False)
    assert clock.calm(11.0, trains=False).unchanged
    assert not clock.calm(12.0, trains=False).at_rest
    clock.move(11.0)
    assert not clock.calm(11.0, trains=False).unchanged
    clock.note_taken(11.0, 11.0, trains=False, is_rough=False)
    assert clock.waits(12.0) == ()


def test_snapshots_take_half_of_the_time_while_training():
    clock, now, taking = SnapshotClock(), 100.0, 0.0
    while now < 110.0:
        if clock.may_take(now, trains=True, is_taken=True):
            clock.note_taken(now, now + 0.02, trains=True, is_rough=True)
            now, taking = now + 0.02, taking + 0.02
        else:
            now += 0.001
    assert taking == pytest.approx(5.0, abs=0.1)
    assert clock.waits(now) == (), "the next one comes anyway"


def test_a_costly_snapshot_draws_on_what_cheap_ones_have_left():
    clock = SnapshotClock()
    clock.note_taken(100.0, 100.02, trains=True, is_rough=False)
    assert clock.may_take(100.02, trains=True, is_taken=True)
    clock.note_taken(100.02, 100.02 + CREDIT_S, trains=True, is_rough=False)
    assert not clock.may_take(100.03 + CREDIT_S, trains=True, is_taken=True)


def test_what_a_hand_asks_for_does_not_wait_for_training_to_have_had_its_share_of_a_frame():
    clock = SnapshotClock()
    for cost, comes in ((FRAME_S / 4, True), (20 * FRAME_S, False)):
        clock.note_taken(200.0, 200.0 + CREDIT_S + cost, trains=True, is_rough=False)
        assert not clock.may_take(200.0 + CREDIT_S + cost, trains=True, is_taken=True)
        clock.hasten(200.0 + CREDIT_S + cost)
        assert clock.may_take(200.0 + CREDIT_S + cost, trains=True, is_taken=True) == comes
    assert not clock.may_take(300.0, trains=True, is_taken=False), "one at a time all the same"


def test_a_hand_is_answered_alone_and_everything_else_comes_with_every_other_snapshot():
    clock, answer_s, whole_s = SnapshotClock(), 0.001, 0.02
    clock.note_taken(100.0, 100.0 + whole_s, trains=True, is_rough=False)
    now, kinds = 100.0 + whole_s, []
    for _ in range(40):
        now += FRAME_S / 2
        clock.move(now)
        clock.hasten(now)
        assert clock.may_take(now, trains=True, is_taken=True), "no answer waits for training"
        calm = clock.calm(now, trains=True)
        cost = answer_s if calm.answers else whole_s
        clock.note_taken(now, now + cost, calm, trains=True, is_rough=False)
        assert not clock.calm(now, trains=True).unchanged, "what is left out has changed all the same"
        kinds.append(calm.answers)
        now += cost
    assert kinds.count(False) > 5
    assert not any(one is other is False for one, other in pairwise(kinds))
    clock.hasten(now)
    assert not clock.calm(now, trains=False).answers, "paused there is time for all of it"


def test_a_hand_that_moves_while_training_goes_on_takes_only_what_it_asks_for():
    run, taking = Run(document_for("circle", (4,), count=60)), scheduler()
    before = taken(run, *FINE, by=taking, hurried=True)
    run.parameters[...] += 1.0
    moved = OutputMap((300, 300), (0.0, 1.0, 0.0, 1.0))
    answer = taken(run, UnitMaps(8), moved, by=taking, hurried=True, answers=True)
    assert answer[UnitMaps] is before[UnitMaps]
    assert np.abs(answer[OutputMap].predictions - before[OutputMap].predictions).max() > 0.0
    assert taken(run, UnitMaps(8), moved, by=taking)[UnitMaps] is not before[UnitMaps]


def test_while_a_hand_may_move_again_the_rest_comes_in_parts():
    clock = SnapshotClock()
    clock.note_taken(100.0, 100.0, Calm(hurried=True, answers=True), trains=True, is_rough=False)
    clock.hasten(100.99)
    assert not clock.calm(100.99, trains=True).in_parts, "a view that asks for something else once is no hand"
    clock.hasten(101.0)
    assert clock.calm(101.0, trains=True).in_parts, "all were due, and one of them was an answer alone"
    assert not clock.calm(101.0, trains=False).in_parts
    assert not clock.calm(101.0 + 2 * REST_S, trains=True).in_parts


def test_parts_take_what_has_waited_longest_and_leave_the_rest_as_it_was():
    run, taking = Run(document_for("circle", (4,), count=60)), scheduler()
    kinds = (UnitMaps, OutputMap, PointPredictions)
    asked = (UnitMaps(8), OutputMap((300, 300)), PointPredictions())
    before = taken(run, *asked, by=taking, hurried=True)
    waiting, deadline = set(kinds), perf_counter() + 60.0
    while waiting and perf_counter() < deadline:
        run.parameters[...] += 0.01
        after = taken(run, *asked, by=taking, hurried=True, in_parts=True)
        waiting -= {kind for kind in kinds if after[kind] is not before[kind]}
        before = after
    assert not waiting, "each has its turn"
    moved = (*asked[:1], OutputMap((300, 300), (0.0, 1.0, 0.0, 1.0)), *asked[2:])
    after = taken(run, *moved, by=taking, hurried=True, in_parts=True)
    assert after[OutputMap] is not before[OutputMap], "what is asked for anew comes whosever turn it is"


def test_what_is_dragged_at_rest_is_shown_as_quickly_as_in_training_and_in_full_when_it_is_let_go():
    clock = SnapshotClock()
    clock.drag("weight", 100.0)
    assert not clock.calm(100.0, trains=False).hurried, "set once, it is shown in full"
    clock.drag("weight", 100.0 + 2 * REST_S)
    clock.move(100.0 + 2 * REST_S)
    calm = clock.calm(100.0 + 2 * REST_S, trains=False)
    assert calm.hurried
    assert not calm.in_parts
    clock.note_taken(100.0 + 2 * REST_S, 100.0 + 2 * REST_S, calm, trains=False, is_rough=False)
    assert clock.waits(100.0 + 2 * REST_S) == (pytest.approx(REST_S),)
    rest = clock.calm(100.0 + 3.1 * REST_S, trains=False)
    assert (rest.at_rest, rest.hurried, rest.unchanged) == (True, False, False)
    clock.drag("points", 100.0 + 3.2 * REST_S)
    assert not clock.calm(100.0 + 3.2 * REST_S, trains=False).hurried, "something else is set"


def test_a_weight_that_was_dragged_ends_with_everything_of_its_last_value(bench):
    document = document_for("circle", (4,), count=60)
    bench.submit(document)
    bench.trainer.request(FINE)
    bench.wait(lambda s: OutputMap in s.results)
    key, run = (1, "linear.weight"), Run(document)
    for value in (1.0, 2.0, 3.0):
        bench.trainer.send(SetParameter(key, (0, 0), value))
    last = bench.wait(lambda s: s.parameters[key][0, 0] == 3.0 and s[OutputMap].predictions.shape == (300, 300, 2))
    run.set_parameter(key, (0, 0), 3.0)
    for kind, pictures in ((UnitMaps, lambda found: found.units[1]), (OutputMap, lambda found: found.predictions)):
        assert pictures(last[kind]) == pytest.approx(pictures(taken(run, *FINE)[kind]), abs=1e-5)


def test_a_window_that_is_behind_gets_no_queue():
    clock = SnapshotClock()
    clock.note_taken(100.0, 100.001, trains=True, is_rough=False)
    assert not clock.may_take(200.0, trains=True, is_taken=False)
    clock.note_taken(200.0, 200.001, trains=False, is_rough=False)
    assert clock.may_take(200.001, trains=False, is_taken=True)
    assert not clock.may_take(200.001, trains=False, is_taken=False)
    assert clock.may_take(200.002 + FRAME_S, trains=False, is_taken=False), "paused, a newer one takes its place"


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
    assert np.array_equal(fine[UnitMaps].inputs, rough[UnitMaps].inputs), "nothing has been trained between"
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
    assert after[UnitMaps] is fine[UnitMaps], "they have not changed, and are not made anew"
    zoomed = taken(run, OutputMap((300, 300), (0.0, 1.0, 0.0, 1.0)), by=taking, at_rest=False, unchanged=True)
    assert zoomed[OutputMap].predictions.shape == (150, 150, 2)
    assert taking.is_rough
    run.parameters[...] += 1.0
    changed = taken(run, *FINE, by=taking)[OutputMap].predictions
    assert np.abs(changed - fine[OutputMap].predictions).max() > 0.01
