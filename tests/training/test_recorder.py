"""What is recorded of a run: bounded, even over log epochs, whole enough to go on from."""

from dataclasses import replace
from math import log1p

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.training.engines.eager import EagerStepper
from playground.training.state.recorded_state import OVERHEAD, RecordedState
from playground.training.state.run import Run
from playground.training.timeline.recorder import SPACING, Recorder, checkpoint_of, nearest, point_bytes, size_of, thin
from playground.training.timeline.timeline import MOST_BRANCHES, MOST_PARKED_RECORDS, Branch, RunLines, Timeline
from playground.training.trainee.history import COLUMNS
from tests.support.picture_documents import dense_document


def moment(number, position, size=10):
    values = np.full(size, number, dtype=np.float32)
    return RecordedState(
        number, None, position, values, values[:0], values[:0].reshape(0, size), (), 0, int(position), 0
    )


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def run():
    return Run(document_for("circle", (3,), count=40))


positions = st.lists(st.floats(0.0, 1e7), min_size=1, max_size=120, unique=True).map(sorted)


@given(positions, st.integers(2, 40), st.integers(1, 200))
def test_memory_is_bounded_and_both_ends_stay(found, most, size):
    moments = [moment(n, position, size) for n, position in enumerate(found)]
    first, last, limit = moments[0], moments[-1], most * moments[0].nbytes
    held = thin(moments, size_of(moments), limit)
    assert held == size_of(moments) <= limit
    assert moments[0] is first
    assert moments[-1] is last
    assert len(moments) == min(len(found), most)
    assert [kept.position for kept in moments] == sorted(kept.position for kept in moments)


