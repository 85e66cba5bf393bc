"""Places along an axis: values have cells that are one wide, and parts of a range lie within it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiments.axis_places import place_of, span_of, value_at
from playground.experiments.variations import Axis

EVEN = Axis("l2", (0.0, 0.25, 0.5, 0.75, 1.0))
DECADES = Axis("learning_rate", (0.001, 0.01, 0.1, 1.0), is_log=True)
FALLING = Axis("l2", (1.0, 0.5, 0.0))
CHOICES = Axis("optimizer", ("adam", "sgd", "lion"))


def test_a_value_stands_in_the_middle_of_its_cell():
    assert [place_of(EVEN, value) for value in EVEN.values] == [0.5, 1.5, 2.5, 3.5, 4.5]
    assert place_of(DECADES, 10**-1.5) == pytest.approx(2.0)
    assert place_of(FALLING, 0.25) == 2.0
    assert place_of(CHOICES, "sgd") == 1.5
    with pytest.raises(ValueError, match="not in"):
        place_of(CHOICES, "rmsprop")


def test_beyond_the_ends_are_the_ends():
    assert value_at(EVEN, -7.0) == 0.0
    assert value_at(EVEN, 5.0) == 1.0
    assert value_at(CHOICES, 1.0) is None


@given(st.sampled_from([EVEN, DECADES, FALLING]), st.floats(0.0, 1.0))
def test_a_place_and_its_value_go_there_and_back(axis, share):
    place = 0.5 + share * (len(axis.values) - 1)
    assert place_of(axis, value_at(axis, place)) == pytest.approx(place, abs=1e-9)


@pytest.mark.parametrize("axis", [EVEN, DECADES, FALLING, CHOICES])
def test_an_axis_spans_itself(axis):
    assert span_of(axis, axis) == pytest.approx((0.0, len(axis.values)))


def test_parts_lie_where_their_values_do():
    finer = Axis("l2", tuple(np.linspace(0.25, 0.75, 9).tolist()))
    assert span_of(EVEN, finer) == pytest.approx((1.5 - 0.125, 3.5 + 0.125))
    assert span_of(CHOICES, Axis("optimizer", ("sgd", "lion"))) == (1.0, 3.0)
    assert span_of(Axis("u", (1, 2, 3)), Axis("u", (2,))) == (1.0, 2.0)


@pytest.mark.parametrize(
    "part",
    [
        Axis("l1", (0.25, 0.5)),
        Axis("l2", (0.5, 1.5)),
        Axis("l2", (0.5, 0.5)),
        Axis("l2", ()),
    ],
)
def test_what_is_no_part_has_no_span(part):
    assert span_of(EVEN, part) is None
    assert span_of(CHOICES, Axis("optimizer", ("adam", "lion"))) is None, "they do not follow each other"
