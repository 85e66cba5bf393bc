"""The values of a regression as a document has them: edits, names, files, words for what is wrong."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document import edits_data, edits_points
from playground.document.data_operations import DATA_OPERATIONS, change_words
from playground.document.dataset import LONGEST_NAME, MOST_VALUES, frozen, readable_name
from playground.document.edits_cells import ValueField, set_cells
from playground.document.edits_scaling import scaled_loss_words, words_of_scaling
from playground.document.edits_values import add_value, remove_value, rename_value
from playground.document.errors import DocumentError
from playground.document.joining import joined
from playground.document.presets import document_for
from playground.document.scaling import AxisScale, Scaling
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.runs import points_of
from tests.support.scaled import flat_document

names = st.lists(st.text(max_size=80), min_size=1, max_size=MOST_VALUES)
axes = st.builds(AxisScale, st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))


@given(names)
def test_names_are_readable_and_tell_values_apart(given_names):
    document = document_to_dict(flat_document())
    numbers = [0.5] * len(given_names)
    document["dataset"] |= {"values": given_names, "points": [[0.0, 1.0, *numbers, 0]]}
    found = document_from_dict(document).dataset.values
    assert len(set(found)) == len(found) == len(given_names)
    assert all(name and len(name) <= LONGEST_NAME and name.isprintable() for name in found)


@pytest.mark.parametrize(
    ("text", "name"), [("line\none", "line one"), ("a\r\nb\tc", "a b c"), ("\n a\x07\n", "a"), ("\n", "")]
)
def test_a_name_of_several_lines_becomes_one_line_of_words(text, name):
    assert readable_name(text) == name


@given(st.lists(axes, max_size=4), st.lists(axes, max_size=4), st.integers(1, 5))
def test_values_change_units_one_by_one_and_back(first, second, count):
    one, other = Scaling((), tuple(first)), Scaling((), tuple(second))
    values = np.random.default_rng(0).uniform(-1.0, 1.0, (7, count))
    units = one.values_to_units(values)
    for place in range(count):
        assert np.array_equal(units[:, place], one.value(place).to_units(values[:, place]))
    assert np.allclose(one.values_from_units(units), values, atol=1e-6)
    through = one.of(other).values_to_units(values)
    assert np.allclose(one.values_to_units(through), other.values_to_units(values), rtol=1e-9, atol=1e-3)


@given(st.integers(1, MOST_VALUES), st.data())
def test_what_is_added_and_removed_leaves_the_other_values(count, data):
    document = document_for("reg-plane", (3,))
    for _ in range(count - 1):
        document = add_value(document)
    assert len(set(document.dataset.values)) == len(document.dataset.values) == count
    gone = data.draw(st.integers(0, count - 1))
    after = remove_value(document, gone)
    if count == 1:
        assert after is document
        return
    assert after.dataset.values == document.dataset.values[:gone] + document.dataset.values[gone + 1 :]
    assert np.array_equal(after.dataset.targets, np.delete(document.dataset.targets, gone, axis=1))


def test_a_new_value_is_zero_and_no_generator_makes_it():
    document = add_value(document_for("reg-plane", (3,)))
    assert document.dataset.values == ("value", "value 2")
    assert not document.dataset.targets[:, 1].any()
    assert document.dataset.source is None


def test_there_are_no_more_than_sixteen_and_none_with_classes():
    document = document_for("reg-plane", (3,))
    for _ in range(MOST_VALUES + 3):
        document = add_value(document)
    assert len(document.dataset.values) == MOST_VALUES
    classes = document_for("circle", (3,))
    assert add_value(classes) is remove_value(classes, 0) is rename_value(classes, 0, "a") is classes


def test_scaling_and_units_go_with_their_value():
    document = flat_document()
    after = remove_value(document, 0)
    assert after.scaling.values == document.scaling.values[1:]
    assert np.allclose(after.dataset.answers, document.dataset.answers[:, 1:])


def test_a_name_is_taken_once():
    document = flat_document()
    assert rename_value(document, 0, "age") is document
    assert rename_value(document, 0, "\u202e") is document
    assert rename_value(document, 0, " price ").dataset.values == ("price", "age", "energy")


def test_points_are_painted_with_one_value():
    document = flat_document()
    places = np.array([[0.0, 0.0], [1.0, 1.0]])
    added = edits_data.add_points(document, places, 0.5, 1).dataset.targets[-2:]
    assert added.tolist() == [[0.0, 0.5, 0.0]] * 2
    mask = np.arange(len(document.dataset)) < 3
    painted = edits_data.set_targets(document, mask, 0.25, 2).dataset.targets
    assert (painted[:3, 2] == 0.25).all()
    assert np.array_equal(painted[:, :2], document.dataset.targets[:, :2])
    assert edits_data.set_targets(document, mask, document.dataset.targets[0, 0], 0) is not document
    again = edits_points.relabel_points(document, np.array([1]), np.array([0.75]), 2).dataset.targets
    assert again[1].tolist() == [*document.dataset.targets[1, :2], 0.75]


def test_cells_are_written_value_by_value():
    document = flat_document()
    after = set_cells(document, [(0, ValueField(2), 0.5), (1, ValueField(0), -0.5)])
    assert (after.dataset.targets[0, 2], after.dataset.targets[1, 0]) == (0.5, -0.5)
    assert set_cells(after, [(0, ValueField(2), 0.5)]) is after


@pytest.mark.parametrize("key", DATA_OPERATIONS)
def test_every_operation_on_the_points_keeps_the_shape_of_values(key):
    data = flat_document().dataset
    if DATA_OPERATIONS[key].needs == "classes":
        return
    chosen = np.arange(len(data)) % 2 == 0
    after = DATA_OPERATIONS[key].start(data).apply(data, chosen)
    assert after.targets.shape == (len(after), 3)
    assert after.values == data.values
    assert change_words(data, after)


def test_sets_join_where_they_have_as_many_values():
    data = flat_document().dataset
    both = joined(data, data)
    assert np.allclose(both.answers[len(data) :], data.answers)
    fewer = remove_value(flat_document(), 2).dataset
    with pytest.raises(ValueError, match="at hand have 3 values and these have 2 values: they can only replace"):
        joined(data, fewer)


def test_words_of_scaling_name_the_values():
    document = flat_document()
    assert words_of_scaling(document.scaling, document.dataset).startswith("5 columns are standardised")
    assert scaled_loss_words(document) == "Losses count each value in its own standard deviation; R² has no unit."
    one = remove_value(remove_value(document, 0), 0)
    assert words_of_scaling(one.scaling, one.dataset).startswith("x, y and values are standardised (mean ")


# ---- files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inline", [True, False])
def test_a_document_of_several_values_opens_again(inline):
    document = flat_document()
    plain = document_to_dict(document, inline_points=inline)
    back = document_from_dict(plain, None if inline else points_of(document))
    assert back.dataset.values == ("rent", "age", "energy")
    assert back.scaling == document.scaling
    assert back.dataset.units == document.dataset.units
    assert np.array_equal(back.dataset.targets, document.dataset.targets)


def test_files_call_the_scalings_value_value2_value3():
    plain = document_to_dict(flat_document())
    assert list(plain["scaling"]) == list(plain["dataset"]["units"]) == ["x", "y", "value", "value2", "value3"]
    assert plain["dataset"]["values"] == ["rent", "age", "energy"]
    assert len(plain["dataset"]["points"][0]) == 6


def test_one_value_is_written_as_it_always_was():
    document = document_for("reg-plane", (3,))
    plain = document_to_dict(document)
    assert "values" not in plain["dataset"]
    assert len(plain["dataset"]["points"][0]) == 4
    assert points_of(document)["targets"].shape == (len(document.dataset),)
    back = document_from_dict(document_to_dict(document, inline_points=False), points_of(document))
    assert np.array_equal(back.dataset.targets, document.dataset.targets)


def test_names_in_files_are_made_readable():
    plain = document_to_dict(flat_document())
    plain["dataset"]["values"] = ["a", "a", "\u202e"]
    assert document_from_dict(plain).dataset.values == ("a", "a 2", "value")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"values": "rent"}, r"dataset\.values: expected a list of 1 to 16 names"),
        ({"values": []}, r"dataset\.values: expected a list of 1 to 16 names"),
        ({"values": ["v"] * 17}, r"dataset\.values: expected a list of 1 to 16 names"),
        ({"values": ["a", 2]}, r"dataset\.values: expected a list of 1 to 16 names"),
        ({"values": ["a"]}, r"dataset\.points\[0\]: expected \[x, y, target\] or \[x, y, target, test\]"),
        ({"values": ["a", "b"]}, r"dataset\.points\[0\]: expected \[x, y, 2 values\] or"),
        ({"points": [[0, 0, 1, 2]]}, r"dataset\.points\[0\]: expected \[x, y, 3 values\] or \[x, y, 3 values, test\]"),
        ({"points": [[0, 0, 1, 2, "a"]]}, r"dataset\.points\[0\]\[4\]: 'a' is not a finite number"),
    ],
)
def test_wrong_files_are_refused_in_words(change, words):
    plain = document_to_dict(flat_document())
    plain["dataset"] |= change
    with pytest.raises(DocumentError, match=words):
        document_from_dict(plain)


def test_arrays_of_another_number_of_values_are_refused():
    document = flat_document()
    plain, arrays = document_to_dict(document, inline_points=False), points_of(document)
    with pytest.raises(DocumentError, match="a sample is to have 3 values"):
        document_from_dict(plain, arrays | {"targets": arrays["targets"][:, :2]})
    with pytest.raises(DocumentError, match="not a finite number"):
        document_from_dict(plain, arrays | {"targets": np.where(arrays["targets"] > 0, np.nan, 0.0)})
    wide = replace(document.dataset, targets=frozen(np.zeros((len(document.dataset), 4)), np.float64))
    with pytest.raises(DocumentError, match="a sample is to have 3 values"):
        document_from_dict(plain, points_of(replace(document, dataset=wide)))
