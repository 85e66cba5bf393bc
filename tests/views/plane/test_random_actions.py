"""Thousands of random gestures: each is one undo step or none, and undo and redo meet the same documents again.

`PLAYGROUND_ACTIONS=10000 python -m pytest tests/views/plane/test_random_actions.py` does ten thousand of each seed.
"""

import os

import numpy as np
import pytest

from playground.document.edits_data import clear_points
from playground.document.presets import document_for, first_document
from playground.domains.plane.symmetry import KINDS, Symmetry
from playground.domains.plane.tool_options import AmountOption, ChoiceOption, FlagOption
from playground.domains.plane.tools import TOOLS
from playground.session.session import Session
from playground.views.plane.tool_driver import ToolDriver
from playground.views.plane.tools.base import Touch
from tests.support.probes import map_picture

ACTIONS = int(os.environ.get("PLAYGROUND_ACTIONS", "400"))
PIXEL = 12 / 386
MOST_POINTS = 600
"""Beyond them the plane is cleared, so that ten thousand documents fit into memory."""


class Person:
    """Does something at random, again and again."""

    def __init__(self, session, driver, seed):
        self.session, self.driver = session, driver
        self.random = np.random.default_rng(seed)
        self.documents = [session.document]

    def act(self):
        """One action; says what it was."""
        session, index = self.session, self.session.undo_stack.index()
        name = self.pick(["stroke"] * 12 + ["cancelled", "erase", "key", "selection", "undo"])
        if len(session.document.dataset) > MOST_POINTS:
            name = "clear"
        getattr(self, name)()
        self.note(index, name)

    def note(self, before, name):
        """A new step, the same step further on (nudges in a row), one step back, or nothing at all."""
        index, document = self.session.undo_stack.index(), self.session.document
        assert index - before in {-1, 0, 1}
        if index > before:
            del self.documents[index:]
            self.documents.append(document)
        elif name == "key":
            self.documents[index] = document
        assert document is self.documents[index], name

    def clear(self):
        self.session.edit("Clear", clear_points)

    def undo(self):
        self.session.undo_stack.undo()

    def stroke(self):
        self.take_something()
        self.press_and_move()
        self.driver.release(self.touch())

    def cancelled(self):
        self.take_something()
        self.press_and_move()
        assert self.driver.cancel() in {True, False}
        self.driver.release(self.touch())

    def erase(self):
        self.take_something()
        self.driver.press(self.touch(), erasing=True)
        self.driver.move(self.touch())
        self.driver.release(self.touch())

    def key(self):
        if self.random.random() < 0.5:
            self.driver.nudge(*self.random.uniform(-0.5, 0.5, 2))
        else:
            self.driver.tool.enter()

    def selection(self):
        self.driver.ask(self.pick(["all", "invert", "duplicate", "delete"]), PIXEL)

    def press_and_move(self):
        self.driver.press(self.touch())
        for _ in range(self.random.integers(0, 4)):
            self.driver.move(self.touch())
            if self.driver.busy is not None:
                self.driver.tick(1 / 60)

    def take_something(self):
        hand = self.session.hand
        if self.random.random() < 0.7:
            hand.set_tool(self.pick(sorted(TOOLS)))
        hand.set_class(int(self.random.integers(0, 2)))
        hand.set_value(float(self.random.uniform(-1, 1)))
        hand.set_radius(float(self.random.uniform(0.1, 1.5)))
        hand.set_symmetry(Symmetry(self.pick(KINDS), int(self.random.integers(2, 6))))
        for option in TOOLS[hand.tool].options:
            match option:
                case AmountOption(name="density"):
                    hand.set_option(hand.tool, "density", 0.5)
                case AmountOption():
                    hand.set_option(
                        hand.tool, option.name, float(self.random.uniform(option.least, option.start + 0.1))
                    )
                case ChoiceOption():
                    hand.set_option(hand.tool, option.name, self.pick([way.name for way in option.ways]))
                case FlagOption():
                    hand.set_option(hand.tool, option.name, bool(self.random.random() < 0.5))

    def touch(self):
        x, y = self.random.uniform(-6, 6, 2).tolist()
        shift, control = (self.random.random(2) < 0.2).tolist()
        return Touch(x, y, PIXEL, shift, control)

    def pick(self, things):
        return things[int(self.random.integers(len(things)))]


def answers(classes):
    """A map of a network that divides the plane."""
    x, y = np.meshgrid(np.linspace(-6, 6, 24), np.linspace(-6, 6, 24))
    values = np.stack([x, -x], axis=-1) if classes else np.sin(x + y)[..., None]
    return map_picture(values.astype(np.float32))


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_undo_and_redo_meet_the_same_documents(qtbot, task):
    session = Session(clear_points(first_document() if task == "classification" else document_for("reg-plane", (4,))))
    session.undo_stack.setUndoLimit(0)
    session.snapshot = answers(task == "classification")
    person = Person(session, ToolDriver(session), seed=7)
    for _ in range(ACTIONS):
        person.act()
    stack, documents = session.undo_stack, person.documents
    assert stack.index() > ACTIONS / 4
    last = stack.index()
    for index in range(last, 0, -1):
        assert session.document is documents[index]
        stack.undo()
    assert session.document is documents[0]
    assert not stack.canUndo()
    for index in range(1, last + 1):
        stack.redo()
        assert session.document is documents[index]
    assert session.close()
