"""While another document stands in its place the past of the first is held: learned states, undo and redo come back."""

import pytest

from playground.document.presets import document_for
from playground.session.held_past import drop_past, hold_past, return_past
from tests.support.by_hand import ByHand
from tests.support.edits import ALL, document


@pytest.fixture
def bench(qtbot):
    made = ByHand(document())
    made.train(2)
    ALL["dense units"](made.session)
    made.train(1)
    made.session.undo_stack.setClean()
    ALL["edit add_points"](made.session)
    made.turn()
    made.settle()
    ALL["type a weight"](made.session)
    made.turn()
    made.settle()
    yield made
    made.close()


def visit_another(bench):
    bench.session.load(document_for("circle", (4,)), "Lesson")
    bench.turn()
    bench.train(2)
    ALL["reset"](bench.session)
    bench.turn()


def come_home(bench, past):
    bench.session.load(past.document, "Own")
    return_past(bench.session, past)
    bench.turn()


def steps(stack):
    return [stack.text(place) for place in range(stack.count())], stack.index(), stack.cleanIndex()


def test_undo_and_redo_go_on_as_if_nothing_had_been_in_between(bench):
    stack = bench.session.undo_stack
    bench.undo()
    states = [bench.learned()]
    before = steps(stack)
    past = hold_past(bench.session)
    visit_another(bench)
    assert steps(stack) != before
    come_home(bench, past)
    assert steps(stack) == before
    assert bench.learned() == states[0]
    for _ in range(2):
        bench.undo()
        states.append(bench.learned())
    assert bench.run.epoch == 2, "where it was trained to before its layers were edited"
    for state in states[-2::-1]:
        bench.redo()
        assert bench.learned() == state
    bench.redo()
    assert not stack.canRedo()
    assert bench.session.time.timeline.is_by_hand


def test_a_step_is_told_to_those_who_listen_and_can_follow(bench, qtbot):
    past = hold_past(bench.session)
    visit_another(bench)
    bench.session.load(past.document, "Own")
    with qtbot.waitSignal(bench.session.undo_stack.indexChanged, timeout=0):
        return_past(bench.session, past)
    bench.turn()
    before = bench.learned()
    ALL["new weights"](bench.session)
    bench.train(1)
    bench.undo()
    assert bench.learned() == before


def test_a_past_that_is_dropped_does_not_come_back(bench):
    past = hold_past(bench.session)
    visit_another(bench)
    drop_past(bench.session)
    come_home(bench, past)
    assert bench.run.epoch == 0
