"""Panels beyond the right column: as many as there is room for."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.support.panels import drag_title, settle

BEYOND = ("inside", "explain", "landscape")


def beyond(window):
    return [key for key in (*BEYOND, "lesson") if window.docks[key].isVisible()]


def press(window, qtbot, key):
    window.docks[key].toggleViewAction().trigger()
    settle(window, qtbot)


@pytest.mark.parametrize(("height", "left"), [(800, ["explain", "landscape"]), (1080, ["inside", *BEYOND[1:]])])
def test_the_oldest_gives_way_where_room_is_short(window, qtbot, height, left):
    window.resize(1280, height)
    for key in BEYOND:
        press(window, qtbot, key)
    assert beyond(window) == left
    assert window.height() == height
    heights = [window.docks[key].height() for key in left]
    assert max(heights) - min(heights) <= 1


def test_lessons_stay_beside_what_they_speak_of(window, qtbot):
    window.resize(1280, 800)
    press(window, qtbot, "lesson")
    for key in BEYOND:
        press(window, qtbot, key)
        assert beyond(window) == [key, "lesson"]


def test_in_an_arrangement_of_ones_own_nothing_is_closed(window, qtbot):
    window.resize(1280, 800)
    window.docks["data"].setFloating(True)
    for key in BEYOND:
        press(window, qtbot, key)
    assert beyond(window) == list(BEYOND)


def test_other_panels_leave_the_shares_as_a_person_has_set_them(window, qtbot):
    window.resize(1280, 1080)
    docks = [window.docks["inside"], window.docks["explain"]]
    for key in ("inside", "explain"):
        press(window, qtbot, key)
    window.resizeDocks(docks, [300, 600], Qt.Orientation.Vertical)
    settle(window, qtbot)
    before = docks[1].height()
    assert before > docks[0].height() + 100
    press(window, qtbot, "data")
    assert docks[1].height() == before


def test_what_a_lesson_opens_takes_the_place_of_the_spaces_where_room_is_short(window, qtbot):
    window.resize(1280, 800)
    settle(window, qtbot)
    window.lesson_desk.open("starts")
    settle(window, qtbot)
    height = window.docks["lesson"].height()
    window.session.lessons.go(1)
    settle(window, qtbot)
    assert window.docks["inside"].isVisible()
    assert not window.docks["hidden"].isVisible()
    assert window.docks["lesson"].height() == height, "the lesson keeps its column"
    assert window.docks["inside"].x() == window.docks["network"].x()
    window.session.lessons.go(2)
    settle(window, qtbot)
    assert window.docks["hidden"].isVisible()
    assert not window.docks["inside"].isVisible()
    window.session.lessons.go(1)
    window.session.lessons.left.emit()
    settle(window, qtbot)
    assert not window.docks["inside"].isVisible()
    press(window, qtbot, "inside")
    assert window.docks["inside"].x() > window.docks["output"].x(), "it is at home again"


def test_in_a_high_window_a_lesson_and_what_it_opens_share_their_column(window, qtbot):
    window.resize(1280, 1080)
    settle(window, qtbot)
    window.lesson_desk.open("starts")
    window.session.lessons.go(1)
    settle(window, qtbot)
    assert window.docks["hidden"].isVisible()
    assert window.docks["inside"].x() == window.docks["lesson"].x()


def test_where_larger_type_leaves_no_room_for_a_fourth_column_the_spaces_lend_their_place(window, qtbot):
    window.resize(1280, 800)
    press(window, qtbot, "explain")
    assert window.docks["explain"].x() > window.docks["output"].x()
    window.change_scale(20)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: not window.docks["hidden"].isVisible())
    assert window.docks["explain"].x() == window.docks["network"].x(), "no panel lies over another"
    press(window, qtbot, "inside")
    assert beyond(window) == ["inside"]
    assert window.docks["inside"].x() == window.docks["network"].x()
    press(window, qtbot, "inside")
    assert window.docks["hidden"].isVisible(), "it is back when the guest is closed"
    press(window, qtbot, "explain")
    press(window, qtbot, "hidden")
    assert window.docks["hidden"].isVisible(), "or when it is asked for"
    assert beyond(window) == []
    press(window, qtbot, "explain")
    window.change_scale(-20)
    settle(window, qtbot)
    qtbot.waitUntil(window.docks["hidden"].isVisible)
    assert window.docks["explain"].x() > window.docks["output"].x(), "with room again it is at home"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the offscreen platform
@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_a_guest_that_is_dragged_away_floats_and_its_host_is_back(window, qtbot, modifier):
    window.resize(1280, 800)
    window.change_scale(20)
    press(window, qtbot, "explain")
    qtbot.waitUntil(lambda: not window.docks["hidden"].isVisible())
    guest = window.docks["explain"]
    drag_title(window, "explain", QPoint(-900, -700), modifier)
    qtbot.mouseRelease(guest, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.docks["hidden"].isVisible)
    assert guest.isVisible()
    assert guest.isFloating()
    window.layout_of_panels.reset()
    settle(window, qtbot)
    assert not guest.isFloating()


def lies_side_by_side(window):
    """Whether no panel lies over another, or beyond the rim."""
    seen = [dock.geometry() for dock in window.docks.values() if dock.isVisible()]
    apart = not any(one.intersects(other) for one, other in combinations(seen, 2))
    return apart and max(one.right() for one in seen) <= window.width()


def test_with_the_largest_type_a_lesson_is_the_guest_or_what_is_opened_after_it(window, qtbot):
    window.resize(1440, 900)
    window.change_scale(60)
    for key in ("explain", "lesson", "explain", "lesson"):
        press(window, qtbot, key)
        qtbot.waitUntil(lambda key=key: beyond(window) == [key] and lies_side_by_side(window))
    window.change_scale(-60)
    qtbot.waitUntil(lambda: window.docks["hidden"].isVisible() and lies_side_by_side(window))
    assert beyond(window) == ["lesson"]
    assert window.docks["lesson"].x() > window.docks["output"].x(), "with room again it is at home"


def test_the_panel_that_lends_its_place_to_the_lessons_is_back_after_a_lesson(window, qtbot):
    window.resize(1440, 900)
    window.change_scale(60)
    press(window, qtbot, "lesson")
    qtbot.waitUntil(lambda: not window.docks["hidden"].isVisible())
    window.lesson_desk.open("batch-norm")
    window.change_scale(-60)
    window.lesson_desk.leave()
    qtbot.waitUntil(lambda: window.docks["hidden"].isVisible() and lies_side_by_side(window))
    assert window.docks["data"].isVisible()
    assert beyond(window) == ["lesson"]


def test_with_the_largest_type_a_step_has_the_lesson_beside_what_it_opens(window, qtbot):
    window.resize(1440, 900)
    window.change_scale(60)
    docks, course = window.docks, window.session.lessons

    def open_now():
        return {key for key, dock in docks.items() if dock.isVisible()}

    window.lesson_desk.open("starts")
    qtbot.waitUntil(lambda: open_now() == {"network", "lesson", "output", "loss"} and lies_side_by_side(window))
    course.go(1)
    qtbot.waitUntil(lambda: open_now() == {"output", "loss", "lesson", "inside"} and lies_side_by_side(window))
    assert max(dock.geometry().bottom() for dock in docks.values() if dock.isVisible()) <= window.height()
    course.go(2)
    qtbot.waitUntil(lambda: open_now() == {"network", "lesson", "output", "loss"} and lies_side_by_side(window))
    window.lesson_desk.open("one-seed-proves-nothing")
    course.go(2)
    qtbot.waitUntil(lambda: {"network", "lesson", "experiments"} <= open_now() and lies_side_by_side(window))
    assert not open_now() & {"output", "loss"}, "the step speaks of the network"
    press(window, qtbot, "output")
    qtbot.waitUntil(lambda: "output" in open_now() and lies_side_by_side(window))
    assert "lesson" in open_now()
    course.go(1)
    window.change_scale(-60)
    qtbot.waitUntil(lambda: {"network", "output", "lesson", "experiments"} <= open_now() and lies_side_by_side(window))
    window.lesson_desk.leave()
    qtbot.waitUntil(lambda: {"data", "network", "hidden", "output"} <= open_now() and lies_side_by_side(window))
