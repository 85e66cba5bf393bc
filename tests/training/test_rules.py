"""Schedules, stop rules, pace, guard: the small rules of training."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.presets import document_for
from playground.document.training import Training
from playground.methods.schedules import SCHEDULES, rate_at
from playground.methods.schedules.cosine import COSINE_FLOOR
from playground.training.loop import pace
from playground.training.loop.commands import SetSpeed
from playground.training.loop.pace import Pace, Tachometer
from playground.training.state.run import Run
from playground.training.trainee import guard
from playground.training.trainee.guard import Guard, is_finite
from playground.training.trainee.history import LossRecord
from playground.training.trainee.stops import StopRule


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 100.0

    for module in (pace, guard):
        monkeypatch.setattr(module, "perf_counter", lambda: Clock.now)
    return Clock


def training(**values):
    return replace(Training(), learning_rate=0.1, schedule_epochs=10, **values)


def test_constant_rate():
    assert rate_at(training(), 1e6) == 0.1


def test_step_rate_falls_at_each_multiple():
    step = training(schedule="step", schedule_factor=0.5)
    assert [rate_at(step, e) for e in (0, 9.99, 10, 25)] == pytest.approx([0.1, 0.1, 0.05, 0.025])


def test_cosine_falls_to_its_floor_and_stays():
    cosine = training(schedule="cosine")
    assert rate_at(cosine, 0) == pytest.approx(0.1)
    assert rate_at(cosine, 5) == pytest.approx(0.1 * (1 + COSINE_FLOOR) / 2)
    assert rate_at(cosine, 10) == rate_at(cosine, 1000) == pytest.approx(0.1 * COSINE_FLOOR)


def test_warm_up_rises_linearly():
    warm = training(schedule="warmup")
    assert rate_at(warm, 0) == pytest.approx(0.01)
    assert rate_at(warm, 4) == pytest.approx(0.05)
    assert rate_at(warm, 9) == rate_at(warm, 500) == pytest.approx(0.1)


@given(st.sampled_from(list(SCHEDULES)), st.floats(0, 1e7))
def test_rates_are_between_zero_and_the_documents(schedule, epoch):
    assert 0.0 <= rate_at(training(schedule=schedule), epoch) <= 0.1 + 1e-12


# ---- stop rule -------------------------------------------------------------------------------------------------------


def measured(epoch, test_loss, train_loss=0.9):
    return LossRecord(1, epoch, train_loss, test_loss, 0.5, 0.5)


def test_nothing_set_never_stops():
    assert looked(StopRule(), Training(), measured(1e9, 1e-9)) == ""


def test_stops_at_an_epoch():
    rule, settings = StopRule(), Training(stop_epochs=10)
    assert looked(rule, settings, measured(9.9, 1.0)) == ""
    assert "epoch 10" in looked(rule, settings, measured(10.0, 1.0))


def looked(rule, settings, record):
    document = document_for("xor", (2,), count=20)
    return rule.look(Run(replace(document, training=settings)), record)


def test_stops_at_a_test_loss_and_without_test_points_at_the_train_loss():
    rule, settings = StopRule(), Training(stop_loss=0.1)
    assert looked(rule, settings, measured(1, 0.2, 0.05)) == ""
    assert "test loss" in looked(rule, settings, measured(2, 0.1))
    assert "train loss" in looked(rule, settings, measured(2, float("nan"), 0.05))


def test_patience_counts_from_the_best_and_from_the_last_play():
    rule, settings = StopRule(), Training(stop_patience=5)
    assert looked(rule, settings, measured(0, 1.0)) == ""
    assert looked(rule, settings, measured(4, 0.5)) == ""
    assert looked(rule, settings, measured(8.9, 0.6)) == ""
    assert "5 epochs" in looked(rule, settings, measured(9, 0.6))
    rule.begin(9.0)
    assert looked(rule, settings, measured(13, 0.7)) == ""


# ---- pace ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def run():
    return Run(document_for("circle", (2,), count=100))


@pytest.mark.parametrize(
    ("speed", "rate"),
    [(SetSpeed(1.0, 1.0), 1.0), (SetSpeed(7.3, 1.0), 7.3), (SetSpeed(None, 1.0), None), (SetSpeed(None, 0.1), None)],
)
def test_the_rate_is_exact_over_time(clock, run, speed, rate):
    rate = rate or speed.epochs_per_frame * 60 * run.batches_per_epoch
    clocked, done = Pace(), 0
    clocked.speed = speed
    clocked.begin()
    for _ in range(2000):
        due = clocked.due(run)
        clocked.spend(due)
        done += due
        clock.now += 0.0137
    assert done == pytest.approx(1 + 2000 * 0.0137 * rate, abs=1 + 0.0137 * rate)


def test_full_speed_has_no_limit(run):
    clocked = Pace()
    clocked.speed = SetSpeed(None, float("inf"))
    assert clocked.due(run) is None
    assert clocked.seconds_until_due(run) == 0.0


def test_what_cannot_be_made_up_for_is_let_go(clock, run):
    clocked = Pace()
    clocked.speed = SetSpeed(100.0, 1.0)
    clocked.begin()
    clock.now += 60.0
    assert clocked.due(run) <= 1 + 100 * pace.MOST_BEHIND_S


def test_sleep_lasts_until_the_next_batch_or_frame(clock, run):
    clocked = Pace()
    clocked.speed = SetSpeed(2.0, 1.0)
    clocked.begin()
    clocked.spend(clocked.due(run))
    assert clocked.seconds_until_due(run) == pytest.approx(0.5)
    clock.now += 0.4
    assert clocked.seconds_until_due(run) == pytest.approx(0.1)
    clocked.speed = SetSpeed(None, 10.0)
    assert clocked.seconds_until_due(run) == 0.0


def test_epochs_a_second(clock):
    tachometer = Tachometer()
    assert tachometer.epochs_per_second() == 0.0
    for i in range(400):
        tachometer.mark(i * 2.0)
        clock.now += 0.01
    assert tachometer.epochs_per_second() == pytest.approx(200.0)
    tachometer.clear()
    assert tachometer.epochs_per_second() == 0.0


# ---- guard -----------------------------------------------------------------------------------------------------------


def test_the_guard_keeps_the_first_and_the_newest(clock, run):
    kept = Guard(run)
    assert kept.last().epoch == 0
    for epoch in range(1, 50):
        run.epoch = epoch
        kept.keep(run, 1.0)
        clock.now += 0.1
    assert 45 <= kept.last().epoch <= 49


def test_a_state_on_its_way_out_is_not_gone_back_to(clock, run):
    kept = Guard(run)
    for epoch, loss in enumerate((0.7, 0.6, 0.9, 40.0, 1e20)):
        run.epoch = epoch
        kept.keep(run, loss)
        clock.now += 1.0
    assert kept.last().epoch == 2


def test_finite_means_loss_and_every_parameter(run):
    assert is_finite(run, 1.0)
    assert not is_finite(run, float("nan"))
    assert not is_finite(run, 1e31)
    run.parameters[3] = float("inf")
    assert not is_finite(run, 1.0)
