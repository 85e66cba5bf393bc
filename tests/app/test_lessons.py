"""Lessons in the window: goals are met live, and the learner's own work comes back to the bit."""

from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QMessageBox

from playground.app.folders import lesson_folder
from playground.app.kept_work import KEPT
from playground.document import edits_network
from playground.document.edits_data import clear_points
from playground.interop.sources import open_source
from playground.lessons.library import shipped_lesson, shipped_lessons
from playground.lessons.reading import parse_lesson
from playground.training.probes.layer_spaces.space import LayerSpaces
from tests.support.a_lesson import LESSON, WAIT_MS, reached


def test_a_lesson_sets_up_its_first_step_and_opens_its_panel(window, course):
    assert window.session.name == "A line"
    assert window.session.document.network == ()
    assert window.session.document.dataset.source.generator == "gauss"
    assert not window.docks["lesson"].isHidden()
    assert window.docks["data"].isHidden()
    assert not course.state.is_reached


def test_training_meets_the_goals_and_a_prediction_is_compared(window, course, qtbot):
    page = window.layout_of_panels.panel("lesson").page
    assert page.rests.isHidden()
    assert page.locks.isHidden(), "nothing is locked, so no line is kept free for it"
    assert page.prediction.verdict.isHidden()
    course.predict(0.5)
    window.session.play()
    reached(course, qtbot)
    assert course.is_right() is False
    verdict = page.prediction.verdict.text()
    assert "You said 50" in verdict
    assert "So it is." in verdict
    assert not window.session.playing, "it rests where what is said of it is true"
    assert not page.rests.isHidden()
    course.predict(0.9)
    assert course.state.said == 0.5, "too late to change it"
    window.session.play()
    qtbot.waitUntil(page.rests.isHidden, timeout=WAIT_MS)


def test_show_me_does_the_step_as_one_undo_step(window, course, qtbot):
    course.show_how()
    reached(course, qtbot)
    qtbot.waitUntil(lambda: window.session.snapshot.live_epoch == 5 and not window.session.playing, timeout=WAIT_MS)
    assert course.is_right() is None, "nothing was predicted"
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: window.session.snapshot.live_epoch == 0, timeout=WAIT_MS)


def test_spaces_that_a_goal_speaks_of_are_looked_at(window, course, qtbot):
    course.go(1)
    assert window.session.wanted("lesson")
    assert [one.units for one in window.session.document.network] == [3]
    course.predict(2.0)
    course.show_how()
    reached(course, qtbot)
    assert course.is_right() is True
    assert LayerSpaces in {type(one) for one in window.session.wanted("lesson")}
    course.go(2)
    assert not window.session.wanted("lesson")


def test_hints_come_one_by_one_and_no_step_is_blocked(window, course):
    page = window.layout_of_panels.panel("lesson").page
    page.hint.click()
    assert "One." in page.hints.text()
    assert "Two." not in page.hints.text()
    page.hint.click()
    assert "Two." in page.hints.text()
    assert not page.hint.isEnabled()
    assert page.next.text() == "Skip"
    page.next.click()
    assert course.place == 1
    page.back.click()
    assert course.place == 0
    page.next.click()
    page.next.click()
    assert page.next.text() == "Finish"
    assert not window.settings.lessons_done, "what is skipped is not done"


def test_a_lesson_goes_on_where_it_was_left(window, course, lesson):
    desk, view = window.lesson_desk, window.layout_of_panels.panel("lesson")
    course.go(1)
    assert window.settings.lesson_places == {"a-line": 1}
    desk.leave()
    desk.take(lesson)
    assert course.place == 1
    assert window.session.document.dataset.source.generator == "xor"
    course.go(2)
    assert window.settings.lesson_places == {"a-line": 1}, "it was skipped"
    desk.leave()
    course.places["a-neuron-is-a-line"] = 2
    view.lessons.show_done({"a-neuron-is-a-line"}, course.places)
    assert view.lessons.buttons["a-neuron-is-a-line"].text() == "Go on at 3"
    way_on = view.lessons.way_on
    assert not way_on.isHidden()
    assert "1. A neuron is a line" in way_on.title.text()
    assert way_on.button.text() == "Go on at 3"
    view.lessons.show_done({"a-neuron-is-a-line", "walking-downhill"}, {})
    assert way_on.button.text() == "Start"
    assert "Which way" in way_on.title.text(), "behind the last that is done"
    way_on.button.click()
    assert course.lesson.key == "which-way-the-points-push"
    desk.leave()
    view.lessons.show_done(set(), {})
    assert way_on.isHidden(), "the first time there is nothing to go on with"
    view.lessons.show_done(set(shipped_lessons()), {})
    assert (way_on.isHidden(), way_on.button.isHidden()) == (False, True)


