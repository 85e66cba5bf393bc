"""The past as views ask for it: what is sent to the trainer, and what becomes of the document."""

import numpy as np
import pytest

from playground.document.edits_network import change_layer, change_training, duplicate_layer
from playground.document.presets import document_for
from playground.session.session import PAST, Session
from playground.session.time_travel import FULL, GONE, NO_PLACE
from playground.training.loop.commands import SetParameter, Submit
from playground.training.state.recorded_state import RecordedState
from playground.training.timeline.commands import (
    BeginEdit,
    BringBack,
    EditBranch,
    LoadTimeline,
    Park,
    Resume,
    Revisit,
    ShowMoment,
)
from playground.training.timeline.timeline import MOST_BRANCHES, Branch


@pytest.fixture
def session(qtbot):
    made = Session(document_for("circle", (4, 2), count=60))
    yield made
    made.close()


def sent(session):
    """Commands that wait for the trainer, which has not been started."""
    found = []
    while (item := session.trainer.inbox.next()) is not None:
        found.append(item)
    return found


def moment_of(document, number, position):
    values = np.zeros(3, dtype=np.float32)
    return RecordedState(
        number, document, position, values, values[:0], values[:0].reshape(0, 3), (), 0, int(position), 0
    )


def fill(session, count=5, document=None):
    moments = [moment_of(document or session.document, n, float(n)) for n in range(count)]
    session.time.timeline.recorder.load(moments)
    sent(session)
    return moments


def test_steps_go_from_moment_to_moment_and_past_the_last_to_live(session, qtbot):
    moments = fill(session)
    for expected in (moments[4], moments[3]):
        with qtbot.waitSignal(session.time.changed, timeout=0):
            session.time.step(-1)
        assert session.time.shown is expected
    session.time.step(-99)
    assert session.time.shown is moments[0]
    session.time.step(2)
    assert session.time.shown is moments[2]
    session.time.step(99)
    assert session.time.shown is None
    assert [type(item) for item in sent(session)] == [ShowMoment]


def test_a_place_on_the_film_shows_the_moment_nearest_to_it(session):
    moments = fill(session)
    session.time.show_epoch(moments[3].place + 0.01)
    assert session.time.shown is moments[3]
    assert sent(session)[-1].moment is moments[3]


def test_without_moments_nothing_is_shown(session):
    session.time.step(-1)
    session.time.show_epoch(1.0)
    assert session.time.shown is None


def test_weights_of_the_past_are_not_changed(session):
    said = []
    session.message_posted.connect(lambda text, _role: said.append(text))
    moments = fill(session)
    session.time.show(moments[0])
    session.set_parameter("Change weight", (1, "weight"), (0, 0), 1.0, None)
    assert said == [PAST]
    assert not any(isinstance(item, SetParameter) for item in sent(session))


def test_going_on_parks_the_run_and_resumes_at_the_moment(session):
    moments = fill(session)
    run = session.run
    assert not session.time.go_on()
    session.time.show(moments[2])
    sent(session)
    assert session.time.go_on()
    begin, park, resume = sent(session)
    assert isinstance(begin, BeginEdit)
    assert park == Park()
    assert (resume.moment, resume.run, resume.branch) == (moments[2], run + 1, None)
    assert session.time.shown is None
    assert session.undo_stack.undoText() == "Continue from epoch 2"
    assert session.numbers.line <= run, "the past up to the moment is its past, too"
    session.undo_stack.undo()
    (back,) = sent(session)
    assert back == Revisit(begin.number, True, session.document, session.run)


def test_other_layers_come_back_as_one_undo_step_and_points_stay(session):
    before = session.document
    moments = fill(session)
    session.edit("Duplicate", lambda d: duplicate_layer(d, 2))
    session.edit("Faster", lambda d: change_training(d, learning_rate=0.5))
    now = session.document
    sent(session)
    session.time.show(moments[1])
    assert session.time.is_foreign(moments[1])
    session.time.go_on()
    show, begin, park, submit, resume = sent(session)
    assert isinstance(show, ShowMoment)
    assert isinstance(begin, BeginEdit)
    assert isinstance(park, Park)
    assert isinstance(submit, Submit)
    assert isinstance(resume, Resume)
    assert submit.run < resume.run == session.run
    assert session.document.network == before.network
    assert session.document.dataset is now.dataset
    assert session.document.training.learning_rate == 0.5
    session.undo_stack.undo()
    assert session.document is now


