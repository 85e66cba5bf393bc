"""Points that are added to others: none is lost, every point keeps the name of its class."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.dataset import CLASS_NAMES, MOST_CLASSES, DataClass, default_classes
from playground.document.edits_data import make_dataset
from playground.document.joining import joined

NAMES = (*CLASS_NAMES, "orange ", "cat", "dog", "bird", "Cat")


@st.composite
def datasets(draw):
    size = draw(st.integers(2, MOST_CLASSES))
    names = draw(
        st.lists(st.sampled_from(NAMES), min_size=size, max_size=size, unique_by=lambda name: name.strip().lower())
    )
    colors = draw(st.permutations(range(MOST_CLASSES)))
    classes = tuple(DataClass(name, color) for name, color in zip(names, colors, strict=False))
    targets = draw(st.lists(st.integers(0, size - 1), max_size=20))
    points = np.arange(2 * len(targets), dtype=float).reshape(-1, 2)
    return make_dataset(points, targets, classes, draw(st.sampled_from([0.0, 0.5, 1.0])), draw(st.integers(0, 9)))


def named(data):
    names = [one.name.strip().casefold() for one in data.classes]
    return [names[target] for target in data.targets]


@given(datasets(), datasets())
def test_every_point_keeps_its_place_and_the_name_of_its_class_or_there_are_too_many(data, added):
    all_names = {one.name.strip().casefold() for one in data.classes} | set(named(added))
    if len(all_names) > MOST_CLASSES:
        new = len(all_names) - len(data.classes)
        with pytest.raises(ValueError, match=f"{len(data.classes)} classes and {new} new are {len(all_names)}"):
            joined(data, added)
        return
    after = joined(data, added)
    assert np.array_equal(after.samples, np.concatenate([data.samples, added.samples]))
    assert named(after) == named(data) + named(added)
    assert after.classes[: len(data.classes)] == data.classes
    assert {one.name.strip().casefold() for one in after.classes} == all_names
    assert len({one.color for one in after.classes}) == len(after.classes)
    assert np.array_equal(after.is_test[: len(data)], data.is_test)
    assert (after.train_fraction, after.split_seed, after.source) == (data.train_fraction, data.split_seed, data.source)
    if data.train_fraction in {0.0, 1.0}:
        assert (after.is_test[len(data) :] == (data.train_fraction == 0.0)).all()
    assert not any(array.flags.writeable for array in (after.samples, after.targets, after.is_test))


def test_values_are_added_to_values_alone():
    values = make_dataset(np.zeros((2, 2)), [0.5, -0.5], ())
    classes = make_dataset(np.zeros((2, 2)), [0, 1], default_classes(2))
    assert joined(values, values).targets.tolist() == [[0.5], [-0.5], [0.5], [-0.5]]
    with pytest.raises(ValueError, match="the points at hand have classes and these have values"):
        joined(classes, values)
    with pytest.raises(ValueError, match="the points at hand have values and these have classes"):
        joined(values, classes)


def test_an_empty_plane_takes_any_points():
    nothing = make_dataset(np.zeros((0, 2)), [], default_classes(2), 1.0, 4)
    values = make_dataset(np.zeros((3, 2)), [0.5, 0.0, 1.0], ())
    after = joined(nothing, values)
    assert after.classes == ()
    assert len(after) == 3
    assert (after.train_fraction, after.split_seed, after.test_count) == (1.0, 4, 0)


def test_a_colour_that_is_taken_gives_way():
    data = make_dataset(np.zeros((1, 2)), [0], (DataClass("a", 3), DataClass("b", 0)))
    added = make_dataset(np.zeros((1, 2)), [0], (DataClass("c", 3), DataClass("unused", 5)))
    assert joined(data, added).classes[2:] == (DataClass("c", 1),)
