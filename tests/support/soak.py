"""A window that trains at full speed while somebody travels in time without rest; tells what it costs in memory.

`python -m tests.support.soak 600` runs ten minutes: scrubbing, playing back, branches made, switched, deleted and
brought back, edits and undo, saves to a file, and in the middle a film of 100 frames. Every ten seconds one line with
the memory of the process, of it in use, and of the timeline; at the end the first, the last and the largest. It ends
with status 1 where anything was reported that should not be (an exception on any thread, a message of Qt, a warning in
the log), or where more memory is in use at the end than libraries, timeline and undo account for. What the process
holds beyond that is free memory in the allocator, which says nothing of leaks.
"""

import ctypes
import logging
import os
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QSettings, QTimer

from playground.app.launch import make_app, make_window, open_window
from playground.app.pictures.film import FilmChoices, encode, photograph
from playground.app.recovery import keep_safe
from playground.app.reports import Reports
from playground.app.settings import Settings
from playground.document.edits_data import add_points
from playground.document.edits_network import change_layer, change_training, delete_layer, insert_layer, layer_to_add
from playground.interop.sources import open_source
from playground.session.speed import MOST_SPEED
from playground.storage.project import read_project
from playground.training.loop.commands import SetSpeed
from playground.training.snapshots.snapshot import TrainerState
from playground.training.timeline.recorder import MOST_BYTES
from playground.views.spaces.film import Film
from playground.views.spaces.film_strip import FilmStrip

SIZE = (1440, 900)
TICK_MS, DEED_S, LINE_S = 30, 0.7, 10.0
FRAMES = 100
SETTLED = 0.4
"""Share of the run after which libraries, kernels and pictures are all there."""
MOST_GROWTH_MB = 40.0
"""Of memory in use from then on, beside what the timeline grew: undo steps, curves of more runs."""
HARMLESS = ("propagateSizeHints",)
"""What Qt says of the screen that is none."""


@dataclass
class Line:
    """What is measured: seconds, megabytes, counts."""

    at: float
    process_mb: float
    used_mb: float
    timeline_mb: float
    moments: int
    runs: int
    deleted: int
    epoch: int

    def __str__(self):
        return (
            f"{self.at:6.0f} s  process {self.process_mb:6.0f} MB  in use {self.used_mb:6.1f} MB  "
            f"timeline {self.timeline_mb:5.2f} MB  moments {self.moments:3}  runs {self.runs:2}  "
            f"deleted {self.deleted:2}  epoch {self.epoch:,}"
        )


class Complaints(logging.Handler):
    """Keeps what was logged as a warning or worse."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.found = []

    def emit(self, record):
        text = record.getMessage()
        if not any(word in text for word in HARMLESS):
            self.found.append(text + (f": {record.exc_info[1]!r}" if record.exc_info else ""))


class Traveller:
    """Does one thing after another; what it does to the handle lasts some ticks."""

    def __init__(self, window, folder, seconds, seed):
        self.window, self.session, self.folder, self.seconds = window, window.session, folder, seconds
        self.chance, self.random = random.Random(seed), np.random.default_rng(seed)
        self.begun = self.next_deed = self.next_line = monotonic()
        self.scrub = self.number = 0
        self.is_busy = False
        self.frames, self.saves, self.lines, self.done = 0, 0, [], {}
        self.timer = QTimer(window)
        self.timer.setInterval(TICK_MS)
        self.timer.timeout.connect(self.tick)

    def start(self):
        self.session.set_speed(SetSpeed(None, MOST_SPEED))
        self.begun = self.next_deed = self.next_line = monotonic()
        self.session.play()
        self.timer.start()

    def tick(self):
        """One step, unless the one before still waits for a film or a file."""
        if self.is_busy:
            return
        self.is_busy = True
        try:
            self.step(monotonic())
        finally:
            self.is_busy = False

    def step(self, now):
        if now >= self.next_line:
            self.measure(now)
        if now - self.begun >= self.seconds:
            self.timer.stop()
            self.window.session.undo_stack.setClean()
            self.window.close()
        elif self.scrub:
            self.scrub -= 1
            self.drag()
        elif not self.frames and now - self.begun >= self.seconds / 2:
            self.film()
        elif now >= self.next_deed:
            self.next_deed = now + DEED_S
            self.deed()

    def measure(self, now):
        timeline, snapshot = self.session.time.timeline, self.session.snapshot
        self.next_line = now + LINE_S
        counts = len(timeline.moments), len(timeline.branches) + 1, len(timeline.deleted)
        memory = process_mb(), used_mb(), timeline.nbytes / 1e6
        self.lines.append(Line(now - self.begun, *memory, *counts, snapshot.live_epoch))
        print(self.lines[-1], flush=True)  # noqa: T201

    def deed(self):
        deeds = [self.go_back, self.continue_here, self.play_back, self.switch, self.delete, self.rename]
        deeds += [self.draw, self.rate, self.layer, self.units, self.undo, self.undo, self.save]
        deed = self.chance.choice(deeds)
        self.number += 1
        deed()
        self.done[deed.__name__] = self.done.get(deed.__name__, 0) + 1
        if not self.session.playing:
            self.session.play()

    # ---- deeds -----------------------------------------------------------------------------------------------------

    def drag(self):
        film = self.window.findChild(Film)
        time = self.session.time
        time.show_epoch(self.chance.random() * film.place_at(1e6)) if self.scrub else time.live()

    def go_back(self):
        self.scrub = 40

    def continue_here(self):
        moments = self.session.time.timeline.moments
        if moments:
            self.session.time.show(self.chance.choice(moments))
            self.session.time.go_on()

    def play_back(self):
        self.window.findChild(FilmStrip).toggle()

    def switch(self):
        branches = self.session.time.timeline.branches
        if branches:
            self.session.time.switch(self.chance.choice(branches))

    def delete(self):
        branches = self.session.time.timeline.branches
        if branches:
            self.session.time.delete(self.chance.choice(branches).number)

    def rename(self):
        self.session.time.rename(self.session.time.timeline.number, f"Run of deed {self.number}")

    def draw(self):
        points = self.random.normal(scale=3.0, size=(30, 2))
        if len(self.session.document.dataset) < 3_000:
            self.session.edit("Draw", lambda d: add_points(d, points, self.chance.randint(0, 1)))

    def rate(self):
        self.session.edit("Rate", lambda d: change_training(d, learning_rate=self.chance.uniform(0.001, 0.05)))

    def layer(self):
        network = self.session.document.network
        if len(network) > 3:
            self.session.edit("Delete", lambda d: delete_layer(d, network[0].uid))
        else:
            self.session.edit("Add", lambda d: insert_layer(d, len(network), layer_to_add(d, len(network))))

    def units(self):
        network = self.session.document.network
        if network:
            units = self.chance.choice((2, 8, 64, 256))
            uid = self.chance.choice(network).uid
            self.session.edit("Units", lambda d: change_layer(d, uid, units=units))

    def undo(self):
        self.session.undo_stack.undo()

    def save(self):
        path = self.folder / "work.nnplay"
        if self.window.documents.save_to(path):
            read_project(path)
            self.saves += 1

    def film(self):
        choices, path = FilmChoices("gif", FRAMES, 20, 480), self.folder / "run.gif"
        packed = photograph(self.session, self.window.docks["output"], choices, lambda _: True)
        encode(path, packed, choices, lambda _: True)
        self.frames = max(len(packed), 1)
        print(f"        a film of {len(packed)} frames, {path.stat().st_size / 1e6:.1f} MB", flush=True)  # noqa: T201


def process_mb():
    """What the process holds in memory now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1e3
    return 0.0


