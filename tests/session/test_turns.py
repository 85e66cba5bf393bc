"""Costly views take turns: one a frame while training runs, all at once when it ends."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from playground.document.presets import first_document
from playground.session.frame_pump import FramePump
from playground.session.turns import BREATH, READING_S, REST, AnimationPace, ReadingPace, Turns
from playground.training.loop.mailbox import Mailbox
from playground.training.snapshots.snapshot import Snapshot, TrainerState


def snapshot(epoch, state=TrainerState.TRAINING):
    return Snapshot(1, first_document(), epoch, epoch, {}, state)


@pytest.fixture
def pump(qapp):
    made = FramePump(Mailbox())
    made.start()
    yield made
    made.stop()


def shown(turns, count):
    lists = [[] for _ in range(count)]
    for one in lists:
        turns.join().connect(lambda given, to=one: to.append(given.epoch))
    return lists


def test_each_frame_is_one_views_turn(pump):
    turns = Turns(pump, clock=lambda: 0.0)
    first, second = shown(turns, 2)
    for epoch in range(6):
        turns.offer(snapshot(epoch))
        pump.ticked.emit()
    assert first == [0, 2, 4]
    assert second == [1, 3, 5]


def test_a_lonely_snapshot_reaches_every_view_within_as_many_frames(pump):
    turns = Turns(pump, clock=lambda: 0.0)
    lists = shown(turns, 3)
    turns.offer(snapshot(7))
    assert lists == [[], [], []]
    for _ in range(5):
        pump.ticked.emit()
    assert lists == [[7], [7], [7]]


def test_what_training_ends_with_is_shown_at_once_and_only_once(pump):
    turns = Turns(pump, clock=lambda: 0.0)
    lists = shown(turns, 2)
    turns.offer(snapshot(8))
    turns.offer(replace(snapshot(9), state=TrainerState.PAUSED))
    assert lists == [[9], [9]]
    pump.ticked.emit()
    assert lists == [[9], [9]]


def test_without_frames_nobody_waits(pump):
    pump.stop()
    turns = Turns(pump, clock=lambda: 0.0)
    lists = shown(turns, 2)
    turns.offer(snapshot(3))
    assert lists == [[3], [3]]


def test_a_view_that_takes_long_rests_in_proportion(pump):
    now = [0.0]
    turns = Turns(pump, clock=lambda: now[0])
    slow, quick = [], []

    def take_long(given):
        slow.append(given.epoch)
        now[0] += 0.020

    turns.join().connect(take_long)
    turns.join().connect(lambda given: quick.append(given.epoch))
    for epoch in range(60):
        turns.offer(snapshot(epoch))
        pump.ticked.emit()
        now[0] += 0.016
    assert 9 <= len(slow) <= 16
    assert len(quick) >= 36


def test_painting_counts_as_well(pump, qtbot):
    now, painted = [0.0], []

    class Slow(QWidget):
        def paintEvent(self, _event):
            painted.append(now[0])
            now[0] += 0.020

    widget = Slow()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    turns, shown_to = Turns(pump, clock=lambda: now[0]), []
    due = turns.join()
    due.connect(lambda given: shown_to.append(given.epoch))
    due.connect(lambda _: widget.update())
    now[0] = 0.0
    turns.offer(snapshot(0))
    qtbot.waitUntil(lambda: now[0] == 0.020)
    qtbot.wait_signal(pump.ticked).wait()  # after the painting
    for at, expected in ((0.020 + 0.95 * REST * 0.020, [0]), (0.020 + 1.05 * REST * 0.020, [0, 1])):
        now[0] = at
        turns.offer(snapshot(1))
        pump.ticked.emit()
        assert shown_to == expected


def test_while_a_stroke_is_drawn_views_take_turns_though_training_is_paused(pump):
    turns = Turns(pump, clock=lambda: 0.0)
    first, second = shown(turns, 2)
    turns.drawing = True
    for epoch in range(4):
        turns.offer(replace(snapshot(epoch), state=TrainerState.PAUSED))
        pump.ticked.emit()
    assert (first, second) == ([0, 2], [1, 3])
    turns.drawing = False
    turns.offer(replace(snapshot(9), state=TrainerState.PAUSED))
    assert (first[-1], second[-1]) == (9, 9)


@pytest.mark.parametrize(("cost_s", "least", "most"), [(0.0005, 45, 60), (0.004, 20, 32), (0.012, 4, 15)])
def test_short_frames_carry_several_views_and_long_ones_one(pump, cost_s, least, most):
    now = [0.0]
    turns, seen = Turns(pump, clock=lambda: now[0]), [[] for _ in range(4)]

    def draw(given, to):
        to.append(given.epoch)
        now[0] += cost_s

    for one in seen:
        turns.join().connect(lambda given, to=one: draw(given, to))
    for epoch in range(120):
        start = now[0]
        turns.offer(snapshot(epoch))
        pump.ticked.emit()
        QCoreApplication.sendPostedEvents()
        now[0] = max(now[0], start + 1 / 60)
    rates = [sum(epoch >= 60 for epoch in one) for one in seen]
    assert all(least <= rate <= most for rate in rates), rates


def test_while_something_moves_by_itself_every_other_frame_is_its_own(pump):
    turns = Turns(pump, clock=lambda: 0.0)
    (only,) = shown(turns, 1)
    turns.moving = True
    for epoch in range(6):
        turns.offer(snapshot(epoch))
        pump.ticked.emit()
    assert only == [1, 3, 5]
    turns.moving = False
    turns.offer(snapshot(6))
    pump.ticked.emit()
    assert only[-1] == 6


def test_what_moves_by_itself_rests_as_its_frame_was_long(qapp):
    now = [0.0]
    pace = AnimationPace(qapp, clock=lambda: now[0])
    assert pace.is_due(0.0)
    for took, is_next in ((0.014, True), (0.020, False)):
        begun = now[0] = now[0] + 1.0
        pace.begin(begun)
        now[0] += took
        QCoreApplication.sendPostedEvents(pace)
        assert not pace.is_due(now[0])
        assert pace.is_due(begun + took * (1.0 + BREATH) + 1e-9)
        assert pace.is_due(begun + 1.0 / 60.0) == is_next
    pace.deleteLater()


def test_words_change_ten_times_a_second_while_training_and_always_at_rest():
    now = [100.0]
    reading = ReadingPace(lambda: now[0])
    changes = 0
    while now[0] < 102.0:
        changes += reading.is_due(trains=True)
        now[0] += 1 / 60
    assert 17 <= changes <= 1 + 2.0 / READING_S
    assert reading.is_due(trains=False)
    assert not reading.is_due(trains=True)
    reading.renew()
    assert reading.is_due(trains=True), "another page is read at once"
