"""Panels beyond the right column: as many as there is room for."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt

BEYOND = ("inside", "explain", "landscape")


def beyond(window):
    return [key for key in (*BEYOND, "lesson") if window.docks[key].isVisible()]


def press(window, qapp, key):
    window.docks[key].toggleViewAction().trigger()
    qapp.processEvents()


@pytest.mark.parametrize(("height", "left"), [(800, ["explain", "landscape"]), (1080, ["inside", *BEYOND[1:]])])
def test_the_oldest_gives_way_where_room_is_short(window, qapp, qtbot, height, left):
    window.resize(1280, height)
    for key in BEYOND:
        press(window, qapp, key)
    assert beyond(window) == left
    assert window.height() == height
    settled = window.layout_of_panels
    qtbot.waitUntil(lambda: settled.settled_width == window.width())
    heights = [window.docks[key].height() for key in left]
    assert max(heights) - min(heights) <= 1


def test_lessons_stay_beside_what_they_speak_of(window, qapp):
    window.resize(1280, 800)
    press(window, qapp, "lesson")
    for key in BEYOND:
        press(window, qapp, key)
        assert beyond(window) == [key, "lesson"]


def test_in_an_arrangement_of_ones_own_nothing_is_closed(window, qapp):
    window.resize(1280, 800)
    window.docks["data"].setFloating(True)
    for key in BEYOND:
        press(window, qapp, key)
    assert beyond(window) == list(BEYOND)


def test_other_panels_leave_the_shares_as_a_person_has_set_them(window, qapp, qtbot):
    window.resize(1280, 1080)
    docks = [window.docks["inside"], window.docks["explain"]]
    for key in ("inside", "explain"):
        press(window, qapp, key)
    window.resizeDocks(docks, [300, 600], Qt.Orientation.Vertical)
    qapp.processEvents()
    before = docks[1].height()
    assert before > docks[0].height() + 100
    press(window, qapp, "data")
    qtbot.waitUntil(lambda: window.layout_of_panels.settled_width == window.width())
    assert docks[1].height() == before


def test_what_a_lesson_opens_takes_the_place_of_the_spaces_where_room_is_short(window, qapp):
    window.resize(1280, 800)
    qapp.processEvents()
    window.lesson_desk.open("starts")
    qapp.processEvents()
    height = window.docks["lesson"].height()
    window.session.lessons.go(1)
    qapp.processEvents()
    assert window.docks["inside"].isVisible()
    assert not window.docks["hidden"].isVisible()
    assert window.docks["lesson"].height() == height, "the lesson keeps its column"
    assert window.docks["inside"].x() == window.docks["network"].x()
    window.session.lessons.go(2)
    qapp.processEvents()
    assert window.docks["hidden"].isVisible()
    assert not window.docks["inside"].isVisible()
    window.session.lessons.go(1)
    window.session.lessons.left.emit()
    qapp.processEvents()
    assert not window.docks["inside"].isVisible()
    press(window, qapp, "inside")
    assert window.docks["inside"].x() > window.docks["output"].x(), "it is at home again"


def test_in_a_high_window_a_lesson_and_what_it_opens_share_their_column(window, qapp):
    window.resize(1280, 1080)
    qapp.processEvents()
    window.lesson_desk.open("starts")
    window.session.lessons.go(1)
    qapp.processEvents()
    assert window.docks["hidden"].isVisible()
    assert window.docks["inside"].x() == window.docks["lesson"].x()


def settle(window, qtbot):
    qtbot.waitUntil(lambda: window.layout_of_panels.settled_width == window.width())


def test_where_larger_type_leaves_no_room_for_a_fourth_column_the_spaces_lend_their_place(window, qapp, qtbot):
    window.resize(1280, 800)
    press(window, qapp, "explain")
    assert window.docks["explain"].x() > window.docks["output"].x()
    window.change_scale(20)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: not window.docks["hidden"].isVisible())
    assert window.docks["explain"].x() == window.docks["network"].x(), "no panel lies over another"
    press(window, qapp, "inside")
    assert beyond(window) == ["inside"]
    assert window.docks["inside"].x() == window.docks["network"].x()
    press(window, qapp, "inside")
    assert window.docks["hidden"].isVisible(), "it is back when the guest is closed"
    press(window, qapp, "explain")
    press(window, qapp, "hidden")
    assert window.docks["hidden"].isVisible(), "or when it is asked for"
    assert beyond(window) == []
    press(window, qapp, "explain")
    window.change_scale(-20)
    settle(window, qtbot)
    qtbot.waitUntil(window.docks["hidden"].isVisible)
    assert window.docks["explain"].x() > window.docks["output"].x(), "with room again it is at home"


def lies_side_by_side(window):
    """Whether no panel lies over another, or beyond the rim."""
    seen = [dock.geometry() for dock in window.docks.values() if dock.isVisible()]
    apart = not any(one.intersects(other) for one, other in combinations(seen, 2))
    return apart and max(one.right() for one in seen) <= window.width()


def test_with_the_largest_type_a_lesson_is_the_guest_or_what_is_opened_after_it(window, qapp, qtbot):
    window.resize(1440, 900)
    window.change_scale(60)
    for key in ("explain", "lesson", "explain", "lesson"):
        press(window, qapp, key)
        qtbot.waitUntil(lambda key=key: beyond(window) == [key] and lies_side_by_side(window))
    window.change_scale(-60)
    qtbot.waitUntil(lambda: window.docks["hidden"].isVisible() and lies_side_by_side(window))
    assert beyond(window) == ["lesson"]
    assert window.docks["lesson"].x() > window.docks["output"].x(), "with room again it is at home"


def test_the_panel_that_lends_its_place_to_the_lessons_is_back_after_a_lesson(window, qapp, qtbot):
    window.resize(1440, 900)
    window.change_scale(60)
    press(window, qapp, "lesson")
    qtbot.waitUntil(lambda: not window.docks["hidden"].isVisible())
    window.lesson_desk.open("batch-norm")
    window.change_scale(-60)
    window.lesson_desk.leave()
    qtbot.waitUntil(lambda: window.docks["hidden"].isVisible() and lies_side_by_side(window))
    assert window.docks["data"].isVisible()
    assert beyond(window) == ["lesson"]
