"""Each tool: what a gesture does to the points, one undo step with words, no trace when cancelled."""

import numpy as np
import pytest

from playground.document.edits_data import clear_points
from playground.document.presets import document_for, first_document
from playground.domains.plane.symmetry import Symmetry
from playground.domains.plane.tools import TOOLS
from playground.session.session import Session
from playground.views.plane.tool_driver import ToolDriver
from playground.views.plane.tools import TOOL_KINDS
from playground.views.plane.tools.base import Touch

PIXEL = 12 / 386


@pytest.fixture
def session(qtbot):
    session = Session(clear_points(first_document()))
    yield session
    assert session.close()


@pytest.fixture
def driver(session):
    return ToolDriver(session)


def touch(x, y, **held):
    return Touch(x, y, PIXEL, **held)


def drag(driver, *places, erasing=False, **held):
    driver.press(touch(*places[0], **held), erasing=erasing)
    for place in places[1:]:
        driver.move(touch(*place, **held))
    driver.release(touch(*places[-1], **held))


def points(session):
    return session.document.dataset.samples


def test_every_tool_of_the_table_has_hands_and_agrees_on_what_it_does():
    assert set(TOOL_KINDS) == set(TOOLS)
    assert {name for name, kind in TOOL_KINDS.items() if kind.shows_class} == {
        name for name, tool in TOOLS.items() if tool.uses_class
    }


@pytest.mark.parametrize("name", ["brush", "spray", "point", "line"])
def test_a_stroke_is_one_undo_step_with_words(session, driver, name):
    session.hand.set_tool(name)
    session.hand.set_class(1)
    drag(driver, (-2, 0), (-1, 0.5), (0, 0.5), (2, 0))
    count = len(points(session))
    assert count > 0
    assert (session.document.dataset.targets == 1).all()
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText().endswith("of Blue")
    assert f"{count} point" in session.undo_stack.undoText()
    session.undo_stack.undo()
    assert len(points(session)) == 0


@pytest.mark.parametrize("name", ["brush", "spray", "point", "line"])
def test_points_come_before_the_button_is_released(session, driver, name):
    session.hand.set_tool(name)
    driver.press(touch(1, 1))
    assert len(points(session)) >= 1
    driver.release(touch(1, 1))


@pytest.mark.parametrize("name", ["brush", "spray", "point", "line"])
def test_a_cancelled_stroke_leaves_no_trace(session, driver, name):
    before = session.document
    session.hand.set_tool(name)
    driver.press(touch(-2, 0))
    driver.move(touch(2, 0))
    assert driver.cancel()
    assert session.document is before
    assert session.undo_stack.count() == 0
    driver.move(touch(3, 0))
    driver.release(touch(3, 0))
    assert session.document is before


def test_cancel_keeps_the_strokes_before(session, driver):
    drag(driver, (-2, 0), (2, 0))
    kept = session.document
    driver.press(touch(0, 3))
    driver.cancel()
    assert session.document is kept
    assert session.undo_stack.count() == 1


def test_the_brush_stays_within_its_radius(session, driver):
    session.hand.set_radius(0.5)
    drag(driver, (-3, 1), (3, 1))
    assert len(points(session)) > 10
    assert np.abs(points(session)[:, 1] - 1).max() <= 0.5 + 1e-9


def test_shift_keeps_the_brush_straight(session, driver):
    session.hand.set_radius(0.1)
    drag(driver, (-3, 0), (-1, 0.4), (3, 0.9), shift=True)
    assert np.abs(points(session)[:, 1]).max() <= 0.1 + 1e-9
    assert points(session)[:, 0].max() > 2


def test_spray_counts_time_not_frames(session, driver):
    session.hand.set_tool("spray")
    counts = []
    for ticks, seconds in ((10, 0.1), (100, 0.01)):
        before = len(points(session))
        driver.press(touch(0, 0))
        for _ in range(ticks):
            driver.tick(seconds)
        driver.release(touch(0, 0))
        counts.append(len(points(session)) - before)
    assert abs(counts[0] - counts[1]) <= 1
    assert counts[0] > 20


def test_the_line_is_even_and_takes_steps_of_15_degrees(session, driver):
    session.hand.set_tool("line")
    drag(driver, (0, 0), (1, 3), (4, 0.9), shift=True)
    line = points(session)
    gaps = np.hypot(*np.diff(line, axis=0).T)
    assert gaps.max() - gaps.min() < 1e-9
    angle = np.degrees(np.arctan2(*(line[-1] - line[0])[::-1]))
    assert angle == pytest.approx(15)


def test_a_polygon_is_filled_when_its_first_corner_is_clicked(session, driver):
    session.hand.set_tool("polygon")
    for corner in ((0, 0), (3, 0), (0, 3)):
        drag(driver, corner)
    assert len(points(session)) == 0
    drag(driver, (0.05, 0.05))
    x, y = points(session).T
    assert len(x) == round(4.5 * 8)
    assert ((x >= 0) & (y >= 0) & (x + y <= 3)).all()
    assert session.undo_stack.count() == 1


def test_enter_fills_and_delete_takes_a_corner_back(session, driver):
    session.hand.set_tool("polygon")
    for corner in ((0, 0), (2, 0), (2, 2), (9, 9)):
        drag(driver, corner)
    assert driver.tool.delete()
    assert driver.tool.enter()
    assert len(points(session)) == 2 * 8
    assert points(session).max() <= 2
    assert not driver.tool.enter()


