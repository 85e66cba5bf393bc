"""Tables of several columns in the document: what is joined, what operations do, and which columns are seen first."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.data_operations import DATA_OPERATIONS, refusal
from playground.document.data_operations.add_noise import AddNoise
from playground.document.data_operations.balance import Balance
from playground.document.data_operations.deduplicate import Deduplicate
from playground.document.dataset import frozen
from playground.document.joining import joined, range_words
from playground.document.limits import excess
from playground.document.presets import first_document
from playground.document.run_words import data_mark
from playground.domains.table.telling import telling_columns
from playground.tf_playground.link_writer import LinkError, write_link
from tests.support.wide import table_data, table_document

COLUMNS = ("age", "height", "weight", "pulse")


# ---- joining ---------------------------------------------------------------------------------------------------------


def test_rows_are_added_by_the_names_of_their_columns():
    here, other = table_data(), table_data(seed=1)
    turned = table_data(("Pulse ", "age", "weight", "height"), seed=1)
    order = [1, 3, 2, 0]
    turned = replace(
        turned,
        samples=frozen(other.samples[:, [3, 0, 2, 1]], np.float64),
        units=replace(other.units, columns=tuple(other.units.columns[i] for i in (3, 0, 2, 1))),
    )
    after = joined(here, turned)
    assert after.columns == COLUMNS
    assert np.allclose(after.places[len(here) :], other.places, rtol=1e-12)
    assert np.allclose(after.places[len(here) :], turned.places[:, order], rtol=1e-12)
    assert excess(replace(table_document(), dataset=after)) == ""


@pytest.mark.parametrize(
    ("added", "words"),
    [
        (table_data(("age", "height", "weight", "size")), "column pulse is only at hand"),
        (table_data((*COLUMNS, "size")), "column size is only here"),
        (table_data(("age", "age", "weight", "pulse")), "column height is only at hand"),
        (first_document().dataset, "at hand: table of several columns; here: points of the plane"),
    ],
)
def test_other_columns_are_refused_in_words(added, words):
    with pytest.raises(ValueError, match="can only replace those at hand") as caught:
        joined(table_data(), added)
    assert words in str(caught.value)


def test_rows_are_not_added_to_points_of_the_plane():
    with pytest.raises(ValueError, match="at hand: points of the plane; here: table of several columns"):
        joined(first_document().dataset, table_data())


def test_where_nothing_is_at_hand_the_table_is_taken_with_its_columns():
    empty = replace(first_document().dataset, samples=frozen(np.empty((0, 2)), np.float64), source=None)
    empty = replace(empty, targets=frozen([], np.int64), is_test=frozen([], np.bool_))
    after = joined(empty, table_data())
    assert (after.domain, after.columns, after.samples.shape) == ("table", COLUMNS, (60, 4))


def test_columns_of_another_range_are_told_the_first_few():
    here = table_data()
    far = replace(here, units=replace(here.units, columns=tuple(replace(a, centre=1e9) for a in here.units.columns)))
    words = range_words(here, far)
    assert len(words) == 3
    assert words[0].startswith("age: from ")


# ---- operations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", DATA_OPERATIONS)
def test_every_operation_works_on_rows_or_says_why_not(key):
    kind, data = DATA_OPERATIONS[key], table_data(rows=31)
    chosen = np.arange(len(data)) < 7
    if refusal(kind, data, chosen):
        assert "table" in refusal(kind, data, chosen)
        assert not refusal(kind, first_document().dataset, np.ones(280, np.bool_))
        return
    after = kind.start(data).apply(data, chosen)
    assert after.samples.shape[1] == len(COLUMNS)
    assert (after.domain, after.columns) == ("table", COLUMNS)
    assert len(after.samples) == len(after.targets) == len(after.is_test)


def test_normalising_to_the_view_is_for_the_plane():
    assert "columns of a table fill the map as they are" in refusal(DATA_OPERATIONS["normalise"], table_data(), None)


def test_noise_is_in_the_spread_of_each_column():
    data = table_data(rows=2_000)
    shift = AddNoise(position=0.5).apply(data, None).places - data.places
    assert np.allclose(shift.std(axis=0), 0.5 * data.places.std(axis=0), rtol=0.1)


def test_only_rows_that_are_alike_in_every_column_are_duplicates():
    data = table_data(rows=6, classes=0)
    samples = data.samples.copy()
    samples[3:] = samples[:3]
    samples[5, 3] += 0.1
    targets = np.tile(data.targets[:3], (2, 1))
    data = replace(data, samples=frozen(samples, np.float64), targets=frozen(targets, np.float64))
    assert len(Deduplicate().apply(data, None)) == 4
    assert len(Deduplicate(distance=2.0).apply(data, None)) <= 4


def test_balancing_keeps_rows_whole():
    data = table_data(rows=31)
    after = Balance().apply(data, None)
    assert {tuple(row) for row in after.samples.tolist()} <= {tuple(row) for row in data.samples.tolist()}


# ---- seen first ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("classes", [0, 2, 3])
def test_the_columns_that_tell_most_are_seen_first(classes):
    data = table_data(rows=300, classes=classes)
    assert data.shown_first == (1, 3)
    assert data.section().across == 1
    assert np.array_equal(data.seen_on(data.section()), data.samples[:, [1, 3]])


def test_the_plane_shows_x_and_y():
    assert first_document().dataset.shown_first == (0, 1)


@given(st.integers(0, 6), st.integers(2, 6), st.booleans(), st.integers(0, 9))
def test_two_columns_are_found_in_any_table(rows, width, has_classes, seed):
    random = np.random.default_rng(seed)
    samples = random.integers(0, 3, (rows, width)).astype(float)
    targets = random.integers(0, 2, rows)
    first, second = telling_columns(samples, targets, has_classes=has_classes)
    assert first != second
    assert {first, second} <= set(range(width))


def test_a_column_that_does_not_vary_tells_nothing():
    samples = np.column_stack([np.full(50, 0.1), np.arange(50) % 2, np.arange(50) % 3])
    assert telling_columns(samples, np.arange(50) % 2, has_classes=True) == (1, 2)


# ---- words -----------------------------------------------------------------------------------------------------------


def test_a_run_on_a_table_counts_rows():
    assert data_mark(table_data()).words == "60 rows"


def test_a_link_cannot_hold_a_table():
    with pytest.raises(LinkError, match="a table of 4 columns"):
        write_link(table_document())
