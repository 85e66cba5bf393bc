"""Frames come in a steady beat; a snapshot that is late delays its own frame, and as little as it can."""

import pytest

from playground.document.presets import first_document
from playground.session.frame_pump import FRAME_S, FramePump
from playground.training.loop.mailbox import Mailbox
from playground.training.snapshots.snapshot import Snapshot, TrainerState

SNAPSHOT = Snapshot(1, first_document(), 0, 0, {}, TrainerState.TRAINING)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def pump(qapp, mailbox, clock):
    made = FramePump(mailbox, clock=clock)
    made.start()
    made.stop()  # from here on frames come when the test says so
    return made


@pytest.fixture
def frames(pump, clock):
    """When each frame came, in frames since the start, and whether it had a snapshot."""
    start, shown, seen = clock.now, [], []
    pump.arrived.connect(shown.append)

    def note():
        seen.append((round((clock.now - start) / FRAME_S, 3), bool(shown)))
        shown.clear()

    pump.ticked.connect(note)
    return seen


def look(pump, clock, mailbox, *, at, with_snapshot):
    clock.now = Clock.now + at * FRAME_S
    if with_snapshot:
        mailbox.put(SNAPSHOT)
    pump.pump()


def test_a_frame_waits_a_moment_for_a_snapshot_that_is_late(pump, clock, mailbox, frames):
    look(pump, clock, mailbox, at=0, with_snapshot=True)
    look(pump, clock, mailbox, at=1, with_snapshot=False)
    look(pump, clock, mailbox, at=1.25, with_snapshot=True)
    assert frames == [(0.0, True), (1.25, True)]


def test_it_does_not_wait_longer_than_a_frame(pump, clock, mailbox, frames):
    look(pump, clock, mailbox, at=0, with_snapshot=True)
    for at in (1, 1.5, 1.99, 2.01):
        look(pump, clock, mailbox, at=at, with_snapshot=False)
    assert frames == [(0.0, True), (2.01, False)]


def test_frames_without_snapshots_tick_all_the_same(pump, clock, mailbox, frames):
    for at in range(4):
        look(pump, clock, mailbox, at=at, with_snapshot=False)
    assert frames == [(0.0, False), (1.0, False), (2.0, False), (3.0, False)]


@pytest.mark.parametrize(("late", "next_in"), [(0.0, 1.0), (0.25, 0.75), (5.0, 0.5)])
def test_the_beat_is_found_again(pump, clock, mailbox, late, next_in):
    look(pump, clock, mailbox, at=0, with_snapshot=True)
    look(pump, clock, mailbox, at=1 + late, with_snapshot=True)
    assert pump.rest_ms == pytest.approx(1000 * FRAME_S * next_in, abs=0.5)
