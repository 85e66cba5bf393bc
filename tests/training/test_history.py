"""The history: nothing recent lost, nothing old forgotten, never large."""

from threading import Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.training.trainee.history import COLUMNS, MOST_RECORDS, History, LossRecord


def record(epoch, loss=1.0, run=1):
    return LossRecord(run, float(epoch), loss, loss / 2, 0.5, 0.25)


def filled(count, most=200_000, loss=lambda i: 1.0 / (i + 1)):
    history = History(most)
    for i in range(count):
        history.append(record(i, loss(i)))
    return history


def test_records_come_back_by_column():
    history = History()
    history.append(LossRecord(3, 1.5, 0.5, 0.25, 0.75, float("nan")))
    columns = history.columns()
    assert tuple(columns) == COLUMNS
    assert [float(columns[name][0]) for name in COLUMNS[:5]] == [3.0, 1.5, 0.5, 0.25, 0.75]
    assert np.isnan(columns["test_score"][0])


def test_columns_of_one_run():
    history = History()
    for run in (1, 1, 2):
        history.append(record(0, run=run))
    assert len(history.columns(1)["epoch"]) == 2
    assert len(history.columns(3)["epoch"]) == 0


def test_what_a_reader_holds_does_not_change():
    history = filled(10, most=100)
    held = history.columns()["epoch"]
    copy = held.copy()
    for i in range(10, 500):
        history.append(record(i))
    history.clear()
    history.append(record(7))
    assert (held == copy).all()
    with pytest.raises(ValueError, match="read-only"):
        held[0] = 5.0


def test_every_change_has_a_version():
    history = History()
    versions = [history.version]
    for change in (
        lambda: history.append(record(1)),
        lambda: history.put(record(1, 0.5)),
        lambda: history.put(record(2, 0.5)),
        lambda: history.truncate(0.5),
        history.clear,
    ):
        change()
        versions.append(history.version)
    assert len(set(versions)) == len(versions)


@given(st.integers(100, 400), st.integers(0, 5000))
def test_it_never_grows_beyond_its_bound_and_keeps_order(most, count):
    history = filled(count, most)
    epochs = history.columns()["epoch"]
    assert len(history) == len(epochs) <= most
    assert (np.diff(epochs) > 0).all()
    if count:
        assert epochs[-1] == count - 1


def test_a_long_run_keeps_its_start_its_end_and_its_spikes():
    history = filled(30_000, 1000, lambda i: 50.0 if i == 7_777 else 1.0 / (i + 1))
    columns = history.columns()
    assert columns["train_loss"].max() == 50.0
    assert (columns["epoch"] < 15_000).sum() > 200
    assert (np.diff(columns["epoch"][-200:]) == 1.0).all()
    assert columns["epoch"][0] < 100


def test_losses_that_are_no_numbers_are_thinned_as_well():
    history = filled(5000, 500, lambda i: float("nan") if i % 2 else 1.0)
    assert len(history) <= 500


def test_the_bound_is_under_twenty_megabytes_even_while_thinning():
    assert 2 * MOST_RECORDS * sum(np.dtype(dtype).itemsize for dtype in _dtypes()) < 20e6


def _dtypes():
    return [column.dtype for column in filled(1).columns().values()]


def test_truncating_forgets_what_came_after():
    history = filled(100)
    history.truncate(41.5)
    assert len(history) == 42
    assert history.last_epoch == 41.0
    history.append(record(42))
    assert history.last_epoch == 42.0


def test_saving_and_loading():
    history = filled(3000, 1000)
    again = History.from_arrays(history.to_arrays())
    assert all((again.columns()[name] == history.columns()[name]).all() for name in COLUMNS)
    again.append(record(5000))
    assert len(again) == len(history) + 1


def test_damaged_columns_are_refused():
    arrays = filled(5).to_arrays()
    with pytest.raises(ValueError, match="different lengths"):
        History().load(arrays | {"epoch": np.zeros(3)})
    del arrays["run"]
    with pytest.raises(ValueError, match="'run'"):
        History().load(arrays)


def test_a_record_of_the_same_epoch_takes_the_place_of_the_newest():
    history = History()
    for loss in (1.0, 0.5, 0.25):
        history.put(record(1, loss))
    assert history.columns()["train_loss"].tolist() == [0.25]
    history.put(record(2))
    assert history.columns()["epoch"].tolist() == [1.0, 2.0]


def test_a_curve_stays_as_it_was_and_can_be_come_back_to():
    history = filled(5)
    curve = history.curve()
    kept = history.to_arrays()
    history.put(record(4, 9.0))
    assert history.columns()["epoch"].tolist() == [0, 1, 2, 3, 4, 4], "before the edit and after it"
    for epoch in range(5, 2000):
        history.append(record(epoch))
    later, grown = history.curve(), history.to_arrays()
    history.come_back(curve)
    assert all(np.array_equal(history.columns()[name], kept[name]) for name in COLUMNS)
    history.append(record(5, 7.0))
    assert history.columns()["train_loss"][-1] == 7.0
    history.come_back(later)
    assert all(np.array_equal(history.columns()[name], grown[name]) for name in COLUMNS)
    history.come_back(curve)
    assert all(np.array_equal(history.columns()[name], kept[name]) for name in COLUMNS)


@pytest.mark.parametrize("loss", [0.5, float("nan")])
def test_the_same_numbers_at_the_same_epoch_are_one_record(loss):
    history = History()
    history.put(record(1, loss))
    history.curve()
    history.put(record(1, loss))
    assert len(history) == 1
    history.put(record(1, 0.25))
    assert history.columns()["train_loss"].tolist() == pytest.approx([loss, 0.25], nan_ok=True)


def test_curves_of_one_history_share_its_arrays():
    history = filled(10)
    curves = []
    for epoch in range(10, 500):
        history.append(record(epoch))
        curves.append(history.curve())
    assert len({id(curve.columns["epoch"]) for curve in curves}) == 1
    for curve in reversed(curves):
        history.come_back(curve)
        assert history.curve().columns is curve.columns


def test_a_reader_beside_the_writer_sees_whole_records():
    history = History(500)
    writer = Thread(target=lambda: [history.append(record(i, float(i))) for i in range(20_000)])
    writer.start()
    while writer.is_alive():
        columns = history.columns()
        assert len({len(column) for column in columns.values()}) == 1
        assert (columns["epoch"] == columns["train_loss"]).all()
    writer.join()


def test_a_run_that_is_put_back_forgets_what_came_after():
    history = History()
    for epoch in (0.0, 1.0, 2.0, 3.0):
        history.put(LossRecord(1, epoch, 1.0 + epoch, 1.0, 0.5, 0.5))
    history.put(LossRecord(1, 1.0, 9.0, 9.0, 0.5, 0.5))
    assert history.columns()["epoch"].tolist() == [0.0, 1.0]
    assert history.columns()["train_loss"].tolist() == [1.0, 9.0]


def test_at_epoch_0_the_curve_begins_with_what_was_measured_last():
    history = History()
    history.put(record(0, 3.27))
    before = history.curve()
    history.put(record(0, 2.3))
    assert history.columns()["train_loss"].tolist() == pytest.approx([2.3])
    history.come_back(before)
    assert history.columns()["train_loss"].tolist() == pytest.approx([3.27])