@given(st.integers(40, 120), st.floats(1.02, 1.15))
def test_thinning_keeps_old_moments_even_over_log_epochs(most, ratio):
    """A gap that thinning makes is never more than twice the mean gap of what could have gone."""
    moments = []
    position = 0.0
    for number in range(400):
        moments.append(moment(number, position))
        thin(moments, size_of(moments), 10**9, most)
        position = (1.0 + position) * ratio - 1.0 + 0.01
    places = [kept.place for kept in moments]
    old = np.diff(places[: len(places) - most // 4 - 1])
    assert old.max() <= 2.2 * (places[-1] - places[0]) / len(old)
    newest = [kept.number for kept in moments[-5:]]
    assert newest == [395, 396, 397, 398, 399]


def test_epochs_grow_by_a_few_per_cent_whatever_the_speed(run):
    recorder, stepper = Recorder(clock=Clock(), work_clock=Clock()), EagerStepper()
    recorder.keep(run)
    while run.epoch < 20:
        stepper.advance(run, recorder.batches_until_due(run), 1.0)
        recorder.look(run)
    places = [kept.place for kept in recorder.moments]
    assert recorder.moments[0].position == 0.0
    gaps = np.diff(places)
    assert len(gaps) > 20
    assert gaps.min() > 0.0
    assert all(gap <= SPACING + log1p(1.0 / run.batches_per_epoch) for gap in gaps)


def test_a_moment_is_the_whole_state(run):
    recorder = Recorder()
    EagerStepper().advance(run, 7, 10.0)
    kept = checkpoint_of(recorder.keep(run))
    there = run.checkpoint()
    assert (kept.steps, kept.epoch, kept.cursor) == (there.steps, there.epoch, there.cursor)
    for name in ("parameters", "buffers", "slots"):
        assert np.array_equal(getattr(kept, name), getattr(there, name))


def test_rows_of_zeros_take_no_room(run):
    recorder = Recorder()
    assert recorder.keep(run).slots.shape == (0, len(run.parameters))
    EagerStepper().advance(run, 1, 10.0)
    assert recorder.keep(run).rows == (0, 1)  # Adam's two


def test_what_is_recorded_stays_as_it_was(run):
    recorder = Recorder()
    kept = recorder.keep(run)
    before = kept.parameters.copy()
    EagerStepper().advance(run, 3, 10.0)
    checkpoint_of(kept).parameters[...] = 0.0
    assert np.array_equal(kept.parameters, before)


def test_a_run_put_back_forgets_what_came_after(run):
    recorder = Recorder()
    start = recorder.keep(run)
    EagerStepper().advance(run, 30, 10.0)
    recorder.keep(run)
    run.restore(checkpoint_of(start))
    again = recorder.keep(run)
    assert recorder.moments == (again,)
    assert recorder.nbytes == again.nbytes


def test_broken_or_enormous_weights_are_not_recorded(run):
    assert Recorder(most_bytes=100).keep(run) is None
    run.parameters[0] = np.nan
    assert Recorder().keep(run) is None


def test_copying_takes_a_share_of_the_time(run):
    clock = Clock()

    def tick():
        clock.now += 1.0
        return clock.now

    recorder = Recorder(clock=tick, work_clock=tick)
    recorder.keep(run)
    EagerStepper().advance(run, 30, 10.0)
    recorder.look(run)
    recorder.look_recent(run)
    assert len(recorder.moments) == 1
    assert recorder.batches_until_due(run) is None


def test_recent_moments_are_half_a_second_apart(run):
    clock = Clock()
    recorder = Recorder(clock=clock, work_clock=Clock())
    recorder.keep(run)
    for _ in range(40):
        EagerStepper().advance(run, 1, 10.0)
        clock.now += 0.05
        recorder.look_recent(run)
    assert 4 <= len(recorder.moments) <= 6


def test_the_nearest_is_found():
    moments = tuple(moment(n, position) for n, position in enumerate((0.0, 1.0, 50.0)))
    assert nearest(moments, log1p(1.4)).number == 1
    assert nearest((), 1.0) is None


def real_bytes(timeline):
    """What is alive, each array once."""
    parked = (*timeline.branches, *timeline.deleted)
    moments = {id(kept): kept for line in (timeline.moments, *(b.moments for b in parked)) for kept in line}
    arrays = [array for kept in moments.values() for array in (kept.parameters, kept.buffers, kept.slots)]
    arrays += [column for branch in parked for column in branch.columns.values()]
    assert all(array.base is None or array.base.nbytes == array.nbytes for array in arrays)  # none keeps more alive
    return sum({id(array): array.nbytes for array in arrays}.values()) + OVERHEAD * len(moments)


def go_back(timeline, run, which):
    if timeline.park(run, columns(which)):
        timeline.go_on_from(timeline.moments[which % len(timeline.moments)])


def switch(timeline, run, which):
    if timeline.branches and timeline.park(run, columns(which)):
        timeline.take(timeline.branches[which % len(timeline.branches)].number)


def delete(timeline, _run, which):
    if timeline.branches:
        timeline.delete(timeline.branches[which % len(timeline.branches)].number)


def bring_back(timeline, _run, which):
    if timeline.deleted:
        timeline.bring_back(timeline.deleted[which % len(timeline.deleted)].number)


def load(timeline, run, which):
    kept = Recorder().keep(run)
    timeline.restore([Branch(n + 1, "", (kept,), {}) for n in range(2 * which)], 2 * which + 1)
    timeline.recorder.load([])


MOVES = (
    lambda *_: None,
    lambda timeline, run, which: timeline.park(run, columns(which * 20)),
    lambda timeline, *_: timeline.begin(),
    go_back,
    switch,
    delete,
    bring_back,
    load,
)


@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 9)), max_size=80), st.integers(6, 60))
def test_all_lines_together_keep_the_limit(moves, room):
    """Whatever is recorded, parked, switched, deleted and brought back, memory is bounded, and counted as it is."""
    limit = room * 3_000
    timeline = Timeline(limit)
    for epoch, (move, which) in enumerate(moves):
        run = RUNS[(epoch // 5) % len(RUNS)]  # layers are changed now and then
        run.rewind(epoch, epoch, 0)
        run.slots[0] = which % 2
        timeline.recorder.keep(run)
        move(timeline, run, which)
        assert timeline.nbytes == real_bytes(timeline) <= limit
        assert len(timeline.branches) <= MOST_BRANCHES + 1
        parked = (*timeline.branches, *timeline.deleted)
        numbers = [timeline.number, *(branch.number for branch in parked)]
        assert len(set(numbers)) == len(numbers)
        assert all(branch.moments for branch in parked)


def columns(count):
    return {name: np.zeros(count) for name in COLUMNS}


RUNS = tuple(Run(document_for("circle", widths, count=40)) for widths in ((3,), (8, 2), (2, 2)))


def test_a_deleted_line_comes_back_whole(run):
    timeline = Timeline()
    timeline.mark(0.5, "Learning rate 0.1")
    timeline.park(run, columns(5))
    (branch,) = timeline.branches
    timeline.delete(branch.number)
    assert (timeline.branches, timeline.deleted) == ((), (branch,))
    assert timeline.bring_back(branch.number)
    assert (timeline.branches, timeline.deleted) == ((branch,), ())
    assert not timeline.bring_back(branch.number)
    timeline.take(branch.number)
    assert [mark.text for mark in timeline.marks] == ["Learning rate 0.1"]


def test_a_deleted_line_yields_to_new_ones(run):
    timeline = Timeline(10 * Recorder().keep(run).nbytes)
    timeline.park(run, {})
    timeline.delete(1)
    for epoch in range(1, 5):
        run.rewind(epoch, epoch, 0)
        assert timeline.park(run, {})
    assert len(timeline.branches) == 4
    assert len(timeline.deleted) == 1
    run.rewind(5, 5, 0)
    assert timeline.park(run, {})
    assert timeline.deleted == ()


def test_the_end_of_an_old_line_stays_beside_smaller_new_ones():
    """Lines of a large network are not thinned to nothing by many of a small one."""
    large, small = Run(document_for("circle", (400,), count=40)), Run(document_for("circle", (2,), count=40))
    size = Recorder().keep(large).nbytes
    timeline = Timeline(4 * size)
    assert timeline.park(large, {})
    while timeline.park(small, {}, yields=False):
        small.rewind(small.epoch + 1, small.epoch + 1, 0)
    assert len(timeline.branches) > 2
    assert np.array_equal(timeline.branches[0].end.parameters, large.parameters)


def parked_at(timeline, run, epoch):
    run.rewind(epoch, epoch, 0)
    return timeline.park(run, {})


def test_of_too_many_lines_the_least_trained_that_nobody_named_yields(run):
    timeline = Timeline()
    for epoch in (50, 3, 7, *range(100, 100 + MOST_BRANCHES - 3)):
        assert parked_at(timeline, run, epoch)
    timeline.rename(2, "Mine")
    assert len(timeline.branches) == MOST_BRANCHES
    assert parked_at(timeline, run, 200)
    kept = {branch.number: branch.end.epoch for branch in timeline.branches}
    assert len(kept) == MOST_BRANCHES
    assert kept[2] == 3, "a person's name stays"
    assert 3 not in kept, "the one of seven epochs has gone"
    for branch in timeline.branches:
        timeline.rename(branch.number, f"Mine too {branch.number}")
    before = timeline.branches
    assert not parked_at(timeline, run, 300)
    assert timeline.branches == before


def test_all_lines_come_back_as_they_were(run):
    timeline = Timeline()
    timeline.mark(0.5, "Points")
    parked_at(timeline, run, 4)
    timeline.rename(2, "Second")
    parked_at(timeline, run, 6)
    then = timeline.lines()
    timeline.delete(1)
    timeline.begin()
    timeline.rename(3, "Third")
    timeline.come_back(then)
    now = timeline.lines()
    assert [getattr(now, name) for name in RunLines.__slots__] == [getattr(then, name) for name in RunLines.__slots__]
    assert [branch.number for branch in timeline.deleted] == [1]


def test_long_curves_of_parked_lines_are_thinned(run):
    timeline = Timeline()
    timeline.park(run, {name: np.arange(3 * MOST_PARKED_RECORDS, dtype=np.float64) for name in COLUMNS})
    epochs = timeline.branches[0].columns["epoch"]
    assert len(epochs) <= MOST_PARKED_RECORDS
    assert (epochs[0], epochs[-1]) == (0.0, 3 * MOST_PARKED_RECORDS - 1)


def test_a_stroke_over_many_points_keeps_few_of_them_alive(run, monkeypatch):
    """Every edit makes new points; moments keep the document they were recorded with."""
    data = run.document.dataset
    size = data.samples.nbytes + data.targets.nbytes + data.is_test.nbytes
    monkeypatch.setattr("playground.training.timeline.recorder.MOST_POINT_BYTES", 5 * size)
    recorder = Recorder()
    for epoch in range(30):
        run.rewind(epoch, epoch, 0)
        run.adopt(replace(run.document, dataset=replace(data, samples=data.samples + epoch)))
        recorder.keep(run)
    assert point_bytes(recorder.moments) <= 6 * size
    assert np.array_equal(recorder.moments[4].document.dataset.samples, data.samples + 4)


def test_pictures_of_another_size_are_recorded_with_what_their_network_is_for(monkeypatch):
    """Where points take much memory, moments share those of before; not where another network would come of that."""
    small, large = dense_document(3), dense_document(3, side=16)
    monkeypatch.setattr("playground.training.timeline.recorder.MOST_POINT_BYTES", 0)
    recorder = Recorder()
    recorder.keep(Run(small))
    later = Run(large)
    later.rewind(1, 1, 0)
    kept = recorder.keep(later)
    assert len(kept.parameters) == resolve(kept.document).parameter_count
