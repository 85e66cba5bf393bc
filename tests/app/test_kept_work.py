"""Work that stands back while a lesson is at hand and was left behind: nothing takes its place on the disk for good."""

import numpy as np

from playground.app.folders import lesson_folder, recovery_folder
from playground.document.edits_data import add_points, clear_points
from playground.interop.sources import open_source
from playground.storage.recovery_store import abandoned

FIRST = "a-line-is-not-enough"


def test_work_that_was_left_behind_comes_back_after_the_next_lesson(window):
    window.lesson_desk.open(FIRST)
    window.documents.take(open_source("moons"))
    window.lesson_desk.open(FIRST)
    window.session.lessons.left.emit()
    assert window.session.name == "Spiral"


def test_older_work_that_was_left_behind_is_offered_at_the_next_start(window):
    session = window.session
    session.edit("Clear", clear_points)
    window.lesson_desk.open(FIRST)
    window.documents.take(open_source("moons"))  # leaves the cleared spiral behind
    session.edit("Clear", clear_points)
    window.lesson_desk.open(FIRST)
    (older,) = abandoned(recovery_folder())
    assert older.about().name == "Own points"
    older.release()
    session.lessons.left.emit()
    assert session.name == "Own points"
    assert not list(lesson_folder().glob("*/base-*"))


def test_undo_takes_back_what_was_done_before_the_lesson(window, qtbot):
    session, documents = window.session, window.documents
    before = session.document
    session.edit("Stroke", lambda document: add_points(document, np.zeros((3, 2), np.float32), 0))
    after = session.document
    session.step()
    qtbot.waitUntil(lambda: session.has_learned)
    window.lesson_desk.open(FIRST)
    session.edit("Clear", clear_points)
    session.lessons.left.emit()
    assert session.document is after
    assert documents.is_edited
    assert window.actions_by_key["undo"].isEnabled()
    assert session.undo_stack.undoText() == "Stroke"
    window.actions_by_key["undo"].trigger()
    assert session.document is before
    assert not documents.is_edited
    session.undo_stack.redo()
    assert session.document is after


def test_work_that_was_left_behind_comes_back_without_its_undo_history(window):
    session = window.session
    session.edit("Clear", clear_points)
    window.lesson_desk.open(FIRST)
    window.documents.take(open_source("moons"))
    window.lesson_desk.open(FIRST)
    session.lessons.left.emit()
    assert session.name == "Own points"
    assert not session.undo_stack.canUndo()
