"""Fill and eyedropper: tools that ask the network's map."""

import numpy as np
import pytest

from playground.document.edits_data import clear_points, make_dataset, set_dataset
from playground.document.presets import document_for, first_document
from playground.session.session import Session
from playground.views.plane.tool_driver import ToolDriver
from playground.views.plane.tools.base import Touch
from tests.support.probes import map_picture

PIXEL = 12 / 386
EXTENT = (-6.0, 6.0, -6.0, 6.0)


def click(driver, x, y):
    driver.press(Touch(x, y, PIXEL))
    driver.release(Touch(x, y, PIXEL))


def halves():
    """A map that answers class 1 on the right, and in a patch at the upper left."""
    x, y = np.meshgrid(np.linspace(-6, 6, 48), np.linspace(-6, 6, 48))
    second = (x > 0) | ((x < -4) & (y > 4))
    return np.stack([~second, second], axis=-1).astype(np.float32)


@pytest.fixture
def session(qtbot):
    session = Session(clear_points(first_document()))
    session.snapshot = map_picture(halves(), EXTENT)
    session.hand.set_class(1)
    yield session
    assert session.close()


@pytest.fixture
def driver(session):
    return ToolDriver(session)


def test_fill_covers_all_that_the_class_in_hand_has(session, driver):
    session.hand.set_tool("fill")
    click(driver, -3, 0)
    x, y = session.document.dataset.samples.T
    assert len(x) == pytest.approx(2 * (halves()[..., 1].mean() * 144), abs=1)
    assert ((x > -0.2) | ((x < -3.8) & (y > 3.8))).all()
    assert (x < -3.8).any()
    assert (session.document.dataset.targets == 1).all()
    assert session.undo_stack.undoText() == f"Fill with {len(x)} points of Blue"


def test_fill_here_covers_one_patch_with_the_class_in_hand(session, driver):
    session.hand.set_tool("fill")
    session.hand.set_option("fill", "way", "here")
    click(driver, -5, 5)
    x, y = session.document.dataset.samples.T
    assert len(x) > 0
    assert ((x < -3.8) & (y > 3.8)).all()


def test_fill_says_when_there_is_nothing_to_fill(session, driver, qtbot):
    session.hand.set_tool("fill")
    session.snapshot = map_picture(halves() * (1, 0), EXTENT)
    for snapshot in (session.snapshot, None):
        session.snapshot = snapshot
        with qtbot.waitSignal(session.message_posted, timeout=0):
            click(driver, 0, 0)
    assert session.undo_stack.count() == 0


def test_fill_with_values_covers_where_the_answer_is_near(qtbot):
    session = Session(clear_points(document_for("reg-plane", (4,))))
    x, _ = np.meshgrid(np.linspace(-6, 6, 48), np.linspace(-6, 6, 48))
    session.snapshot = map_picture((x / 6)[..., None].astype(np.float32), EXTENT)
    session.hand.set_tool("fill")
    session.hand.set_value(0.5)
    click(ToolDriver(session), 0, 0)
    points = session.document.dataset.samples
    assert len(points) > 10
    assert np.abs(points[:, 0] - 3).max() < 0.6 + 0.3
    assert session.close()


def test_the_eyedropper_takes_the_nearest_point_then_the_map_and_goes_back(session, driver):
    data = make_dataset([[3.0, 3.0], [-3.0, -3.0]], [0, 1], session.document.dataset.classes)
    session.edit("Two points", lambda d: set_dataset(d, data))
    session.hand.set_tool("spray")
    for place, taken in (((3.1, 3.1), 0), ((-3.1, -3.0), 1), ((-2, 2), 0), ((2, 2), 1)):
        session.hand.set_tool("eyedropper")
        click(driver, *place)
        assert session.hand.class_index == taken
        assert session.hand.tool == "spray"
    assert session.undo_stack.count() == 1


def test_the_eyedropper_takes_values(qtbot):
    data = make_dataset([[3.0, 3.0], [-3.0, -3.0]], [0.25, -0.5], ())
    session = Session(set_dataset(document_for("reg-plane", (4,)), data))
    session.hand.set_tool("eyedropper")
    click(ToolDriver(session), -3, -3)
    assert session.hand.value == -0.5
    assert session.close()
