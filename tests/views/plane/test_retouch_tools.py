"""Tools that stamp shapes and tools that change what is there."""

import numpy as np
import pytest

from playground.document.edits_data import clear_points, make_dataset, set_dataset
from playground.document.presets import document_for, first_document
from playground.domains.plane.shapes import SHAPES
from playground.domains.plane.symmetry import Symmetry
from playground.session.session import Session
from playground.views.plane.tool_driver import ToolDriver
from playground.views.plane.tools.base import Touch

PIXEL = 12 / 386
CHANGING = ("recolour", "magnet", "smudge", "jitter")


@pytest.fixture
def sessions(qtbot):
    made = []

    def make(document):
        made.append(Session(document))
        return made[-1], ToolDriver(made[-1])

    yield make
    for session in made:
        assert session.close()


@pytest.fixture
def field(sessions):
    """Points all over the plane, of two classes."""
    random = np.random.default_rng(0)
    document = first_document()
    data = make_dataset(random.uniform(-5, 5, (400, 2)), random.integers(0, 2, 400), document.dataset.classes)
    return sessions(set_dataset(document, data))


@pytest.fixture
def values(sessions):
    """Points all over the plane with values."""
    random = np.random.default_rng(0)
    data = make_dataset(random.uniform(-5, 5, (400, 2)), random.uniform(-1, 1, 400), ())
    return sessions(set_dataset(document_for("reg-plane", (4,)), data))


def touch(x, y, **held):
    return Touch(x, y, PIXEL, **held)


def stroke(driver, *places, seconds=0.0, **held):
    driver.press(touch(*places[0], **held))
    for place in places[1:]:
        driver.move(touch(*place, **held))
    if seconds:
        for _ in range(10):
            driver.tick(seconds / 10)
    driver.release(touch(*places[-1], **held))


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_a_stamp_is_one_step_and_says_what_it_is(sessions, shape):
    session, driver = sessions(clear_points(first_document()))
    session.hand.set_tool("shape")
    session.hand.set_option("shape", "way", shape)
    stroke(driver, (-2, -2), (1, 1), (2, 2))
    count = len(session.document.dataset)
    assert count > 20
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == f"Stamp a {shape} of {count} points of Orange"


def test_shift_is_even_and_control_from_the_middle(sessions):
    session, driver = sessions(clear_points(first_document()))
    session.hand.set_tool("shape")
    session.hand.set_option("shape", "way", "grid")
    session.hand.set_option("shape", "spread", 0.0)
    stroke(driver, (1, 1), (2, 4), shift=True, control=True)
    points = session.document.dataset.samples
    assert points.mean(axis=0) == pytest.approx((1, 1))
    assert np.ptp(points, axis=0) == pytest.approx(np.full(2, np.ptp(points[:, 0])))


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize("symmetry", [Symmetry(), Symmetry("x")])
def test_only_what_is_under_the_brush_changes(field, name, symmetry):
    session, driver = field
    session.hand.set_tool(name)
    session.hand.set_class(1)
    session.hand.set_symmetry(symmetry)
    before = session.document.dataset
    stroke(driver, (2, 1), (3, 1), seconds=0.3)
    after = session.document.dataset
    changed = (before.samples != after.samples).any(axis=1) | (before.targets != after.targets)
    assert changed.any()
    x, y = before.samples[changed].T
    x = np.abs(x) if symmetry.is_on else x
    assert ((x > 2 - 0.81) & (x < 3 + 0.81) & (np.abs(y - 1) < 0.81)).all()
    assert (before.samples[changed][:, 0] < 0).any() == symmetry.is_on
    assert session.undo_stack.count() == 1
    assert f" {np.count_nonzero(changed)} points" in session.undo_stack.undoText()
    session.undo_stack.undo()
    assert session.document.dataset is before


@pytest.mark.parametrize("name", CHANGING)
def test_a_cancelled_change_leaves_no_trace(field, name):
    session, driver = field
    session.hand.set_tool(name)
    before = session.document
    driver.press(touch(2, 1))
    driver.move(touch(3, 1))
    driver.tick(0.2)
    assert session.document is not before
    assert driver.cancel()
    assert session.document is before
    assert session.undo_stack.count() == 0


def test_recolouring_says_to_what(field):
    session, driver = field
    session.hand.set_tool("recolour")
    session.hand.set_class(1)
    stroke(driver, (-5, 0), (5, 0))
    data = session.document.dataset
    assert (data.targets[np.abs(data.samples[:, 1]) < 0.79] == 1).all()
    assert session.undo_stack.undoText().endswith("points to Blue")
    stroke(driver, (-5, 0), (5, 0))
    assert session.undo_stack.count() == 1, "nothing changed the second time"


@pytest.mark.parametrize(("way", "sign"), [("raise", 1), ("lower", -1)])
def test_values_are_raised_and_lowered(values, way, sign):
    session, driver = values
    session.hand.set_tool("recolour")
    session.hand.set_option("recolour", "way", way)
    before = session.document.dataset.targets
    stroke(driver, (0, 0), seconds=0.5)
    difference = (session.document.dataset.targets - before) * sign
    assert difference.max() > 0.1
    assert difference.min() == 0
    assert session.undo_stack.undoText().startswith(f"{way.capitalize()} values of")


def test_values_are_painted_and_smoothed(values):
    session, driver = values
    session.hand.set_tool("recolour")
    session.hand.set_radius(2.0)
    under = np.hypot(*session.document.dataset.samples.T) < 0.8
    spread = session.document.dataset.targets[under].std()
    session.hand.set_option("recolour", "way", "smooth")
    stroke(driver, (0, 0), seconds=2.0)
    assert session.document.dataset.targets[under].std() < 0.2 * spread
    session.hand.set_option("recolour", "way", "paint")
    session.hand.set_value(0.75)
    stroke(driver, (0, 0), seconds=3.0)
    assert session.document.dataset.targets[under] == pytest.approx(0.75, abs=0.05)


def test_the_magnet_pulls_and_with_shift_pushes(field):
    session, driver = field
    session.hand.set_tool("magnet")
    session.hand.set_radius(2.0)

    def distance():
        return np.hypot(*session.document.dataset.samples[near].T).mean()

    near = np.hypot(*session.document.dataset.samples.T) < 1.5
    start = distance()
    stroke(driver, (0, 0), seconds=0.3)
    pulled = distance()
    stroke(driver, (0, 0), seconds=0.3, shift=True)
    assert pulled < start
    assert distance() > pulled
    assert session.undo_stack.undoText().startswith("Push")
