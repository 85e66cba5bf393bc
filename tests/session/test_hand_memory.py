"""What the tools are set to comes back as it was, and no remembered text can set them to what they cannot be."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.plane.symmetry import KINDS, Symmetry
from playground.domains.plane.tool_options import ActionOption, AmountOption, ChoiceOption
from playground.domains.plane.tools import TOOLS
from playground.session.hand import LEAST_RADIUS, MOST_RADIUS, PENS, Hand
from playground.session.hand_memory import recall, remembered

OPTIONS = [
    (tool.name, option) for tool in TOOLS.values() for option in tool.options if not isinstance(option, ActionOption)
]


def values_of(option):
    if isinstance(option, AmountOption):
        return st.floats(option.least, option.most)
    return st.sampled_from([way.name for way in option.ways]) if isinstance(option, ChoiceOption) else st.booleans()


def state(hand):
    return (
        hand.radius,
        hand.symmetry,
        hand.pen,
        {(tool, one.name): hand.option(tool, one.name) for tool, one in OPTIONS},
    )


def is_sound(hand):
    for tool, option in OPTIONS:
        value = hand.option(tool, option.name)
        if isinstance(option, AmountOption):
            assert option.least <= value <= option.most
        elif isinstance(option, ChoiceOption):
            assert value in {way.name for way in option.ways}
        else:
            assert isinstance(value, bool)
    assert LEAST_RADIUS <= hand.radius <= MOST_RADIUS
    assert hand.symmetry.kind in KINDS
    assert 2 <= hand.symmetry.folds <= 12
    assert hand.pen in PENS


@given(data=st.data())
def test_what_was_set_comes_back(data):
    hand, other = Hand(), Hand()
    hand.set_radius(data.draw(st.floats(LEAST_RADIUS, MOST_RADIUS)))
    hand.set_symmetry(Symmetry(data.draw(st.sampled_from(KINDS)), data.draw(st.integers(2, 12))))
    hand.set_pen(data.draw(st.sampled_from(PENS)))
    for tool, option in OPTIONS:
        hand.set_option(tool, option.name, data.draw(values_of(option)))
    recall(other, remembered(hand))
    assert state(other) == state(hand)


def test_only_what_was_changed_is_remembered():
    hand = Hand()
    assert json.loads(remembered(hand))["options"] == {}
    hand.set_option("brush", "density", 9.0)
    assert json.loads(remembered(hand))["options"] == {"brush.density": 9.0}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(
    radius=ANYTHING,
    symmetry=ANYTHING | st.fixed_dictionaries({"kind": ANYTHING, "folds": ANYTHING}),
    pen=ANYTHING,
    options=st.dictionaries(st.sampled_from([f"{tool}.{one.name}" for tool, one in OPTIONS]), ANYTHING),
)
def test_nothing_wrong_is_taken(radius, symmetry, pen, options):
    hand = Hand()
    recall(hand, json.dumps({"radius": radius, "symmetry": symmetry, "pen": pen, "options": options}))
    is_sound(hand)


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", "[" * 10_000, '{"radius": 1e999}', "x" * 50_000])
def test_no_text_changes_anything_by_accident(text):
    hand = Hand()
    before = state(hand)
    recall(hand, text)
    assert state(hand) == before
