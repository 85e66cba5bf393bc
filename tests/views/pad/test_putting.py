"""Drawings join the training pictures by keys and by the button."""

import numpy as np
import pytest

from playground.document import edits_data
from playground.session.class_keys import class_of_key
from tests.support.pad import stroke


def count_of(session, name):
    data = session.document.dataset
    return data.counts()[[one.name for one in data.classes].index(name)]


def test_a_key_puts_the_drawing_into_the_class_of_that_name(open_pad, qtbot):
    session, view, said = open_pad()
    before, sevens = session.document, count_of(session, "7")
    stroke(view)
    picture = session.selection.picture
    qtbot.keyClicks(view.pad, "7")
    data = session.document.dataset
    assert count_of(session, "7") == sevens + 1
    assert np.array_equal(data.samples[-1], picture.reshape(-1))
    assert not data.is_test[-1]
    assert said[-1] == f"Put into class 7 ({sevens + 1} pictures)"
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.document is before


def test_after_that_the_next_one_can_be_drawn_at_once(open_pad, qtbot):
    session, view, _ = open_pad()
    for _ in range(3):
        stroke(view)
        qtbot.keyClicks(view.pad, "0")
    assert not view.pad.drawing.strokes
    assert session.undo_stack.count() == 3
    view.tools.undo.click()
    assert view.pad.drawing.strokes, "the last drawing comes back"


def test_variations_go_in_with_it_as_one_step(open_pad, qtbot):
    session, view, _ = open_pad()
    sevens, before = count_of(session, "7"), len(session.document.dataset)
    view.options.variations.set_value(5)
    stroke(view)
    qtbot.keyClicks(view.pad, "7")
    assert count_of(session, "7") == sevens + 6
    added = session.document.dataset.samples[before:]
    assert len(np.unique(added, axis=0)) == 6
    assert 0 <= added.min() <= added.max() <= 1
    session.undo_stack.undo()
    assert len(session.document.dataset) == before


def test_the_button_takes_the_class_in_hand(open_pad):
    session, view, _ = open_pad()
    assert not view.put_button.isEnabled()
    session.hand.set_class(3)
    threes = count_of(session, "3")
    stroke(view)
    view.put_button.click()
    assert count_of(session, "3") == threes + 1


def test_an_own_class_gets_its_drawings(open_pad):
    session, view, _ = open_pad("shapes")
    classes = len(session.document.dataset.classes)
    session.edit("Add class", edits_data.add_class)
    assert len(session.document.dataset.classes) == classes + 1
    session.hand.set_class(classes)
    for _ in range(20):
        stroke(view)
        view.put_button.click()
    assert session.document.dataset.counts()[classes] == 20


def test_a_key_without_a_class_says_so(open_pad, qtbot):
    session, view, said = open_pad("bars")
    stroke(view)
    qtbot.keyClicks(view.pad, "9")
    assert said[-1].startswith("There is no class 9 yet")
    assert session.undo_stack.count() == 0


def test_nothing_drawn_is_nothing_put(open_pad, qtbot):
    session, view, said = open_pad()
    qtbot.keyClicks(view.pad, "7")
    assert said[-1].startswith("Draw something first")
    assert session.undo_stack.count() == 0


@pytest.mark.parametrize(("key", "expected"), [("1", 1), ("0", 0), ("9", 9), ("A", None), ("b", None)])
def test_digits_that_are_names_mean_those(open_pad, key, expected):
    session, _, _ = open_pad()
    assert class_of_key(session.document.dataset.classes, key) == expected


@pytest.mark.parametrize(("key", "expected"), [("A", 0), ("b", 1), ("z", 25), ("3", 2)])
def test_letters_that_are_names_mean_those_and_digits_places(open_pad, key, expected):
    session, _, _ = open_pad("letters")
    assert class_of_key(session.document.dataset.classes, key) == expected


def test_keys_of_classes_work_wherever_the_focus_is_in_the_panel(open_pad, qtbot):
    session, view, _ = open_pad()
    stroke(view)
    before = len(session.document.dataset)
    qtbot.keyClicks(view.tools.pen, "7")
    assert len(session.document.dataset) == before + 1
