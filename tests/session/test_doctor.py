"""The doctor of the window: says what is proved, once, and nothing of what was edited, dismissed or switched off."""

import threading
from dataclasses import replace
from itertools import count
from math import inf

import pytest

from playground.challenges.library import shipped_challenge
from playground.document.edits_network import change_training
from playground.document.presets import document_for, first_document
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure
from playground.experiments.variations import KnobGrid
from playground.lessons.library import shipped_lesson
from playground.lessons.replay import documents_of
from playground.session.doctor import DoctorWatch
from playground.session.session import Session
from playground.training.loop.commands import SetSpeed
from tests.support.broken_runs import BROKEN

WAIT_MS = 120_000


def stuck():
    """A network whose first weights are all zero."""
    return change_training(document_for("circle", (6,), count=60), initialization="zeros")


class Ward:
    """A session and a doctor whose clock goes a second with each question."""

    def __init__(self, document):
        self.session = Session(document)
        seconds = count()
        self.doctor = DoctorWatch(self.session, lambda: float(next(seconds)))
        self.doctor.attend(self.session)
        self.session.set_speed(SetSpeed(None, inf))
        self.session.start()

    def close(self):
        self.doctor.close()
        assert self.session.close()


@pytest.fixture
def ward(qtbot):
    made = []

    def make(document):
        made.append(Ward(document))
        return made[-1]

    yield make
    for one in made:
        one.close()


def found(ward, qtbot):
    qtbot.waitUntil(lambda: ward.doctor.diagnosis is not None, timeout=WAIT_MS)
    return ward.doctor.diagnosis


def doctors():
    return [thread for thread in threading.enumerate() if thread.name == "doctor"]


def test_it_says_what_is_proved_and_one_press_is_one_undo_step(ward, qtbot):
    plateau = stuck()
    one = ward(plateau)
    one.doctor.switch(on=True)
    one.session.play()
    diagnosis = found(one, qtbot)
    assert diagnosis.finding.key == "plateau"
    assert diagnosis.trial.is_proof
    one.doctor.apply()
    assert one.session.document.training.initialization == "glorot"
    assert one.session.undo_stack.undoText() == "Doctor: Glorot's initialization"
    assert one.session.playing
    assert one.doctor.diagnosis is None
    qtbot.waitUntil(lambda: one.session.snapshot.live_epoch > 0, timeout=WAIT_MS)
    one.session.undo_stack.undo()
    assert one.session.document is plateau


def test_what_is_dismissed_is_not_said_again(ward, qtbot):
    one = ward(stuck())
    one.doctor.switch(on=True)
    one.session.play()
    found(one, qtbot)
    one.doctor.never()
    assert one.doctor.diagnosis is None
    assert one.doctor.muted == {"plateau"}
    epoch = one.session.snapshot.live_epoch
    qtbot.waitUntil(lambda: one.session.snapshot.live_epoch > 2 * epoch, timeout=WAIT_MS)
    assert one.doctor.diagnosis is None
    one.session.load(document_for("gauss", (3,), count=60), "other")
    assert one.doctor.muted == frozenset()


def test_an_edit_withdraws_it_and_it_comes_back_where_it_still_holds(ward, qtbot):
    one = ward(stuck())
    one.doctor.switch(on=True)
    one.session.play()
    found(one, qtbot)
    one.session.edit("Batch", lambda document: change_training(document, batch_size=20))
    assert one.doctor.diagnosis is None
    assert found(one, qtbot).finding.key == "plateau"
    one.doctor.not_now()
    assert one.doctor.diagnosis is None
    assert one.doctor.muted == frozenset()
    one.session.reset()
    one.session.play()
    assert found(one, qtbot).finding.key == "plateau"


def test_switched_off_it_looks_at_nothing(ward, qtbot):
    one = ward(stuck())
    one.doctor.switch(on=True)
    one.doctor.switch(on=False)
    one.session.play()
    qtbot.waitUntil(lambda: one.session.snapshot is not None and one.session.snapshot.epoch > 200, timeout=WAIT_MS)
    assert one.session.wanted("doctor") == ()
    assert doctors() == []
    assert one.doctor.diagnosis is None


def test_who_asks_is_answered_in_any_case(ward, qtbot):
    one = ward(document_for("gauss", (3,), count=60))
    with qtbot.waitSignal(one.doctor.answered, timeout=WAIT_MS) as asked:
        one.doctor.ask()
        assert one.doctor.is_looking
    (report,) = asked.args
    assert report.diagnosis is None
    assert "jumps of the loss" in report.looked_at
    assert "Dead units" in dict(report.not_looked_at)
    assert not one.doctor.is_looking
    assert one.session.wanted("doctor") == ()


def test_what_needs_no_run_is_found_without_one(ward, qtbot):
    one = ward(BROKEN["narrow_layer"]())
    qtbot.waitUntil(lambda: one.session.experiments.shape.limit is not None, timeout=WAIT_MS)
    one.doctor.ask()
    assert found(one, qtbot).finding.key == "narrow_layer"


def test_what_only_pytorch_trains_is_not_tried_beside_the_window(ward, qtbot):
    narrow = BROKEN["narrow_layer"]()
    one = ward(replace(narrow, training=replace(narrow.training, stepper="eager")))
    qtbot.waitUntil(lambda: one.session.experiments.shape.limit is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(one.doctor.answered, timeout=WAIT_MS) as asked:
        one.doctor.ask()
    assert asked.args[0].reason.startswith("The fused kernel does not train this document")


def test_it_stands_back_behind_a_persons_experiment(ward, qtbot):
    one = ward(stuck())
    grid = KnobGrid((), 400)
    one.session.experiments.start("seeds", Experiment(one.session.document, grid, Measure(2000, looks=4)))
    one.doctor.switch(on=True)
    one.session.play()
    qtbot.waitUntil(lambda: one.session.snapshot is not None and one.session.snapshot.epoch > 200, timeout=WAIT_MS)
    assert doctors() == []
    one.session.experiments.cancel()
    assert found(one, qtbot).finding.key == "plateau"


def take_lesson(session):
    lesson = shipped_lesson("a-first-stroke")
    session.lessons.begin(lesson, tuple(documents_of(lesson, first_document())))
    return session.lessons


def take_challenge(session):
    session.challenges.begin(shipped_challenge("cut-the-two-blobs"), session.document)
    return session.challenges


@pytest.mark.parametrize("take", [take_lesson, take_challenge])
def test_lessons_and_challenges_are_for_the_person_to_find_out(ward, qtbot, take):
    one = ward(stuck())
    course = take(one.session)
    one.doctor.switch(on=True)
    one.session.play()
    qtbot.waitUntil(lambda: one.session.snapshot is not None and one.session.snapshot.epoch > 200, timeout=WAIT_MS)
    assert doctors() == []
    course.end()
    assert found(one, qtbot).finding.key == "plateau"
