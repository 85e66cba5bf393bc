"""The lessons that come with the program: what they promise holds for 20 seeds, and their predictions are fair."""

from math import isnan

import numpy as np
import pytest

from playground.app.docks import DOCKS
from playground.document.presets import first_document
from playground.lessons.library import shipped_lesson, shipped_lessons
from playground.lessons.looking import looked_at
from playground.lessons.predictions import NumberPrediction
from playground.lessons.replay import documents_of, is_reached, replay, sights, solved_sights
from playground.views.lesson.hands.number import BEGINS_AT

SEEDS = 20
FAIR = 0.75
"""So often at least a number must come out near its median, or guessing it would be luck."""
KEYS = tuple(shipped_lessons())


def steps_of(key):
    lesson = shipped_lesson(key)
    return list(zip(lesson.steps, documents_of(lesson, first_document()), strict=True))


def test_there_are_lessons_in_the_order_of_the_story():
    assert len(KEYS) >= 18
    for place, key in enumerate(KEYS):
        assert set(shipped_lesson(key).needs) <= set(KEYS[:place]), key


@pytest.mark.parametrize("key", KEYS)
def test_what_each_step_shows_reaches_its_goals(key):
    for tried in replay(shipped_lesson(key), first_document(), SEEDS):
        assert tried.holds, f"{tried.step.title}: {tried.met} of {SEEDS}"


@pytest.mark.parametrize("key", KEYS)
def test_no_goal_is_reached_before_anything_is_done(key):
    for step, (begun, _) in steps_of(key):
        if step.begin is not None and step.goals:
            needs = any(goal.quantity.needs for goal in step.targets())
            seen = [looked_at(begun, 0, step.begin.weights)] if needs else sights(begun, 0, 1)
            assert not any(is_reached(step, sight) for sight in seen), step.title


@pytest.mark.parametrize("key", KEYS)
def test_numbers_that_are_to_be_guessed_hardly_depend_on_the_seed(key):
    lesson = shipped_lesson(key)
    for number, step in enumerate(lesson.steps, start=1):
        asked = step.predict
        if isinstance(asked, NumberPrediction) and not step.show.seeds:
            seen = solved_sights(lesson, number, first_document(), SEEDS)
            values = np.array([asked.quantity.read(sight) for sight in seen])
            assert not any(map(isnan, values))
            assert (abs(values - np.median(values)) <= asked.near).mean() >= FAIR, (step.title, values)
            assert abs(BEGINS_AT - np.median(values)) > asked.near, f"{step.title}: the field begins with the answer"


@pytest.mark.parametrize("key", KEYS)
def test_steps_speak_of_panels_that_there_are(key):
    lesson = shipped_lesson(key)
    assert lesson.sources
    for step in lesson.steps:
        assert set(step.look_at) <= set(DOCKS), step.title
        assert not step.goals or step.hints, f"{step.title} has no hint"


@pytest.mark.parametrize(
    ("key", "left", "again"),
    [("the-seven-with-a-dot", 2, 0), ("the-seven-with-a-dot", 3, 3), ("borrowed-layers", 2, 1)],
)
def test_a_lesson_goes_on_where_its_network_begins_anew(key, left, again):
    assert shipped_lesson(key).resumed_at(left) == again
