"""Decimation, smoothing, axes: the numbers behind the loss curves."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.views.loss.confusion import confusion
from playground.views.loss.curves import at_epoch, epoch_range, loss_curves, loss_range, score_curves, score_range
from playground.views.loss.smoothing import means, smoothed
from playground.widgets.format import percent
from playground.widgets.ticks import tick_texts, ticks

values = arrays(
    np.float64,
    st.integers(0, 400),
    elements=st.floats(allow_nan=True, allow_infinity=True, width=32),
)


def test_epochs_begin_with_the_first_that_is_known():
    """A file may bring weights without their curve."""
    assert epoch_range(np.array([500.0, 720.0])) == (500.0, 720.0)
    assert epoch_range(np.array([0.0, 720.0])) == (0.0, 720.0)
    low, high = epoch_range(np.array([500.0]))
    assert low == 500.0 < high < 520.0


def columns(count, seed=0, **given_columns):
    rng = np.random.default_rng(seed)
    names = ("train_loss", "test_loss", "train_score", "test_score")
    made = {name: rng.random(count).astype(np.float32) for name in names}
    return {"run": np.ones(count, np.int32), "epoch": np.arange(count, dtype=np.float64), **made, **given_columns}


@given(arrays(np.float64, st.integers(1, 300), elements=st.floats(-1e3, 1e3)), st.integers(1, 50))
def test_means_lie_within_the_values(y, buckets):
    _x, found = means(np.arange(len(y), dtype=np.float64), y, buckets)
    assert len(found) <= max(buckets, len(y) if len(y) <= buckets else 0)
    assert found.min() >= y.min() - 1e-6
    assert found.max() <= y.max() + 1e-6


@given(arrays(np.float64, st.integers(0, 300), elements=st.floats(-1e3, 1e3)), st.floats(0, 1))
def test_smoothing_stays_within_the_values_and_keeps_constants(y, strength):
    found = smoothed(y, strength)
    assert len(found) == len(y)
    if len(y):
        assert found.min() >= y.min() - 1e-6
        assert found.max() <= y.max() + 1e-6
        assert found[0] == y[0]
    np.testing.assert_allclose(smoothed(np.full(200, 3.0), strength), 3.0)


@given(st.floats(-3.0, 3.0), st.floats(-2.0, 2.0), st.integers(2, 300), st.floats(0.0, 1.0))
def test_smoothing_neither_lags_nor_leads(start, slope, count, strength):
    """A straight curve is its own calm line, to both ends: a mean of what came before would lie behind it."""
    line = start + slope * np.arange(count)
    np.testing.assert_allclose(smoothed(line, strength), line, atol=1e-8)


def test_a_steep_fall_on_a_log_axis_is_followed():
    loss = np.maximum(0.7 * 0.9 ** np.arange(400.0), 1e-4).astype(np.float32)
    found = loss_curves(columns(400, train_loss=loss), 400, 1.0, log=True).train
    assert np.abs(np.log10(found.y) - np.log10(loss)).max() < 0.25
    assert found.last == (399.0, pytest.approx(1e-4))


def test_a_loss_of_zero_now_and_then_bends_no_other_part_of_a_log_curve():
    loss = np.full(400, 0.1, np.float32)
    loss[200] = 0.0
    found = loss_curves(columns(400, train_loss=loss), 400, 1.0, log=True).train
    assert found.y[200] == 0.0
    np.testing.assert_allclose(np.delete(found.y, 200), 0.1, rtol=1e-5)


@pytest.mark.parametrize("last", [0.3, 1.0, 1.4, 7.0, 12.6, 1234.5])
def test_marks_of_epochs_are_whole_and_unlike(last):
    marks = ticks(*epoch_range(np.array([0.0, last])), 5, least_step=1.0)
    assert len(set(marks)) == len(marks) >= 2
    assert all(mark == round(mark) for mark in marks)


@given(st.floats(1e-9, 1e12), st.floats(1e-6, 1e3), st.booleans(), st.integers(2, 9))
def test_no_two_lines_of_an_axis_are_named_alike(low, span, log, most):
    texts = tick_texts(ticks(low, low * (1.0 + span), most, log=log))
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts), default=0) <= 16


def test_smoothing_calms():
    noise = np.random.default_rng(0).normal(size=1000)
    assert smoothed(noise, 1.0).std() < 0.4 * noise.std()
    np.testing.assert_array_equal(smoothed(noise, 0.0), noise)


@given(values)
def test_ranges_are_never_empty_and_hold_what_is_finite(y):
    for found, log in ((loss_range(y, log=False), False), (loss_range(y, log=True), True), (score_range(y), False)):
        low, high = found
        assert math.isfinite(low)
        assert high > low
        marks = ticks(low, high, 4, log=log)
        assert 1 <= len(marks) <= 14
        assert all(low - 1e-6 * (high - low) <= mark <= high + 1e-6 * (high - low) for mark in marks)
    finite = y[np.isfinite(y)]
    if len(finite):
        low, high = loss_range(y, log=False)
        assert low <= finite.min() + 1e-12
        assert finite.max() <= high
    positive = y[np.isfinite(y) & (y > 1e-11)]
    if len(positive):
        low, high = loss_range(y, log=True)
        assert low <= positive.min() * (1 + 1e-6)
        assert positive.max() <= high * (1 + 1e-6)


def test_a_log_axis_has_whole_decades():
    assert ticks(*loss_range(np.array([0.7, 0.0045]), log=True), 4, log=True) == pytest.approx([0.01, 0.1, 1.0])
    assert tick_texts([0.01, 0.1, 1.0]) == ["0.01", "0.1", "1"]


def test_a_log_axis_that_goes_far_down_is_written_in_powers_of_ten():
    assert tick_texts([1e-8, 1e-5, 0.01]) == ["10⁻⁸", "10⁻⁵", "10⁻²"]
    assert tick_texts([0.001, 0.1]) == ["0.001", "0.1"]
    assert tick_texts([1e-5, 1e-3, 0.1, 10.0, 1000.0]) == ["0.00001", "0.001", "0.1", "10", "1,000"]
    assert tick_texts([1.0, 1e12]) == ["10⁰", "10¹²"]
    assert tick_texts([0.0, 2e12, 4e12]) == ["0", "2e12", "4e12"]
    assert tick_texts([0.70001, 0.70002]) == ["0.70001", "0.70002"]
    assert tick_texts([2e-6, 5e-6]) == ["2e−6", "5e−6"]
    assert tick_texts([-0.5, 0.0, 1.0], share=True) == [percent(share) for share in (-0.5, 0.0, 1.0)]
    assert tick_texts([]) == []


def test_shares_far_zoomed_in_are_told_apart():
    texts = tick_texts([0.9001, 0.9002, 0.9003], share=True)
    assert len(set(texts)) == 3


def test_a_million_records_make_a_calm_line_of_as_many_points_as_pixels():
    found = loss_curves(columns(1_000_000), 400, 0.5, log=True)
    assert len(found.train.x) <= 400


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_records(count):
    scores = score_curves(columns(count), 400, 0.5, is_share=True)
    for found in (loss_curves(columns(count), 400, 0.5, log=True), scores):
        assert found.is_empty == (count == 0)


def test_a_curve_that_diverges_ends_where_it_was_last_finite():
    loss = np.array([1.0, 0.5, 0.4, np.nan, np.inf], np.float32)
    found = loss_curves(columns(5, train_loss=loss), 400, 0.0, log=True)
    assert found.train.broken == (2.0, pytest.approx(0.4))
    assert found.test.broken is None


def test_the_nearest_record_is_read_out():
    assert at_epoch(columns(10), 3.4) == 3
    assert at_epoch(columns(10), 99.0) == 9
    assert at_epoch(columns(0), 1.0) is None


def test_confusion_counts_true_against_answered():
    answers = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [np.nan, 1.0]])
    np.testing.assert_array_equal(confusion(answers, np.array([0, 1, 1, 0]), 2), [[1, 0], [1, 1]])


@given(st.integers(1, 9), st.integers(0, 50))
def test_confusion_counts_every_point_once(classes, count):
    rng = np.random.default_rng(count)
    counts = confusion(rng.random((count, max(classes, 2))), rng.integers(0, classes, count), classes)
    assert counts.sum() == count
