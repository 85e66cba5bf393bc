"""What is kept of the insides over the epochs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.training.probes.layer_statistics import LayerSummary, NetworkStatistics, distribution
from playground.views.inside.record import MOST, Record, epoch_marks, limits, over_layers, place_of


def moment(epoch, uids=(1, 0), scale=1.0):
    spread = distribution(np.arange(10.0) * scale)
    return NetworkStatistics(
        float(epoch), 5, tuple(LayerSummary(uid, spread, None, None, scale, 0.0, 0.0) for uid in uids)
    )


def record_of(epochs):
    record = Record()
    for epoch in epochs:
        record.add(moment(epoch))
    return record


def epochs_of(record):
    return [one.epoch for one in record.moments()]


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=400).map(sorted))
def test_it_is_bounded_in_order_and_holds_both_ends(epochs):
    record = record_of(epochs)
    kept = epochs_of(record)
    assert len(kept) <= MOST + 1
    assert kept == sorted(set(kept))
    assert kept[-1] == epochs[-1]
    assert place_of(kept[0]) == place_of(epochs[0])
    assert ((record.shares() >= 0) & (record.shares() <= 1)).all()


def test_every_decade_has_its_share():
    record = record_of(range(20_000))
    places = np.array([place_of(epoch) for epoch in epochs_of(record)])
    for decade in (1, 2, 3):
        assert ((places >= decade) & (places < decade + 1)).sum() >= MOST / 12


def test_going_back_forgets_what_came_after():
    record = record_of([0, 10, 100, 1000])
    record.add(moment(50))
    assert epochs_of(record) == [0, 10, 50]
    record.add(moment(0))
    assert epochs_of(record) == [0]


def test_layers_are_found_again_by_their_uids():
    record = record_of([0, 10])
    record.add(moment(11, uids=(2, 0, 1), scale=3.0))
    np.testing.assert_array_equal(record.errors((2, 1)), [[np.nan, 1.0], [np.nan, 1.0], [3.0, 3.0]])
    medians = record.quantiles("activations", (0, 2))[..., 3]
    np.testing.assert_array_equal(medians, [[4.5, 4.5, 13.5], [np.nan, np.nan, 13.5]])


def test_a_moment_over_other_layers_has_nothing_where_they_were_not():
    told = over_layers(moment(3, uids=(4, 0)), (4, 5, 0))
    assert [layer.uid for layer in told.layers] == [4, 5, 0]
    assert [layer.activations is None for layer in told.layers] == [False, True, False]
    assert np.isnan(told.layers[1].error)
    same = moment(3)
    assert over_layers(same, (1, 0)) is same


def test_a_share_of_the_axis_finds_the_moment_before_it():
    record = record_of([0, 9, 99])
    assert [record.at(share).epoch for share in (0.0, 0.49, 0.5, 0.99, 1.0)] == [0, 0, 9, 9, 99]
    assert Record().at(0.5) is None


def test_tables_have_a_row_for_each_moment():
    record = record_of([0, 10, 100])
    assert record.quantiles("activations", (1, 0)).shape == (2, 3, 7)
    np.testing.assert_array_equal(record.quantiles("activations", (1, 0))[:, :, 3], 4.5)
    assert np.isnan(record.quantiles("weights", (1, 0))).all()
    np.testing.assert_array_equal(record.errors((1, 0)), np.ones((3, 2)))


def test_axes():
    assert epoch_marks(place_of(10)) == [0, 1, 10]
    assert epoch_marks(place_of(2500)) == [0, 1, 10, 100, 1000]
    low, high = limits(np.array([0.0, 1.0, np.nan]))
    assert low < 0.0
    assert high > 1.0
    assert limits(np.array([np.nan])) == (-1.0, 1.0)
    low, high = limits(np.array([3.0, 3.0]))
    assert low < 3.0 < high
