"""How the stepper cuts its calls, and that this changes nothing."""

from dataclasses import replace
from threading import Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.layers import BatchNorm, Dense, DropoutLayer, GaussianNoise
from playground.training.engines.fused import FusedStepper, kernel, stepper
from playground.training.state.run import Run
from tests.training.engines.networks import FOREVER, document

MADE = document(
    Dense(units=6), BatchNorm(), GaussianNoise(deviation=0.1), DropoutLayer(rate=0.2), batch_size=7, schedule="cosine"
)
BATCHES = 60


def state(run):
    """Every bit of it."""
    arrays = (run.parameters, run.buffers, run.slots, run.order)
    return *(array.tobytes() for array in arrays), run.steps, run.epoch, run.cursor


@pytest.fixture(scope="module")
def at_once():
    run = Run(MADE)
    assert FusedStepper().advance(run, 1, FOREVER) == 1
    while run.steps < BATCHES:
        FusedStepper().advance(run, BATCHES - run.steps, FOREVER)
    return state(run)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cuts=st.lists(st.integers(1, 9), max_size=30), budget=st.sampled_from([0.0, 1e-5, 1e-3]))
def test_same_bits_however_calls_are_cut(at_once, cuts, budget):
    run, one = Run(MADE), FusedStepper()
    for cut in [*cuts, BATCHES]:
        limit = min(cut, BATCHES - run.steps)
        end = run.steps + limit
        while run.steps < end:
            one.advance(run, end - run.steps, budget)
    assert state(run) == at_once


class Clock:
    """Time that passes only while batches are trained."""

    def __init__(self, batch_s):
        self.now, self.batch_s, self.calls = 0.0, batch_s, []

    def train(self, batches):
        self.calls.append(batches)
        self.now += batches * self.batch_s


@pytest.fixture
def clock(monkeypatch):
    made = Clock(1e-3)
    monkeypatch.setattr(stepper, "perf_counter", lambda: made.now)
    monkeypatch.setattr(stepper._Bound, "train", lambda bound, batches: made.train(batches))
    return made


def test_a_call_keeps_to_its_time(clock):
    one, run = FusedStepper(), Run(MADE)
    done = one.advance(run, None, 0.0505)
    assert done == sum(clock.calls)
    assert 45 <= done <= 50
    assert clock.calls[0] == 1


def test_a_slow_batch_is_done_once(clock):
    clock.batch_s = 1.0
    assert FusedStepper().advance(Run(MADE), None, 0.006) == 1


def test_no_more_batches_than_asked_for(clock):
    one, run = FusedStepper(), Run(MADE)
    assert [one.advance(run, count, 10.0) for count in (1, 5, 17)] == [1, 5, 17]


def test_an_edit_is_followed():
    """New settings, new weights and another run each reach the kernel, which keeps its tables between calls."""
    one, run, twin = FusedStepper(), Run(MADE), Run(MADE)
    edited = replace(MADE, training=replace(MADE.training, learning_rate=0.2))
    for other in (run, twin):
        other.adopt(MADE)
    one.advance(run, 5, FOREVER)
    run.adopt(edited)
    one.advance(run, 5, FOREVER)
    FusedStepper().advance(twin, 5, FOREVER)
    twin.adopt(edited)
    FusedStepper().advance(twin, 5, FOREVER)
    assert state(run) == state(twin)
    assert one.advance(twin, 1, FOREVER) == 1
    assert twin.steps == run.steps + 1


def test_divergence_leaves_no_trace():
    """Numbers that are not finite must not stay in the workspace when the weights are put back."""
    calm, wild, one = Run(MADE), Run(MADE), FusedStepper()
    good = wild.checkpoint()
    wild.parameters[:] = np.nan
    one.advance(wild, 20, FOREVER)
    assert not np.isfinite(wild.parameters).any()
    assert wild.restore(good)
    for run in (calm, wild):
        while run.steps < BATCHES:
            one.advance(run, BATCHES - run.steps, FOREVER)
    assert state(wild) == state(calm)


def test_not_a_number_spreads_to_the_weights():
    run = Run(document(Dense(units=4, activation="relu"), batch_size=0))
    run.parameters[0] = np.nan
    FusedStepper().advance(run, 2, FOREVER)
    assert np.isnan(run.parameters).sum() > 1


def test_other_threads_run_meanwhile():
    """While a call of some tenths of a second is under way, this thread goes on counting."""
    run = Run(document(Dense(units=64), Dense(units=64), points=300, batch_size=0))
    bound = stepper._Bound(run)
    thread = Thread(target=bound.train, args=(1000,))
    counted = 0
    thread.start()
    while thread.is_alive():
        counted += 1
    assert counted > 1000
    assert run.steps == 1000


def test_one_compilation_serves_all_networks():
    for made in (MADE, document(Dense(units=3), classes=4), document(task="regression", loss="mse")):
        for dtype in (np.float32, np.float64):
            FusedStepper().advance(Run(made, dtype=dtype), 1, FOREVER)
    assert len(kernel.train_kernel.signatures) == 2
