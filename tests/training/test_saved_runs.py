"""Timelines in a project: what goes on from a file equals what never stopped."""

import numpy as np
import pytest

from playground.document.edits_network import change_training, duplicate_layer
from playground.document.presets import document_for
from playground.document.run_words import data_mark
from playground.storage.project import Project, pack_project, unpack_project
from playground.storage.saved_timeline import MOST_SAVED, from_saved, to_saved
from playground.training.engines.eager import EagerStepper
from playground.training.state.checkpoint import Checkpoint
from playground.training.state.run import Run
from playground.training.timeline.recorder import checkpoint_of
from playground.training.timeline.timeline import Timeline
from playground.training.trainee.history import History
from playground.training.trainee.measure import measure


@pytest.fixture
def document():
    return change_training(document_for("circle", (4, 2), count=60), optimizer="adam")


def trained(run, timeline, history, batches):
    stepper = EagerStepper()
    for _ in range(batches):
        stepper.advance(run, 1, 10.0)
        timeline.recorder.look(run)
    history.append(measure(run, 1))


@pytest.fixture
def lived(document):
    """A run, a branch of it, and the timeline of both."""
    run, timeline, history = Run(document), Timeline(), History()
    timeline.recorder.keep(run)
    trained(run, timeline, history, 30)
    there = timeline.moments[len(timeline.moments) // 2]
    timeline.park(run, history.to_arrays())
    run.restore(checkpoint_of(there))
    timeline.go_on_from(there)
    trained(run, timeline, history, 20)
    timeline.recorder.keep(run)
    return run, timeline


def through_a_file(document, timeline):
    data = pack_project(Project(document, runs=to_saved(timeline, document)))
    return from_saved(unpack_project(data).runs)


def test_a_persons_names_are_told_from_the_programs_own(document, lived):
    _, timeline = lived
    timeline.rename(1, "Slow")
    timeline.rename(2, "Run 7")
    loaded = through_a_file(document, timeline)
    assert [(run.name, run.is_named) for run in (loaded, *loaded.branches)] == [("Run 7", True), ("Slow", True)]


def same(a, b):
    for name in ("parameters", "buffers", "slots"):
        assert np.array_equal(getattr(a, name), getattr(b, name))
    assert (a.steps, a.epoch, a.cursor) == (b.steps, b.epoch, b.cursor)


def test_every_moment_comes_back_to_the_bit(document, lived):
    _, timeline = lived
    loaded = through_a_file(document, timeline)
    assert (loaded.number, loaded.name) == (2, "Run 2")
    assert len(loaded.moments) == len(timeline.moments)
    for before, after in zip(timeline.moments, loaded.moments, strict=True):
        same(checkpoint_of(before), checkpoint_of(after))
        assert before.position == after.position
        assert before.rows == after.rows
    (branch,) = loaded.branches
    assert branch.name == "Run 1"
    assert not branch.is_named
    assert branch.data == data_mark(document.dataset)
    same(checkpoint_of(branch.end), checkpoint_of(timeline.branches[0].end))
    assert np.array_equal(branch.columns["train_loss"], timeline.branches[0].columns["train_loss"])


def test_going_on_with_a_branch_of_a_file_equals_never_having_stopped(document, lived):
    run, timeline = lived
    end = timeline.branches[0].end
    run.restore(checkpoint_of(end))
    EagerStepper().advance(run, 25, 10.0)
    (branch,) = through_a_file(document, timeline).branches
    again = Run(branch.end.document)
    again.restore(checkpoint_of(branch.end))
    EagerStepper().advance(again, 25, 10.0)
    same(run.checkpoint(), again.checkpoint())


def test_numbers_tell_all_moments_of_a_file_apart(document, lived):
    loaded = through_a_file(document, lived[1])
    numbers = [moment.number for moment in (*loaded.moments, *loaded.branches[0].moments)]
    assert len(set(numbers)) == len(numbers)


def test_moments_of_other_layers_stay_behind(document, lived):
    _, timeline = lived
    saved = to_saved(timeline, duplicate_layer(document, 2))
    assert saved[0].moments == {}
    assert len(saved) == 2


def test_a_fresh_document_has_nothing_to_save(document):
    timeline = Timeline()
    assert to_saved(timeline, document) == ()
    timeline.recorder.keep(Run(document))
    assert to_saved(timeline, document) == ()
    assert from_saved(()).branches == ()


def test_files_hold_so_many_moments(document):
    run, timeline = Run(document), Timeline()
    for epoch in range(MOST_SAVED * 2):
        run.rewind(epoch, epoch, 0)
        timeline.recorder.keep(run)
    (saved,) = to_saved(timeline, document)
    assert len(saved.moments["positions"]) == MOST_SAVED
    assert saved.moments["positions"][0] == 0.0
    assert saved.moments["positions"][-1] == MOST_SAVED * 2 - 1


def test_a_checkpoint_of_a_moment_goes_through_a_project(document, lived):
    run, _ = lived
    kept = checkpoint_of(Timeline().recorder.keep(run))
    same(Checkpoint.from_arrays(kept.to_arrays()), run.checkpoint())
