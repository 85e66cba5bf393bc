"""Goals wait for the weights that a step puts into the network, and for the scores of data that were changed."""

import pytest

from playground.document.edits_network import insert_layer
from playground.document.presets import first_document
from playground.experiments.knobs import with_settings
from playground.layers import Dense
from playground.lessons.library import shipped_lesson
from playground.lessons.reading import parse_lesson
from playground.lessons.replay import documents_of
from playground.session.new_start import begin_anew
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


DATA = """\
+++
title = "Noise"
about = "What a step says of other data."
minutes = 1
+++

## One

Less noise.

```toml
goals = ["data.noise <= 0.1", "test accuracy <= 100 %"]
hints = ["Less."]

[begin]
source = "gauss"
hidden = []
knobs = { "data.noise" = 0.5, "data.count" = 40 }

[show]
keeps = true
knobs = { "data.noise" = 0.05 }
```
"""


def test_scores_of_the_data_of_before_reach_no_goal(bench):
    session, lesson = bench.session, parse_lesson(DATA, "noise", "noise.md")
    documents = tuple(documents_of(lesson, first_document()))
    begin_anew(session, "As the step begins", documents[0][0])
    bench.settle()
    session.lessons.begin(lesson, documents)
    session.edit("Less noise", lambda document: with_settings(document, (("data.noise", 0.05),)))
    assert session.history.columns(session.run)["test_score"].size, "there are scores, of the data of before"
    assert not session.lessons.state.is_reached
    bench.settle()
    assert session.snapshot.is_measured
    assert session.lessons.state.is_reached


def test_goals_are_looked_at_after_undo_and_redo_as_well(bench):
    """Both give the run another number, and its curve comes back as it was."""
    session = bench.session
    bench.train(3)
    before = session.lessons.sight()
    assert before.losses is not None
    session.edit("Layer", lambda document: insert_layer(document, 1, Dense(units=3)))
    bench.settle()
    bench.train(2)
    after = session.lessons.sight()
    for _ in range(2):
        bench.undo()
        assert session.lessons.sight().losses == before.losses
        bench.redo()
        assert session.lessons.sight().losses == after.losses