def test_escape_and_another_tool_forget_the_corners(session, driver):
    session.hand.set_tool("polygon")
    for corner in ((0, 0), (2, 0), (2, 2)):
        drag(driver, corner)
    session.hand.set_tool("brush")
    session.hand.set_tool("polygon")
    assert not driver.tool.enter()
    assert not driver.cancel()


def test_every_tool_can_erase(session, driver):
    session.hand.set_tool("line")
    drag(driver, (-5, 0), (5, 0))
    count = len(points(session))
    session.hand.set_radius(0.5)
    drag(driver, (-1, -1), (-1, 1), erasing=True)
    left = points(session)
    assert 0 < len(left) < count
    assert (np.abs(left[:, 0] + 1) > 0.5).all()
    assert session.undo_stack.undoText() == f"Erase {count - len(left)} points"


def test_the_eraser_leaves_no_gap_and_no_empty_step(session, driver):
    session.hand.set_tool("line")
    drag(driver, (-5, 0), (5, 0))
    session.hand.set_tool("eraser")
    drag(driver, (0, 4), (1, 4))
    assert session.undo_stack.count() == 1
    drag(driver, (-6, 0), (6, 0))
    assert len(points(session)) == 0
    session.undo_stack.undo()
    assert len(points(session)) > 0


@pytest.fixture
def square(session, driver):
    """Four points, the two on the left selected by a line round them."""
    session.hand.set_tool("point")
    for place in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        drag(driver, place)
    session.hand.set_tool("select")
    drag(driver, (-2, -2), (0, -2), (0, 2), (-2, 2))
    return driver


def test_a_line_round_points_selects_and_edits_nothing(session, square):
    assert square.selected().tolist() == [True, True, False, False]
    assert session.undo_stack.count() == 4


def test_control_adds_to_the_selection_and_shift_draws_a_rectangle(square):
    drag(square, (0.5, -2), (2, 0), shift=True, control=True)
    assert square.selected().tolist() == [True, True, True, False]


def test_dragging_a_selected_point_moves_all_in_one_step(session, square):
    drag(square, (-1, 1), (-1.5, 1), (-2, 2))
    assert points(session)[:2].tolist() == [[-2, 0], [-2, 2]]
    assert session.undo_stack.count() == 5
    assert session.undo_stack.undoText() == "Move 2 points"
    assert square.selected().tolist() == [True, True, False, False]
    session.undo_stack.undo()
    assert points(session)[0].tolist() == [-1, -1]


def test_a_cancelled_move_goes_back(session, square):
    before = session.document
    square.press(touch(-1, 1))
    square.move(touch(4, 4))
    assert square.cancel()
    assert session.document is before
    assert square.selected() is not None
    assert square.cancel()
    assert square.selected() is None


def test_nudges_in_a_row_are_one_step(session, square):
    for _ in range(3):
        assert square.tool.nudge(0.1, 0)
    assert points(session)[:2, 0] == pytest.approx(-0.7)
    assert session.undo_stack.count() == 5
    session.undo_stack.undo()
    assert points(session)[0, 0] == -1
    square.tool.nudge(0, 0.5)
    assert points(session)[0].tolist() == [-1, -0.5]


def test_delete_removes_the_selected(session, square):
    assert square.tool.delete()
    assert points(session).tolist() == [[1, -1], [1, 1]]
    assert square.selected() is None
    assert not square.tool.delete()


def test_the_selection_falls_when_points_come_or_go(session, square):
    drag(square, (3, 3), erasing=True)
    assert square.selected() is not None
    session.edit("Clear", clear_points)
    assert square.selected() is None


def test_values_are_drawn_for_regression(qtbot):
    session = Session(clear_points(document_for("reg-plane", (4,))))
    driver = ToolDriver(session)
    session.hand.set_value(-0.25)
    drag(driver, (0, 0), (3, 0))
    assert (session.document.dataset.targets == -0.25).all()
    assert session.undo_stack.undoText().endswith("of value \N{MINUS SIGN}0.25")
    assert session.close()


def test_a_curve_follows_the_pointer(session, driver):
    session.hand.set_tool("line")
    session.hand.set_option("line", "way", "curve")
    drag(driver, (0, 0), (2, 0), (2, 2))
    assert np.abs(points(session) - (2, 0)).max(axis=1).min() < 0.2
    assert len(points(session)) == round(4 / 0.2) + 1


def test_this_class_only_spares_the_others(session, driver):
    session.hand.set_tool("point")
    for index in (0, 1):
        session.hand.set_class(index)
        drag(driver, (index * 0.1, 0))
    session.hand.set_option("eraser", "only", True)
    drag(driver, (0, 0), (0.1, 0), erasing=True)
    assert session.document.dataset.targets.tolist() == [0]


@pytest.mark.parametrize("name", ["brush", "spray", "point", "line"])
def test_a_mirror_repeats_what_is_put(session, driver, name):
    session.hand.set_symmetry(Symmetry("x"))
    session.hand.set_tool(name)
    drag(driver, (1, 1), (2, 1.5), (4, 1))
    xy = {tuple(row) for row in points(session).tolist()}
    assert len(xy) >= 2
    assert xy == {(-x, y) for x, y in xy}
    assert session.undo_stack.count() == 1
    assert f"{len(xy)} points" in session.undo_stack.undoText()


def test_a_mirror_repeats_the_eraser(session, driver):
    session.hand.set_tool("line")
    drag(driver, (-5, 0), (5, 0))
    session.hand.set_symmetry(Symmetry("x"))
    drag(driver, (3, 0), (4, 0), erasing=True)
    left = points(session)[:, 0]
    assert len(left) > 0
    assert not ((np.abs(left) > 2.3) & (np.abs(left) < 4.7)).any()
