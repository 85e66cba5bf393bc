"""Work that stands back while a lesson is at hand and was left behind: nothing takes its place on the disk for good."""

from playground.app.folders import lesson_folder, recovery_folder
from playground.document.edits_data import clear_points
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
    assert older.about().name == "Spiral"
    older.release()
    session.lessons.left.emit()
    assert session.name == "Moons"
    assert not list(lesson_folder().glob("*/base-*"))
