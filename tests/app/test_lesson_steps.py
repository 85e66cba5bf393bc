"""Walking through a lesson's steps to and fro: each has what it speaks of, and the lesson keeps its name."""

from typing import get_args

import numpy as np

from playground.document.edits_network import change_training
from playground.lessons.lesson import ExperimentKind
from playground.views.experiments.view import KINDS
from playground.views.spaces.strip import StageStrip
from playground.widgets.label import FlowText
from tests.support.panels import settle


def test_coming_back_to_a_step_that_goes_on_brings_back_what_it_was_left_with(window):
    session, course = window.session, window.session.lessons
    window.lesson_desk.open("walking-downhill")
    course.go(1)
    session.edit("Faster", lambda document: change_training(document, learning_rate=0.1))
    left = session.document
    course.go(2)
    assert session.document.task == "regression"
    assert session.name == "Walking downhill", "not after the points of the step"
    course.go(1)
    assert session.document == left
    course.go(0)
    assert session.document.training.learning_rate == 0.0003
    course.go(1)
    assert session.document.training.learning_rate == 0.0003, "it goes on with what is there"


def test_a_step_that_was_passed_over_begins_as_the_lesson_has_it(window):
    session, course = window.session, window.session.lessons
    window.lesson_desk.open("walking-downhill")
    course.go(2)
    course.go(1)
    assert session.document.dataset.source.generator == "moons"
    assert session.document.training.learning_rate == 0.0003


def test_what_lies_over_the_map_is_put_away_for_a_lesson_and_comes_back(window):
    session = window.session
    session.overlays.switch("truth", on=True)
    window.lesson_desk.open("which-way-the-points-push")
    assert session.overlays.all_on() == ()
    session.overlays.switch("pushes", on=True)
    window.lesson_desk.open("batch-norm")
    assert session.overlays.all_on() == ()
    window.lesson_desk.leave()
    assert session.overlays.all_on() == ("truth",)


def test_points_that_are_selected_are_let_go_at_a_step_with_data_of_its_own(window):
    session, course = window.session, window.session.lessons
    window.lesson_desk.open("batch-norm")
    for place in (1, 0):
        session.selection.select_points(np.ones(len(session.document.dataset), np.bool_))
        course.go(place)
        assert session.selection.points is None, "the next step's have the same number, and are others"


def test_what_is_new_below_a_long_step_is_scrolled_to(window, qtbot):
    course = window.session.lessons
    window.lesson_desk.open("back-propagation-by-hand")
    page = window.layout_of_panels.panel("lesson").page
    page.resize(page.width(), 300)
    qtbot.waitUntil(lambda: page.hints.visibleRegion().isEmpty())
    page.hint.click()
    qtbot.waitUntil(lambda: not page.hints.visibleRegion().isEmpty())
    course.go(1)
    qtbot.waitUntil(lambda: not page.heading.visibleRegion().isEmpty())


def test_what_a_step_speaks_of_stays_open_for_a_class(window):
    window.lesson_desk.open("the-valley")
    assert not window.docks["landscape"].isHidden()
    for hidden in (True, False):
        window.actions_by_key["teach"].trigger()
        assert not window.docks["landscape"].isHidden()
        assert window.docks["loss"].isHidden() is hidden


def test_a_step_says_that_what_it_tells_of_was_skipped(window):
    course = window.session.lessons
    window.lesson_desk.open("deeper-is-folds")
    page = window.layout_of_panels.panel("lesson").page
    course.go(1)
    assert page.skipped.isHidden(), "what it asks for is done with what is there"
    course.go(2)
    assert not page.skipped.isHidden()
    course.go(1)
    course.state.is_reached = True
    course.go(2)
    assert page.skipped.isHidden()
    window.lesson_desk.open("borrowed-layers")
    course.go(1)
    course.go(2)
    assert not page.skipped.isHidden(), "its goals are reached with the network of the step before"
    window.lesson_desk.open("edges-parts-wholes")
    course.go(3)
    assert not page.skipped.isHidden(), "nothing was trained"
    course.go(0)
    course.state.is_reached = True
    course.go(3)
    assert page.skipped.isHidden(), "the step before would only have trained it on"


def test_panels_are_as_high_as_before_after_a_lesson_that_followed_one_with_a_guest(window, qtbot):
    window.resize(1280, 800)
    window.layout_of_panels.open("lesson")

    def heights():
        settle(window, qtbot)
        return {key: window.docks[key].height() for key in ("network", "hidden", "output", "loss")}

    before = heights()
    window.lesson_desk.open("which-way-the-points-push")
    window.session.lessons.go(2)
    assert window.docks["inside"].isVisible()
    assert window.docks["hidden"].isHidden(), "it stands in the place of the spaces"
    heights()
    window.lesson_desk.open("back-propagation-by-hand")
    heights()
    window.lesson_desk.leave()
    assert heights() == before


def test_a_step_whose_document_is_set_again_is_not_reached_any_more(window):
    course = window.session.lessons
    window.lesson_desk.open("walking-downhill")
    page = window.layout_of_panels.panel("lesson").page
    for begin_again in (lambda: (course.go(1), course.go(0)), course.set_up):
        course.state.is_reached = course.state.rests = True
        course.state.values = (63.0,)
        course.changed.emit()
        assert page.next.text() == "Next"
        assert not page.rests.isHidden()
        begin_again()
        assert not course.state.is_reached
        assert course.state.values == ()
        assert page.next.text() == "Skip"
        assert page.rests.isHidden()


def test_a_step_that_has_again_what_it_was_left_with_is_not_reached_any_more(window):
    course = window.session.lessons
    window.lesson_desk.open("walking-downhill")
    course.go(1)
    course.state.is_reached = True
    course.go(2)
    course.go(1)
    assert not course.state.is_reached


def test_a_lesson_is_done_once_its_last_goal_is_reached(window):
    course, settings = window.session.lessons, window.settings
    window.lesson_desk.open("deeper-is-folds")
    course.go(2)
    assert course.is_last
    assert not settings.lessons_done, "it was skipped"
    course.go(1)
    course.state.is_reached = True
    course.go(2)
    assert settings.lessons_done == ["deeper-is-folds"]
    assert not settings.lesson_places


def test_a_step_brings_the_page_of_experiments_that_it_speaks_of(window):
    course = window.session.lessons
    for key, place, page in (
        ("rivals", 1, "methods"),
        ("how-much-data", 2, "hunger"),
        ("one-seed-proves-nothing", 1, "seeds"),
    ):
        window.lesson_desk.open(key)
        course.go(place)
        assert window.layout_of_panels.panel("experiments").kinds.current_key() == page


def test_numbers_that_would_give_an_answer_away_are_held_back_in_words(window, qtbot):
    course = window.session.lessons
    window.lesson_desk.open("why-layers-need-a-bend")
    panel = window.docks["hidden"].widget()
    strip = panel.findChild(StageStrip)
    qtbot.waitUntil(lambda: {label[:1] for label in strip.labels()} == {"?"}, timeout=60_000)
    said = [one for one in panel.findChildren(FlowText) if "come with your prediction" in one.text()]
    assert len(said) == 1
    course.predict(0.5)
    qtbot.waitUntil(lambda: all("%" in label for label in strip.labels()), timeout=60_000)
    assert "straight line" in said[0].text()


def test_lessons_can_name_each_page_of_experiments():
    assert set(get_args(ExperimentKind)) == {"", *(one.key for one in KINDS)}
