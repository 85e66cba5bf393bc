"""Selecting, and what the handles round the selection do."""

import numpy as np
import pytest

from playground.document.edits_data import make_dataset, set_dataset
from playground.document.presets import document_for, first_document
from playground.domains.plane.symmetry import Symmetry
from playground.session.session import Session
from playground.views.plane.tool_driver import ToolDriver
from playground.views.plane.tools.base import Touch
from playground.views.plane.tools.handles import KNOB, PAD

PIXEL = 12 / 386
CORNERS = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [4.0, 4.0]])


@pytest.fixture
def session(qtbot):
    document = first_document()
    data = make_dataset(CORNERS, [0, 0, 1, 1, 1], document.dataset.classes)
    session = Session(set_dataset(document, data))
    session.hand.set_tool("select")
    yield session
    assert session.close()


@pytest.fixture
def driver(session):
    return ToolDriver(session)


@pytest.fixture
def boxed(session, driver):
    """The four corners of a square selected."""
    session.selection.select_points(np.array([True, True, True, True, False]))
    return driver


def touch(x, y, **held):
    return Touch(x, y, PIXEL, **held)


def drag(driver, *places, **held):
    driver.press(touch(*places[0], **{k: v for k, v in held.items() if k != "shift"}))
    for place in places[1:]:
        driver.move(touch(*place, **held))
    driver.release(touch(*places[-1], **held))


def points(session):
    return session.document.dataset.samples


def test_the_box_is_dragged_from_its_inside(session, boxed):
    drag(boxed, (0, 0), (1, 0.5), (2, 1))
    assert points(session)[:4] == pytest.approx(np.add(CORNERS[:4], (2, 1)))
    assert points(session)[4].tolist() == [4, 4]
    assert session.undo_stack.undoText() == "Move 4 points"
    assert session.undo_stack.count() == 1


def test_a_click_in_the_box_lets_it_go_and_edits_nothing(session, boxed):
    drag(boxed, (0, 0))
    assert boxed.selected() is None
    assert session.undo_stack.count() == 0


def test_shift_moves_straight(session, boxed):
    drag(boxed, (0, 0), (2, 0.3), shift=True)
    assert points(session)[:4] == pytest.approx(np.add(CORNERS[:4], (2, 0)))


def test_a_corner_stretches_from_the_opposite_one(session, boxed):
    pad = PAD * PIXEL
    drag(boxed, (1 + pad, 1 + pad), (3 + pad, 2 + pad))
    assert points(session)[:4] == pytest.approx(np.array([[-1, -1], [3, -1], [3, 2], [-1, 2]]))
    assert session.undo_stack.undoText() == "Scale 4 points"


def test_a_side_stretches_one_way_and_shift_both(session, boxed):
    pad = PAD * PIXEL
    drag(boxed, (1 + pad, 0), (2 + pad, 5))
    assert points(session)[:4] == pytest.approx(np.array([[-1, -1], [2, -1], [2, 1], [-1, 1]]))
    session.undo_stack.undo()
    drag(boxed, (1 + pad, 1 + pad), (3 + pad, 1.2 + pad), shift=True)
    assert points(session)[2] == pytest.approx((3, 3))


def test_the_knob_turns_about_the_middle_in_steps_with_shift(session, boxed):
    knob = (0, 1 + (PAD + KNOB) * PIXEL)
    drag(boxed, knob, (-2, 0))
    assert points(session)[:4] == pytest.approx(CORNERS[[1, 2, 3, 0]], abs=1e-9)
    assert session.undo_stack.undoText() == "Turn 4 points"
    session.undo_stack.undo()
    drag(boxed, knob, (-0.5, 1.0), shift=True)
    angle = np.degrees(np.arctan2(*points(session)[2][::-1])) - 45
    assert angle == pytest.approx(30)


@pytest.mark.parametrize("place", [(0, 0), (1 + PAD * PIXEL, 1 + PAD * PIXEL), (0, 1 + (PAD + KNOB) * PIXEL)])
def test_a_cancelled_handle_leaves_no_trace(session, boxed, place):
    before = session.document
    boxed.press(touch(*place))
    boxed.move(touch(3, 3))
    assert session.document is not before
    assert boxed.cancel()
    assert session.document is before
    assert session.undo_stack.count() == 0
    assert boxed.selected() is not None


def test_points_on_a_line_can_be_stretched_along_it(session, driver):
    session.selection.select_points(np.array([True, True, False, False, False]))
    pad = PAD * PIXEL
    drag(driver, (1 + pad, -1), (2 + pad, 3))
    assert points(session)[:2].tolist() == [[-1, -1], [2, -1]]


def test_one_point_has_no_handles(session, driver):
    session.selection.select_points(np.array([False, False, False, False, True]))
    drag(driver, (4, 4), (5, 5))
    assert points(session)[4].tolist() == [5, 5]


def test_a_rectangle_selects(session, driver):
    session.hand.set_option("select", "way", "rectangle")
    drag(driver, (-2, -2), (2, 0))
    assert driver.selected().tolist() == [True, True, False, False, False]


def test_all_of_a_class_are_selected_by_a_click(session, driver):
    session.hand.set_option("select", "way", "alike")
    drag(driver, (4, 4.1))
    assert driver.selected().tolist() == [False, False, True, True, True]
    drag(driver, (-5, -5))
    assert driver.selected().tolist() == [True, True, False, False, False], "the class in hand"


def test_much_the_same_values_are_alike(qtbot):
    data = make_dataset(CORNERS, [0.0, 0.05, 0.5, 0.55, -1.0], ())
    session = Session(set_dataset(document_for("reg-plane", (4,)), data))
    driver = ToolDriver(session)
    session.hand.set_tool("select")
    session.hand.set_option("select", "way", "alike")
    drag(driver, (1, 1))
    assert driver.selected().tolist() == [False, False, True, True, False]
    assert session.close()


def test_a_mirror_selects_and_moves_both_sides(session, driver):
    session.hand.set_symmetry(Symmetry("x"))
    session.hand.set_option("select", "way", "rectangle")
    drag(driver, (0.5, -2), (2, 0))
    assert driver.selected().tolist() == [True, True, False, False, False]
    drag(driver, (1, -1), (2, -2))
    assert points(session)[:2].tolist() == [[-2, -2], [2, -2]]


def test_copies_are_selected_and_deleted_by_keys(session, boxed):
    assert boxed.ask("duplicate", PIXEL)
    assert len(points(session)) == 9
    assert boxed.selected().tolist() == [False] * 5 + [True] * 4
    assert points(session)[5:] - points(session)[:4] == pytest.approx(np.tile([14 * PIXEL, -14 * PIXEL], (4, 1)))
    assert session.document.dataset.targets[5:].tolist() == [0, 0, 1, 1]
    assert session.undo_stack.undoText() == "Duplicate 4 points"
    assert boxed.delete()
    assert points(session) == pytest.approx(CORNERS)


def test_all_and_the_others_are_selected_with_any_tool_in_hand(session, driver):
    session.hand.set_tool("brush")
    assert driver.ask("all", PIXEL)
    assert session.hand.tool == "select"
    assert driver.selected().all()
    driver.ask("invert", PIXEL)
    assert driver.selected() is None


def test_a_selection_made_elsewhere_is_nudged_with_any_tool_in_hand(session, driver):
    session.hand.set_tool("brush")
    session.selection.select_points(np.array([True, False, False, False, False]))
    assert driver.nudge(0.5, 0)
    assert points(session)[0].tolist() == [-0.5, -1]
    assert driver.cancel()
    assert not driver.nudge(0.5, 0)
