"""Rows of goals: words in full, a tick for what was reached, and the value with which it was."""

import pytest

from playground.document.presets import first_document
from playground.lessons.goal import StepGoal
from playground.lessons.sight import Sight
from playground.widgets.goal_rows import GoalRows

GOALS = [StepGoal.read("training loss <= 0.1"), StepGoal.read("epochs <= 60")]


def sight(loss, epoch):
    return Sight(first_document(), epoch, {"train_loss": loss})


@pytest.fixture
def rows(qtbot):
    made = GoalRows()
    qtbot.addWidget(made)
    return made


def said(rows):
    return [row.accessibleName() for row in rows.rows if not row.isHidden()]


def test_what_was_reached_is_shown_as_it_was_once_it_has_been_left(rows):
    rows.show_goals(GOALS)
    rows.show_values(GOALS, sight(0.3, 12))
    assert said(rows) == ["Training loss: at most 0.1, not reached, now 0.3", "Epochs: at most 60, reached, now 12"]
    rows.show_goals(GOALS, reached=(0.09, 41.0))
    rows.show_values(GOALS, sight(0.05, 80))
    assert said(rows) == ["Training loss: at most 0.1, reached, now 0.05", "Epochs: at most 60, reached, now 41"]


def test_two_bounds_are_one_row_and_long_words_take_more_lines(rows):
    name = "weight 2 of unit 1 in layer 1"
    goals = [StepGoal.read(f"{name} >= -0.1"), StepGoal.read(f"{name} <= 0.1")]
    rows.show_goals(goals)
    rows.show_values(goals, sight(0.3, 0))
    shown = [row for row in rows.rows if not row.isHidden()]
    assert len(shown) == 1
    assert "between" in shown[0].accessibleName()
    assert shown[0].heightForWidth(220) > shown[0].heightForWidth(700)