MALLINFO = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "used", "free", "keepcost")


class _MallInfo(ctypes.Structure):
    """`struct mallinfo2` of glibc 2.33 and newer."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in MALLINFO)


def used_mb():
    """What the allocator has given out and not taken back, in all arenas; 0 where glibc does not tell."""
    ask = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if ask is None:
        return 0.0
    ask.restype = _MallInfo
    told = ask()
    return (told.used + told.hblkhd) / 1e6


def growth_mb(lines):
    """How much more memory is in use at the end than when all was there, beside what the timeline took."""
    settled = [line for line in lines if line.at >= SETTLED * lines[-1].at]
    first, last = settled[0], settled[-1]
    return (last.used_mb - last.timeline_mb) - (first.used_mb - first.timeline_mb)


def soak(seconds, seed=0):
    """Travel for so long.

    Returns:
        The traveller, and what was complained of.
    """
    complaints = Complaints()
    app = make_app()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, name)
        window = make_window(open_source("spiral"), app, Settings())
        window.resize(*SIZE)
        reports = Reports(window.toast, folder / "logs")
        reports.begin()
        logging.getLogger("playground").addHandler(complaints)
        keep_safe(window, folder / "recovery")
        traveller = Traveller(window, folder, seconds, seed)

        def begin(snapshot):
            if snapshot.state is not TrainerState.LOADING:
                window.session.snapshot_arrived.disconnect(begin)
                traveller.start()

        window.session.snapshot_arrived.connect(begin)
        open_window(window)
        app.exec()
        reports.end()
    logging.getLogger("playground").removeHandler(complaints)
    return traveller, complaints.found


def main(seconds):
    traveller, complaints = soak(seconds)
    lines = traveller.lines
    for name, key in (("process", "process_mb"), ("in use", "used_mb"), ("timeline", "timeline_mb")):
        values = [getattr(line, key) for line in lines]
        print(f"{name}: first {values[0]:.1f} MB, last {values[-1]:.1f} MB, most {max(values):.1f} MB")  # noqa: T201
    print(f"grown since {SETTLED:.0%} of the time: {growth_mb(lines):.1f} MB in use beside the timeline")  # noqa: T201
    print(f"done {traveller.done}, {traveller.saves} saves read back, {len(complaints)} complaints")  # noqa: T201
    for text in complaints:
        print(text)  # noqa: T201
    is_bounded = max(line.timeline_mb for line in lines) * 1e6 <= MOST_BYTES and growth_mb(lines) <= MOST_GROWTH_MB
    return int(bool(complaints) or not is_bounded)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0))
