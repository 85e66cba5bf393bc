"""A step that puts its own weights into the network looks at no goal before they are seen."""

import pytest

from playground.document.presets import first_document
from playground.lessons.library import shipped_lesson
from playground.lessons.replay import documents_of
from tests.support.by_hand import ByHand

DRAWN_MEET_THE_GOAL = 1
"""The step of the lesson whose first weights, as they are drawn, would reach its goal."""


@pytest.fixture
def bench(qtbot):
    made = ByHand(first_document())
    yield made
    made.close()


def test_weights_that_are_drawn_first_reach_no_goal(bench, monkeypatch):
    session, lesson = bench.session, shipped_lesson("back-propagation-by-hand")
    session.lessons.begin(lesson, tuple(documents_of(lesson, first_document())))
    bench.turn()
    seen, send = [], session.trainer.send

    def send_and_show(command):
        """As a trainer that is quick shows the network between two commands."""
        send(command)
        bench.turn()
        seen.append(session.lessons.sight())

    monkeypatch.setattr(session.trainer, "send", send_and_show)
    session.lessons.go(DRAWN_MEET_THE_GOAL)
    (goal,) = lesson.steps[DRAWN_MEET_THE_GOAL].targets()
    assert any(goal.is_met(sight) for sight in seen), "else nothing is shown by this test"
    assert not session.lessons.state.is_reached
    monkeypatch.undo()
    bench.train(30)
    assert session.lessons.state.is_reached
