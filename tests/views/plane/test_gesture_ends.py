"""A gesture ends when something else changes the points under it: it knows classes that are gone, or lacks new ones."""

import numpy as np
import pytest

from playground.document.edits_data import add_class, add_points
from playground.document.limits import excess
from playground.document.presets import first_document
from playground.session.class_choice import take_class
from playground.session.session import Session
from playground.views.plane.tool_driver import ToolDriver
from playground.views.plane.tools import TOOL_KINDS
from playground.views.plane.tools.base import Touch

PIXEL = 12 / 386


@pytest.fixture
def session(qtbot):
    session = Session(first_document())
    yield session
    assert session.close()


@pytest.fixture
def driver(session):
    return ToolDriver(session)


def touch(x, y):
    return Touch(x, y, PIXEL)


def drag_on(driver):
    for x in np.linspace(0.5, 3.0, 6):
        driver.move(touch(x, x / 2))
        driver.tick(0.2)


@pytest.mark.parametrize("tool", TOOL_KINDS)
def test_undo_in_the_middle_takes_the_class_and_ends_the_gesture(session, driver, tool):
    session.edit("Add class", add_class)
    session.hand.set_tool(tool)
    session.hand.set_class(2)
    driver.press(touch(0.0, 0.0))
    drag_on(driver)
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    left = session.document
    assert driver.busy is None
    drag_on(driver)
    driver.release(touch(3.0, 1.5))
    assert session.document is left, "the rest of the gesture does nothing"
    assert len(left.dataset.classes) == 2
    assert not excess(left)


@pytest.mark.parametrize("tool", TOOL_KINDS)
def test_a_class_added_by_its_key_stays_and_ends_the_gesture(session, driver, tool):
    session.hand.set_tool(tool)
    driver.press(touch(0.0, 0.0))
    drag_on(driver)
    take_class(session, 2)
    drag_on(driver)
    driver.release(touch(3.0, 1.5))
    assert len(session.document.dataset.classes) == 3
    assert session.undo_stack.undoText() == "Add class"
    assert not excess(session.document)


def test_the_next_press_begins_another_gesture(session, driver):
    session.hand.set_tool("line")
    driver.press(touch(0.0, 0.0))
    drag_on(driver)
    session.edit("Paste", lambda d: add_points(d, np.zeros((1, 2)), 0))
    count = len(session.document.dataset)
    driver.press(touch(0.0, 0.0))
    drag_on(driver)
    driver.release(touch(3.0, 1.5))
    assert len(session.document.dataset) > count
    assert session.undo_stack.count() == 3
    assert session.undo_stack.undoText().startswith("Draw a line")


def test_a_gesture_goes_on_through_its_own_edits_and_another_class_in_hand(session, driver):
    session.hand.set_tool("brush")
    driver.press(touch(0.0, 0.0))
    drag_on(driver)
    session.hand.set_class(1)
    drag_on(driver)
    assert driver.busy is not None
    driver.release(touch(3.0, 1.5))
    assert session.undo_stack.count() == 1