def test_a_weight_is_dragged_to_a_goal_and_shown_as_one_undo_step(window, qtbot):
    window.lesson_desk.open("a-neuron-is-a-line")
    course, session = window.session.lessons, window.session
    course.go(1)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.run == session.run, timeout=WAIT_MS)
    assert not course.state.is_reached
    count = session.undo_stack.index()
    course.show_how()
    reached(course, qtbot)
    assert session.undo_stack.index() == count + 1


def test_regions_of_the_map_are_looked_at(window, qtbot):
    text = LESSON.replace('"training accuracy >= 90 %", "epochs >= 3"', '"regions of class 1 = 1", "epochs >= 3"')
    window.lesson_desk.take(parse_lesson(text, "a-line", "a-line.md"))
    window.session.play()
    reached(window.session.lessons, qtbot)


def test_the_own_work_comes_back_to_the_bit(window, lesson, qtbot):
    session = window.session
    session.edit("Stop", lambda d: edits_network.change_training(d, stop_epochs=4, stepper="eager"))
    session.play()
    qtbot.waitUntil(lambda: not session.playing and session.snapshot.epoch >= 4, timeout=WAIT_MS)
    before, document = session.trainer.checkpoint().to_arrays(), session.document
    window.lesson_desk.take(lesson)
    page = window.layout_of_panels.panel("lesson").page
    for _ in lesson.steps:
        page.next.click()
    assert session.lessons.lesson is None
    assert session.name == "Spiral"
    assert session.document.training == document.training
    qtbot.waitUntil(lambda: session.snapshot.run == session.run and session.snapshot.live_epoch == 4, timeout=WAIT_MS)
    after = session.trainer.checkpoint().to_arrays()
    for name, values in before.items():
        np.testing.assert_array_equal(values, after[name])
    assert not window.docks["data"].isHidden()
    assert not list(lesson_folder().glob("*/base-*"))


def test_a_lesson_after_a_lesson_keeps_the_work_of_before(window, lesson):
    name = window.session.name
    window.lesson_desk.take(lesson)
    window.lesson_desk.open("a-line-is-not-enough")
    assert window.session.name == shipped_lesson("a-line-is-not-enough").title
    window.session.lessons.left.emit()
    assert window.session.name == name


def test_closing_brings_the_work_back_first(window, lesson, monkeypatch):
    monkeypatch.setattr(QMessageBox, "exec", None)
    window.lesson_desk.take(lesson)
    window.close()
    assert window.session.lessons.lesson is None
    assert window.session.name == "Spiral"


def test_something_else_opened_ends_the_lesson_and_the_work_is_offered(window, course):
    window.documents.take(open_source("moons"))
    assert course.lesson is None
    assert window.toast.bar.text() == KEPT
    window.kept_work.bring_back()
    assert window.session.name == "Spiral"


def test_where_work_cannot_be_kept_no_lesson_opens(window, lesson, monkeypatch):
    monkeypatch.setattr(window.documents, "keep_in", lambda place: False)
    window.session.edit("Clear", clear_points)
    window.lesson_desk.take(lesson)
    assert window.session.lessons.lesson is None
    assert "could not be kept" in window.toast.bar.text()


def test_the_last_step_names_its_sources_and_goes_on_to_the_next_lesson(window):
    lesson = shipped_lesson("a-neuron-is-a-line")
    window.lesson_desk.take(lesson)
    course, page = window.session.lessons, window.layout_of_panels.panel("lesson").page
    assert page.sources.isHidden()
    assert page.finish.isHidden()
    course.go(len(lesson.steps) - 1)
    assert not page.sources.isHidden()
    assert all(source.split(",")[0] in page.sources.text() for source in lesson.sources)
    assert not page.finish.isHidden()
    page.next.click()
    assert course.lesson.key == "a-line-is-not-enough"
    course.go(len(course.lesson.steps) - 1)
    page.finish.click()
    assert course.lesson is None


def test_the_list_starts_a_lesson(window, qtbot):
    window.actions_by_key["lessons"].trigger()
    view = window.layout_of_panels.panel("lesson")
    qtbot.waitUntil(view.isVisible)
    view.lessons.buttons["a-neuron-is-a-line"].click()
    assert window.session.lessons.lesson.key == "a-neuron-is-a-line"
    view.leave.click()
    assert window.session.lessons.lesson is None


def test_training_rests_though_its_very_first_epochs_are_enough(window, course, qtbot, monkeypatch):
    session = window.session
    qtbot.waitUntil(lambda: course.sight().losses is not None, timeout=WAIT_MS)
    enough = replace(course.sight(), epoch=4, losses={"train_score": 1.0})
    session.play()  # what is on the screen now is still of before
    monkeypatch.setattr(course, "sight", lambda: enough)
    course.look()
    assert course.state.is_reached
    assert course.state.rests
    assert not session.playing
