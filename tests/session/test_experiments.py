"""Experiments beside the window: results arrive in frames, pause, cancel, and a run opened again is that run."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.ranges import parse_axis
from playground.experiments.tiles import varied
from playground.experiments.variations import KnobGrid
from playground.layers import Dense
from playground.session.course import CourseStage
from playground.session.new_start import train_again
from playground.session.session import Session
from playground.training.snapshots.snapshot import TrainerState
from tests.support.trained import trained_again

WAIT_MS = 600_000


def tiny(**training):
    made = document_for("circle", (), count=40)
    made = replace(made, network=(Dense(uid=1, units=3),))
    return replace(made, training=replace(made.training, **training))


def of_seeds(document, seeds=4, epochs=5):
    return Experiment(document, KnobGrid((), seeds), Measure(epochs, looks=4, map_side=6))


@pytest.fixture
def session(qtbot):
    made = Session(tiny())
    made.start()
    yield made
    assert made.close()


def finish(session, qtbot, kind="seeds"):
    qtbot.waitUntil(lambda: not session.experiments.course(kind).is_at_work, timeout=WAIT_MS)
    return session.experiments.course(kind)


def test_all_runs_arrive_and_the_course_ends(session, qtbot):
    seen = []
    session.experiments.arrived.connect(lambda: seen.append(session.experiments.course("seeds").done))
    session.experiments.start("seeds", of_seeds(session.document))
    assert session.experiments.at_work == "seeds"
    course = finish(session, qtbot)
    assert (course.stage, course.done, course.share) == (CourseStage.DONE, 4, 1.0)
    assert session.experiments.at_work == ""
    assert course.results.maps.shape == (4, 1, 6, 6)
    assert seen[-1] == 4
    assert course.seconds_left is None


def test_cancelled_it_keeps_what_is_done(session, qtbot):
    session.experiments.start("seeds", of_seeds(session.document, 400, 2000))
    qtbot.waitUntil(lambda: session.experiments.course("seeds").done > 0, timeout=WAIT_MS)
    session.experiments.cancel()
    course = session.experiments.course("seeds")
    assert course.stage is CourseStage.CANCELLED
    assert 0 < course.done < 400


def test_cancelled_when_its_thread_is_done_already_it_is_done(session, qtbot):
    qtbot.waitUntil(lambda: session.trainer.is_ready, timeout=WAIT_MS)
    session.pump.stop()
    session.experiments.start("seeds", of_seeds(session.document))
    for thread in [one for one in threading.enumerate() if one.name == "experiment"]:
        thread.join()
    session.experiments.cancel()
    course = session.experiments.course("seeds")
    assert (course.stage, course.done, session.experiments.at_work) == (CourseStage.DONE, 4, "")


def test_paused_it_stands_and_goes_on(session, qtbot):
    session.experiments.start("seeds", of_seeds(session.document, 60, 300))
    course = session.experiments.course("seeds")
    qtbot.waitUntil(lambda: course.stage is CourseStage.WORKING, timeout=WAIT_MS)
    session.experiments.pause()
    assert course.stage is CourseStage.PAUSED
    session.experiments.go_on()
    assert finish(session, qtbot).stage is CourseStage.DONE


def test_another_one_takes_its_place_and_the_first_keeps_its_results(session, qtbot):
    session.experiments.start("seeds", of_seeds(session.document, 400, 2000))
    axis = parse_axis(session.document, "layer1.units=1:3")
    session.experiments.start("sweep", Experiment(session.document, KnobGrid((axis,), 2), Measure(3)))
    assert session.experiments.course("seeds").stage is CourseStage.CANCELLED
    assert finish(session, qtbot, "sweep").done == 6


def test_without_a_network_it_says_why(session, qtbot):
    axis = parse_axis(session.document, "data.samples=10,4000")
    session.experiments.start("sweep", Experiment(session.document, KnobGrid((axis,), 1), Measure(3)))
    results = finish(session, qtbot, "sweep").results
    assert results.count(Verdict.REFUSED) == 1
    assert "There are only" in results.refusals[1]


@pytest.mark.parametrize("setting", [{}, {"optimizer": "adam", "learning_rate": 0.01, "batch_size": 7}])
def test_a_run_opened_again_has_the_same_weights_to_the_bit(session, qtbot, setting):
    experiment = of_seeds(tiny(**setting), epochs=30)
    variation = experiment.grid.variation(2)
    document = varied(experiment.document, variation)
    before = session.document
    train_again(session, "Open seed 2", document, 30)
    assert session.undo_stack.count() == 1
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.live_epoch == 30, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: session.state is TrainerState.PAUSED and not session.playing, timeout=WAIT_MS)
    wanted = trained_again(experiment.document, experiment.measure, variation)
    found = session.trainer.checkpoint()
    for name, array in wanted.to_arrays().items():
        np.testing.assert_array_equal(found.to_arrays()[name], array, name)
    assert len(session.history) >= 30, "every epoch is in its curve"
    session.undo_stack.undo()
    assert session.document is before


def test_closing_ends_the_threads(qtbot):
    session = Session(tiny())
    session.start()
    session.experiments.start("seeds", of_seeds(session.document, 400, 3000))
    qtbot.waitUntil(lambda: session.experiments.course("seeds").stage is CourseStage.WORKING, timeout=WAIT_MS)
    assert session.close()