def test_another_activation_comes_back_as_well(session):
    before = session.document
    moments = fill(session)
    session.edit("ReLU", lambda d: change_layer(d, 1, activation="relu"))
    assert not session.time.is_foreign(moments[0])
    session.time.show(moments[0])
    session.time.go_on()
    assert session.document.network == before.network


def test_switching_brings_layers_and_settings_of_the_branch(session):
    branch_document = change_training(duplicate_layer(session.document, 2), learning_rate=0.5)
    end = moment_of(branch_document, 7, 7.0)
    branch = Branch(4, "Deep", (end,), {}, is_named=True)
    session.time.timeline.restore([branch])
    now = session.document
    session.time.switch(branch)
    assert session.document.network == branch_document.network
    assert session.document.training.learning_rate == 0.5
    assert session.document.dataset is now.dataset
    assert session.undo_stack.undoText() == "Switch to Deep"
    _, _, park, _, resume = sent(session)
    assert park == Park(is_swap=True)
    assert (resume.moment, resume.branch) == (end, 4)
    assert session.numbers.line == session.run, "the branch has a past of its own"
    session.undo_stack.undo()
    assert session.document is now
    assert session.numbers.line == session.run, "and so has the run that is back"


def test_only_so_many_runs_are_kept(session):
    said = []
    session.message_posted.connect(lambda text, _role: said.append(text))
    (moment, *_) = fill(session)
    branches = [Branch(n + 2, "Mine", (moment,), {}, is_named=True) for n in range(MOST_BRANCHES)]
    session.time.timeline.restore(branches)
    session.time.show(moment)
    assert not session.time.go_on()
    assert said == [FULL]
    assert sent(session) == [ShowMoment(moment)]
    session.time.switch(branches[0])
    assert isinstance(sent(session)[-1], Resume), "two runs change places"
    session.time.timeline.restore([*branches[:-1], Branch(40, "Run 40", (moment,), {})])
    session.time.show(moment)
    assert session.time.go_on(), "a run that nobody named yields"


def branched(session):
    """A branch number 2 beside the run at hand, which is number 1."""
    (moment, *_) = fill(session)
    session.time.timeline.restore([Branch(2, "Run 2", (moment,), {})])


def test_names_and_deletions_are_steps_that_undo_takes_back(session, qtbot):
    branched(session)
    stack = session.undo_stack
    with qtbot.waitSignals([session.time.changed] * 2, timeout=0):
        session.time.rename(2, "Slow")
        session.time.delete(2)
    session.time.rename(1, "Run 1")  # nothing new
    assert [stack.text(step) for step in range(stack.count())] == ["Rename Run 2", "Delete Run 2"]
    assert sent(session) == [EditBranch(2, "Slow"), EditBranch(2, None)]
    with qtbot.waitSignals([session.time.changed] * 2, timeout=0):
        stack.undo()
        stack.undo()
    stack.redo()
    assert sent(session) == [BringBack(2), EditBranch(2, "Run 2", is_named=False), EditBranch(2, "Slow")]


def test_a_deletion_says_how_it_is_undone_and_what_cannot_be_undone(session):
    said = []
    session.message_posted.connect(lambda text, _role: said.append(text))
    branched(session)
    timeline, stack = session.time.timeline, session.undo_stack
    session.time.delete(2)
    assert said == ["Run 2 is deleted. Undo brings it back."]
    timeline.delete(2)
    stack.undo()
    assert said.pop() == "Run 2 is back."
    timeline.branches = tuple(Branch(n + 3, "", timeline.moments, {}) for n in range(MOST_BRANCHES))
    stack.redo()
    stack.undo()
    assert said[1:] == [NO_PLACE]
    timeline.deleted = ()
    stack.redo()
    stack.undo()
    assert said[2:] == [GONE]


def test_a_new_start_and_another_document_are_live(session):
    moments = fill(session)
    for begin in (session.reset, session.new_weights, lambda: session.load(session.document, "Other")):
        session.time.show(moments[0])
        begin()
        assert session.time.shown is None
    assert sent(session)[-1] == LoadTimeline()


def test_another_task_of_then_brings_its_points(session):
    other = document_for("reg-gauss", (4, 2), count=30)
    (moment, *_) = fill(session, document=other)
    session.time.show(moment)
    session.time.go_on()
    assert session.document.task == "regression"
    assert session.document.dataset is other.dataset
    assert session.document.network == other.network
    assert session.document.training.loss == other.training.loss
